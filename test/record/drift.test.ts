import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { cardIdOfCode } from '../../contracts/sandbox-card.ts'
import { overNetwork } from '../../server/client/transport.ts'
import { openKnown } from '../../server/drift/known.ts'
import { preparations } from '../../server/drift/prepare.ts'
import { replay } from '../../server/drift/replay.ts'
import { setUp } from '../../server/provider-states/catalogue.ts'
import type { Recording } from '../../server/record/recording.ts'
import { fileNameOf } from '../../server/record/recording.ts'
import { createSandbox, type SandboxOptions } from '../../server/sandbox.ts'
import { run as shell } from '../cli/run.ts'
import { folder } from '../folder.ts'
import { chargeBody } from '../world.ts'
import { liveThrough, openRecording, tokenVia } from './recorded.ts'

interface Report {
  checks: { suite: string; ok: boolean; notes: string[] }[]
}

const drift = async (place: string, ...args: string[]) => {
  const { code, stdout, stderr } = await shell(['drift', place, '--format', 'json', ...args])
  if (code === null || code > 1) throw new Error(stderr)
  const { checks } = JSON.parse(stdout) as Report
  return {
    code,
    checks,
    notes: checks.flatMap(({ suite, notes }) => notes.map((words) => `${suite}: ${words}`)),
  }
}

const record = async (t: Test, options: SandboxOptions = {}) => {
  const recorded = await openRecording(t, options)
  await liveThrough(recorded)
  return recorded
}

t.test('a bank that says what the sandbox says has not drifted', async (t) => {
  const { out } = await record(t)
  const { code, notes, checks } = await drift(out)
  t.strictSame(notes, [])
  t.equal(code, 0)
  t.equal(checks.length, 15)
})

t.test('a bank of the observed dialect has drifted from the documents, and not from the wire', async (t) => {
  const { out } = await record(t, { dialect: 'observed' })
  const { code, notes } = await drift(out)
  t.equal(code, 1)
  t.match(notes.join('\n'), /token: type changed: expires_in: the recording has "string", .* "number"/)
  t.match(notes.join('\n'), /chargeSavedCard: field added: status: the recording has "AUTH", .* nothing/)
  t.match(notes.join('\n'), /chargeSavedCard: field added: approvalCode/)
  t.strictSame((await drift(out, '--dialect', 'observed')).notes, [])
})

/** A recording of a bank like the sandbox; `drifted` says what is found once one answer was changed by hand. */
const openChanging = async (t: Test) => {
  const { out, recordings } = await record(t)
  return async (operation: string, change: (answer: Answer) => void) => {
    const recording = recordings().find((one) => one.operation === operation) as Recording
    const file = join(out, fileNameOf(recording))
    const kept = readFileSync(file, 'utf8')
    change(recording.answer as Answer)
    writeFileSync(file, JSON.stringify(recording))
    const found = await drift(out)
    writeFileSync(file, kept)
    return found
  }
}

interface Answer {
  status: number
  body: Record<string, unknown>
}

t.test('each kind of drift is notes, with where it is and what was expected', async (t) => {
  const changed = await openChanging(t)
  for (const [operation, change, words] of [
    [
      'token',
      ({ body }: Answer) => Object.assign(body, { id_token: 'x' }),
      /field added: id_token: .*the contract/,
    ],
    ['token', ({ body }: Answer) => void delete body.refresh_token, /field gone: refresh_token/],
    ['token', ({ body }: Answer) => Object.assign(body, { expires_in: true }), /type changed: expires_in/],
    [
      'token',
      ({ body }: Answer) => Object.assign(body, { expires_in: 600 }),
      /value changed: expires_in: .*600.*7200/,
    ],
    [
      'chargeSavedCard',
      (answer: Answer) => {
        const { id, ...rest } = answer.body
        answer.body = { ...rest, id }
      },
      /order changed: body: the recording has "accountId, .*, id"/,
    ],
    [
      'refund',
      (answer: Answer) => Object.assign(answer, { status: 202 }),
      /other code: status: .* 202, .* 200/,
    ],
    ['terminal', (answer: Answer) => Object.assign(answer, { body: [] }), /type changed: /],
    [
      'chargeSavedCard',
      ({ body }: Answer) => Object.assign(body, { amount: 101 }),
      /value changed: amount: the recording has 101, .* 100$/m,
    ],
    [
      'status',
      ({ body }: Answer) => Object.assign(Object(body.transaction), { statusName: 'AUTH' }),
      /value changed: transaction\.statusName: the recording has "AUTH", /,
    ],
    [
      'status',
      ({ body }: Answer) => Object.assign(body, { resultCode: '102' }),
      /value changed: resultCode: the recording has "102", .* "100"$/m,
    ],
    [
      'savedCards',
      ({ body }: Answer) => Object.assign(Object(body)[0], { PayerName: 7 }),
      /type changed: \[\]\.PayerName: /,
    ],
    [
      'savedCards',
      ({ body }: Answer) => void delete Object(body)[0].CardMask,
      /field gone: \[\]\.CardMask: /,
    ],
  ] as const) {
    const { code, notes } = await changed(operation, change)
    t.equal(code, 1)
    t.match(notes.join('\n'), words)
    t.ok(
      notes.every((one) => one.startsWith(`${operation}: `)),
      notes.join('\n'),
    )
  }
})

t.test('an answer that the sandbox gives too is drift when it breaks the contract', async (t) => {
  const changed = await openChanging(t)
  const { code, notes } = await changed('chargeSavedCard', ({ body }) =>
    Object.assign(body, { id: 'no uuid' }),
  )
  t.equal(code, 1)
  t.equal(notes.length, 1)
  t.match(notes[0], /^chargeSavedCard: type changed: id: the recording has "no uuid", the contract /)
})

