import t from 'tap'
import { failure2025 } from '../../contracts/examples.ts'
import { readPapers } from '../../server/incident/papers.ts'
import { toStory } from '../../server/incident/story.ts'
import { scenarioViolations } from '../../server/scenario/check.ts'
import { matches } from '../matches.ts'

const imported = (text: string, keep = false) => toStory(readPapers('papers', text), { keep })

// Nobody of these exists; the numbers are of no card and no telephone that is in use.
const postlink = (more: object = {}) => ({
  ...{ invoiceId: '77001234', id: '5f3c1c9e-8a65-4d0b-9c1e-0a8f6d2b7a11', amount: 4990, currency: 'KZT' },
  ...{ code: 'ok', reason: 'success', reasonCode: 0, dateTime: '2026-03-02T10:00:00.5+05:00' },
  ...{ name: 'AIGERIM SAMPLE', phone: '77010000001', email: 'aigerim@example.kz', ip: '203.0.113.77' },
  ...{ cardMask: '440563...5096', accountId: 'customer-of-mine', description: 'Tea for Aigerim' },
  ...more,
})
const declined = postlink({
  ...{ id: '0d8f2f5a-4f2e-4f0c-8d8e-1c2b3a4d5e6f', code: 'error', reason: 'Not sufficient funds' },
  ...{ reasonCode: 484, dateTime: '2026-03-02T09:58:00+05:00' },
})
const personal = [
  'AIGERIM',
  'Aigerim',
  '7701',
  'aigerim@',
  '203.0.113',
  '440563',
  '701 000',
  'customer-of-mine',
  '77001234',
]

const story = [
  { order: { invoiceId: '000000001', amount: 4990, currency: 'KZT' } },
  { pay: { code: 484 }, expect: { status: 'FAILED', reasonCode: 484 } },
  { advance: 'PT121S' },
  { pay: { testCard: 'unlocked' }, expect: { status: 'CHARGE' } },
]

const har = JSON.stringify({
  log: {
    entries: [postlink(), declined].map((body) => ({
      startedDateTime: '2026-03-02T05:00:01Z',
      request: { url: 'https://shop.example.kz/postlink', postData: { text: JSON.stringify(body) } },
      response: { status: 200, content: { text: '' } },
    })),
  },
})
const log = [declined, postlink()]
  .map((body) => `2026-03-02 05:00:01 INFO postlink from bank: ${JSON.stringify(body)} (took 3 ms)`)
  .join('\n')

for (const [what, text] of Object.entries({
  'a HAR': har,
  'postlinks one a line of a log': log,
  'postlinks one a line': [declined, postlink()].map((body) => JSON.stringify(body)).join('\n'),
  'a list of postlinks': JSON.stringify([postlink(), declined], null, 2),
})) {
  t.test(`${what} becomes the same outcomes with the same times between`, async (t) => {
    const { scenario, left } = imported(text)
    t.same(scenario.story, story)
    t.same(left, [])
    t.same(scenarioViolations(scenario), [])
  })
}

t.test('the failure the bank prints, pasted as it stands, is a story of one decline', async (t) => {
  const { scenario } = imported(JSON.stringify(failure2025, null, 1))
  t.same(scenario.story, [
    { order: { invoiceId: '000000001', amount: failure2025.amount, currency: 'KZT' } },
    { pay: { code: 473 }, expect: { status: 'FAILED', reasonCode: 473 } },
  ])
})

t.test('an answer that was pasted is given to the shop once, when it asks for the status', async (t) => {
  const { scenario } = imported('{"code":-1,"message":"Token is not valid"}')
  matches(t, scenario.story, [
    { order: {} },
    {
      rule: {
        when: { operation: 'status' },
        then: { answer: { status: 400, body: { code: -1 } } },
        times: 1,
      },
    },
    { pay: {} },
  ])
  t.same(scenarioViolations(scenario), [])
})

const rows = [
  {
    invoiceId: '88000001',
    status: 'REFUND',
    amount: 0,
    orgAmount: 1500,
    createdDate: '2026-03-01T09:00:00+05:00',
  },
  {
    invoiceId: '88000002',
    status: 'CHARGE',
    amount: 700,
    orgAmount: 700,
    createdDate: '2026-03-01T09:05:00+05:00',
  },
  {
    invoiceId: '88000003',
    status: 'CANCEL',
    amount: 300,
    orgAmount: 300,
    createdDate: '2026-03-03T09:05:00+05:00',
  },
].map((row) => ({ ...row, currency: 'KZT', payerName: 'AIGERIM; SAMPLE', payerPhone: '77010000001' }))

const csv = (separator: string) => {
  const names = Object.keys(rows[0] ?? {})
  const cell = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`
  return [names.join(separator), ...rows.map((row) => Object.values(row).map(cell).join(separator))].join(
    '\r\n',
  )
}

for (const [what, text] of Object.entries({
  'rows of the register': JSON.stringify({ totalCount: 3, records: rows }),
  'a CSV of them': csv(','),
  'a CSV as a spreadsheet of Kazakhstan writes it': `\uFEFF${csv(';')}`,
})) {
  t.test(`${what}: charged, refunded and cancelled in two stages`, async (t) => {
    const { scenario } = imported(text)
    t.same(scenario.quirks, { testTerminalStages: 'two' })
    t.same(
      scenario.story.map((step) => Object.keys(step)[0]),
      [...['order', 'pay', 'charge', 'refund'], ...['advance', 'order', 'pay', 'charge']].concat([
        ...['advance', 'order', 'pay', 'cancel'],
      ]),
    )
    matches(t, scenario.story[8], { advance: 'P2D' })
    t.same(scenarioViolations(scenario), [])
  })
}

t.test(
  'the same postlink again is a rule that sends it again, and what the bank does not do is told',
  async (t) => {
    const twice = imported(JSON.stringify([postlink(), postlink(), postlink()]))
    matches(t, twice.scenario.story[1], { rule: { then: { postlink: { copies: 3 } }, times: 1 } })
    const other = imported(
      JSON.stringify([postlink(), postlink({ id: '11111111-2222-4333-8444-555555555555' })]),
    )
    matches(t, other.left, ['order 000000001 was paid twice: the bank takes one payment'])
  },
)

t.test('nothing personal is taken over unless it is asked for', async (t) => {
  const pasted = JSON.stringify({
    code: -1,
    message: 'buyer aigerim@example.kz, +7 701 000 00 01, 4405639704015096',
  })
  for (const text of [har, log, csv(';'), csv(';').replace('"KZT"', '"AIGERIM"'), pasted]) {
    const scenario = JSON.stringify(imported(text).scenario)
    for (const one of personal) t.notMatch(scenario, one)
  }
  const kept = imported(log, true).scenario
  matches(t, kept.story[0], {
    order: { name: 'AIGERIM SAMPLE', phone: '77010000001', accountId: 'customer-of-mine' },
  })
  t.same(scenarioViolations(kept), [])
})

t.test('what tells of no payment is refused in words', async (t) => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  for (const text of ['', '<html>', '{}', '[1,2]', 'a,b\n1,2', '{"log":{"entries":[]}}', deep])
    t.throws(() => imported(text), /tells of no payment: expected a HAR/)
})