t.test('a recording that is played again is sent to nobody it names', async (t) => {
  const link = 'http://127.0.0.1:9/paid'
  const recorded = await openRecording(t)
  const links = { postLink: link, failurePostLink: `${link}/not` }
  const token = await tokenVia(recorded, { invoiceID: '200000001', ...links })
  const card = '00000000-0000-4000-8000-000000000000'
  const { status } = await recorded.merchant.payWithSavedCard(
    token,
    chargeBody(card, { invoiceId: '200000001', ...links }),
  )
  t.equal(status, 200)
  t.match(recorded.text(), link, 'the recording has it')
  const sandbox = await createSandbox({ seed: 'drift', quirks: { savedCardFields: 'optional' } })
  t.teardown(() => sandbox.close())
  const sent: string[] = []
  const send = overNetwork(sandbox)
  const replayed = await replay(recorded.recordings(), (...asked) => {
    sent.push(JSON.stringify(asked))
    return send(...asked)
  })
  t.strictSame(
    replayed.map((one) => one.status),
    [200, 200],
  )
  t.equal(sent.length, 2)
  t.notMatch(sent.join('\n'), link)
  t.strictSame(await sandbox.postlinks(), [], 'and nothing is owed')
})

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, 'f')}`

t.test('an id is known under the id the sandbox gave in its place, and under nothing else', async (t) => {
  const [recorded, here] = [uuid(1), uuid(2)]
  const known = openKnown()
  known.learn({ id: recorded, rows: [{ id: 'no uuid' }] }, { id: 7, rows: [{ id: 'another' }] })
  t.notOk(known.has(recorded), 'no id was given')
  t.notOk(known.has('no uuid'))
  known.learn([{ id: recorded }], [{ id: here }])
  t.strictSame(known.translate({ ids: [recorded, 'x'], none: null }), { ids: [here, 'x'], none: null })
})

t.test('a saved card of before the recording does here what it did there', async (t) => {
  const card = uuid(1)
  const prepared = async (body: object, answer: object, status = 400) => {
    const known = openKnown()
    const recording = { request: { body }, answer: { status, body: answer } } as unknown as Recording
    const token = await preparations.chargeSavedCard?.(recording, known, unreached)
    t.equal(token, undefined, 'no token goes with it')
    return known.translate(card)
  }
  const byId = { cardId: { id: card } }
  t.equal(await prepared(byId, { code: 484 }), cardIdOfCode(484))
  t.equal(await prepared(byId, {}, 200), cardIdOfCode(0))
  t.equal(await prepared(byId, { code: -1 }), card, 'no reason of a decline')
  t.equal(await prepared({}, { code: 484 }), card, 'a charge that named no card')
})

const unreached = () => {
  throw new Error('a charge asks the sandbox for nothing first')
}

t.test('what the bank knew before the recording is made first', async (t) => {
  for (const [state, operation] of [
    ['a payment was approved', 'status'],
    ['a payment is held', 'charge'],
    ['a payment is held', 'cancel'],
    ['a payment was approved', 'refund'],
    ['a payment was refunded', 'status'],
    ['a payment was declined', 'status'],
    ['a card is saved', 'savedCards'],
    ['a card is saved', 'deactivate'],
  ] as const) {
    const { bank, out, merchant } = await openRecording(t)
    const values = await setUp(overNetwork(bank), state, {})
    const token = String(values.accessToken)
    const id = String(values.transactionId ?? values.cardId)
    const asked = { status: values.invoiceId, savedCards: values.accountId } as Record<string, unknown>
    const { status } = await merchant[operation](String(asked[operation] ?? id), token)
    t.equal(status, 200)
    t.strictSame((await drift(out)).notes, [], `${state}, ${operation}`)
  }
})

t.test('a merchant of its own, of whom the sandbox has not heard, is made known to it', async (t) => {
  const terminal = '11111111-2222-4333-8444-555555555555'
  const clients = [{ id: 'tea-shop', secret: 'a-secret-nobody-knows' }]
  const { out, merchant } = await openRecording(t, {
    clients,
    terminals: [{ id: terminal, client: 'tea-shop' }],
  } as SandboxOptions)
  const form = { grant_type: 'client_credentials', client_id: 'tea-shop', terminal }
  const { status } = await merchant.token({ ...form, client_secret: 'a-secret-nobody-knows' })
  t.equal(status, 200)
  await merchant.token({ ...form, client_secret: 'wrong' })
  t.strictSame((await drift(out)).notes, [])
})

t.test('text and JUnit say the same, and a report may go to a file', async (t) => {
  const { out } = await record(t, { quirks: { expiresIn: 'string' } })
  const text = await shell(['drift', out])
  t.equal(text.code, 1)
  t.match(text.stdout, /✗ 1: POST \/epay2\/oauth2\/token answered 200\n {6}type changed: expires_in/)
  t.match(text.stderr, /checks failed/)
  const junit = await shell(['drift', out, '--format', 'junit'])
  t.match(junit.stdout, /<failure message="type changed: expires_in/)
})

t.test('what is no recording ends with code 2, and none at all with code 5', async (t) => {
  const dir = folder(t, { 'a.json': '{"version": 2}' })
  const wrong = await shell(['drift', dir])
  t.equal(wrong.code, 2)
  t.match(wrong.stderr, /a\.json is not a recording: .*version: got 2, expected 1/)
  t.equal((await shell(['drift', join(dir, 'nowhere')])).code, 2)
  const page = await shell(['drift', folder(t, { 'page.json': ' <html>' })])
  t.match(page.stderr, /page\.json is not a recording: got "<html>"…, expected JSON/)
  t.equal((await shell(['drift', folder(t)])).code, 5)
})
