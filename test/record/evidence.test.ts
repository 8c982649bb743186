import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { disagreementsOf, type EvidencePack, factsOf } from '../../contracts/evidence.ts'
import { type EvidenceFact, recordedFacts, withEvidence } from '../../contracts/evidence-fact.ts'
import { type Rule, rules } from '../../contracts/fidelity.ts'
import { quirks } from '../../contracts/quirk.ts'
import { unseen as unseenReasons } from '../../server/drift/clues/unseen.ts'
import { findEvidence } from '../../server/drift/evidence.ts'
import { gatherEvidence, packFolder } from '../../server/drift/packs.ts'
import { sightingsIn, weigh } from '../../server/drift/weigh.ts'
import type { Recording } from '../../server/record/recording.ts'
import { run as shell } from '../cli/run.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { root } from '../source.ts'
import { liveThrough, openRecording, person } from './recorded.ts'

/** A made-up exchange: what was asked, and what the bank said. */
const said = (
  operation: string | null,
  { body = null, answer = null, status = 200, ...request }: Record<string, unknown> & { status?: number },
): Omit<Recording, 'number'> => ({
  version: 1,
  operation,
  request: {
    ...{ method: 'POST', path: '/x', params: {}, query: {}, contentType: 'application/json', body },
    ...request,
  },
  answer: { status, contentType: 'application/json', body: answer },
})

const story = (...exchanges: Omit<Recording, 'number'>[]): Recording[] =>
  exchanges.map((one, i) => ({ ...one, number: i + 1 }))

const verdictsOf = (recordings: Recording[]) =>
  Object.fromEntries(
    weigh(sightingsIn(recordings)).flatMap(({ name, verdict, suggest }) =>
      verdict === 'open' ? [] : [[name, suggest ?? verdict]],
    ),
  )

const testTerminal = '67e34d63-102f-4bd1-898e-370781d0074d'
const status = (transaction: object) =>
  said('status', { method: 'GET', answer: { resultCode: '100', transaction } })
const paid = {
  id: 'p1',
  terminal: testTerminal,
  statusName: 'CHARGE',
  reasonCode: '00',
  amount: 100,
  orgAmount: 100,
}
const payoutLess = { ...paid, payoutAmount: 97.5 }
const postlink = (body: object, contentType = 'application/json') =>
  said(null, { contentType, body: { invoiceId: '1', id: 'p1', code: 'ok', reasonCode: 0, ...body } })
const register = (records: object[], body: object = {}) =>
  said('register', { body, answer: { totalCount: 2, records } })
const link = (body: object, answer: object = {}, code = 200) =>
  said('makeInvoiceLink', { body, answer, status: code })
const charge = (body: object, answer: object = { secure: 'no' }, more: object = {}) =>
  said('chargeSavedCard', { body, answer, ...more })
const token = (body: object, answer: object, more: object = {}) => said('token', { body, answer, ...more })
const move = (operation: string, amount: number) =>
  said(operation, { params: { id: 'p1' }, body: { amount } })
const whole = { paymentType: 'card', description: 'Tea', backLink: 'b', postLink: 'p' }

const payoutAfter = (days: number, payoutAmount: number) => ({
  createdDate: '2026-03-02T10:00:00+05:00',
  payoutDate: new Date(Date.parse('2026-03-02T10:00:00+05:00') + days * 86_400_000).toISOString(),
  ...{ amount: 100, payoutAmount },
})

t.test('each clue reads one thing, and says nothing where there is nothing to see', async (t) => {
  for (const [what, recordings, expected] of [
    ['nothing was said', story(), {}],
    ['a lifetime', story(token({}, { expires_in: '1200' })), { expiresIn: 'string', tokenLifetime: '1200' }],
    [
      'as documented',
      story(token({}, { expires_in: 7200 })),
      { expiresIn: 'confirmed', tokenLifetime: 'confirmed' },
    ],
    ['20 digits', story(token({ invoiceID: '1'.repeat(20) }, {})), { longInvoiceId: 'accepted' }],
    [
      'a strange scope',
      story(token({ scope: 'webpay' }, { error_description: 'scope' }, { status: 400 })),
      { 'scope of a token is not asked for': 'contradicted' },
    ],
    [
      'a token of another order pays',
      story(
        token({ invoiceID: '1' }, { access_token: '<token 1>' }),
        charge({ ...whole, invoiceId: '2' }, {}, { token: '<token 1>' }),
      ),
      {
        tokenInvoice: 'free',
        'token pays only the order it was issued for': 'contradicted',
        authorizationFields: 'confirmed',
      },
    ],
    [
      'held',
      story(status({ ...paid, statusName: 'AUTH' })),
      { testTerminalStages: 'two', reasonCodeText: 'confirmed' },
    ],
    ['"0"', story(status({ ...paid, reasonCode: '0', terminal: 'other' })), { reasonCodeText: '0' }],
    [
      'a decline of a locked card',
      story(status({ statusName: 'REJECT', reasonCode: '454', cardMask: '400303-XXXX-7597' })),
      {
        'declined payment has the status FAILED': 'contradicted',
        'locked test card declines with 465': 'contradicted',
      },
    ],
    [
      'bonuses',
      story(status({ terminal: 'other', amount: 15, amountBonus: 35 })),
      { 'bonuses pay seven tenths of the price': 'confirmed' },
    ],
    [
      'bonuses of another share',
      story(status({ terminal: 'other', amount: 25, amountBonus: 25 })),
      { 'bonuses pay seven tenths of the price': 'contradicted' },
    ],
    [
      'an answer with more fields, to a charge with fewer',
      story(charge({}, { secure: 'yes', status: 'AUTH', approvalCode: '1' })),
      {
        'payment without 3-D Secure is "secure": "no"': 'contradicted',
        authorizationFields: 'extended',
        savedCardFields: 'optional',
      },
    ],
    [
      'a long description',
      story(charge({ ...whole, description: 'ж'.repeat(70) }, { code: 3298 }, { status: 400 })),
      { longDescription: 'confirmed' },
    ],
    [
      'a part is charged',
      story(move('charge', 40), status({ ...paid, amount: 40 })),
      { 'partial charge releases the rest': 'confirmed', reasonCodeText: 'confirmed' },
    ],
    [
      'two parts are refunded',
      story(
        move('refund', 40),
        status({ ...paid, payoutAmount: 40 }),
        move('refund', 60),
        status({ ...paid, payoutAmount: 100 }),
      ),
      {
        'refunds add up until nothing is left, then the status is REFUND': 'mixed',
        payoutAmount: 'confirmed',
        testTerminalStages: 'confirmed',
        reasonCodeText: 'confirmed',
      },
    ],
    [
      'paid out without a refund',
      story(status(payoutLess)),
      { payoutAmount: 'settled', testTerminalStages: 'confirmed', reasonCodeText: 'confirmed' },
    ],
    [
      'a status that was refused, whatever stands in it',
      story(said('status', { method: 'GET', status: 400, answer: { transaction: payoutLess } })),
      {},
    ],
    [
      'a misspelt amount',
      story(said('refund', { params: { id: 'p1' }, body: { refundAmount: 1 } })),
      { unreadAmount: 'ignored' },
    ],
    [
      'a search by another field, and a refund',
      story(
        register(
          [
            { invoiceId: '1', status: 'REFUND' },
            { invoiceId: '1', status: 'CHARGE' },
          ],
          { searchParameters: [{ name: 'status' }] },
        ),
      ),
      { 'register searches by each of its fields': 'confirmed', registerRefunds: 'rows' },
    ],
    [
      'two pages',
      story(
        register([{ id: 'a' }, { id: 'b' }], { paging: { page: 0, size: 2 } }),
        register([{ id: 'b' }, { id: 'c' }], { paging: { page: 1, size: 2 } }),
      ),
      { registerPage: 'skip' },
    ],
    [
      'a payout',
      story(
        register([
          {
            createdDate: '2026-03-02T10:00:00+05:00',
            payoutDate: '2026-03-03T09:00:00+05:00',
            amount: 100,
            payoutAmount: 97.5,
          },
        ]),
      ),
      { 'payout is made at the start of the next working day, less the fee': 'confirmed' },
    ],
    [
      'payouts on the day itself and on the fourth after it, of all and of next to nothing',
      story(register([payoutAfter(0, 100), payoutAfter(4, 1)])),
      { 'payout is made at the start of the next working day, less the fee': 'confirmed' },
    ],
    ...[payoutAfter(-1, 97.5), payoutAfter(5, 97.5), payoutAfter(1, 0), payoutAfter(1, 101)].map(
      (row) =>
        [
          `a payout otherwise: ${JSON.stringify(row)}`,
          story(register([row])),
          { 'payout is made at the start of the next working day, less the fee': 'contradicted' },
        ] as const,
    ),
    [
      'links',
      story(
        link(
          { invoice_id: '1' },
          { created_date: '2026-03-02T10:00:00+05:00', expire_date: '2026-03-05T10:00:00+05:00' },
        ),
        link({ invoice_id: '1' }),
      ),
      {
        recipientContact: 'optional',
        'invoice link without expire_period lives one day': 'contradicted',
        'invoice has one active link at a time': 'contradicted',
      },
    ],
    [
      'postlinks',
      story(
        token({ secret_hash: '<secret 1>' }, {}),
        postlink({ code: 'error', reasonCode: 484, id: 'p0' }, 'text/plain'),
        postlink({ acountId: 'x', tokenRecipient: '' }, 'text/plain'),
      ),
      {
        postlinkContentType: 'text/plain',
        postlinkForm: '2020',
        acountId: 'acountId',
        secretHashInPostlink: 'no',
        'every attempt is a transaction with its own postlink': 'confirmed',
      },
    ],
    [
      'a third attempt under the id of the second',
      story(
        postlink({ code: 'error', reasonCode: 484, id: 'p0' }),
        postlink({ code: 'error', reasonCode: 455 }),
        postlink({}),
      ),
      {
        postlinkContentType: 'confirmed',
        'every attempt is a transaction with its own postlink': 'mixed',
      },
    ],
  ] as const)
    t.same(verdictsOf(recordings), expected, what)
})

/** A HAR as a proxy of a shop writes it. Nobody of these exists. */
const har = JSON.stringify({
  log: {
    entries: [
      {
        startedDateTime: '2026-03-02T05:00:00.000Z',
        request: {
          method: 'POST',
          url: 'https://test-epay-oauth.epayment.kz/oauth2/token',
          headers: [],
          postData: {
            mimeType: 'multipart/form-data; boundary=x',
            params: [
              ...['grant_type=client_credentials', 'client_id=test', 'client_secret=a-real-secret-0123'],
              ...['invoiceID=300000001', 'amount=4990', 'currency=KZT', `terminal=${testTerminal}`],
            ].map((pair) => ({ name: pair.split('=')[0], value: pair.split('=')[1] })),
          },
        },
        response: {
          status: 200,
          content: {
            mimeType: 'application/json',
            encoding: 'base64',
            text: Buffer.from(
              JSON.stringify({ access_token: 'ABCDEFGH1JKLMNOPQRST_2', expires_in: '1200' }),
            ).toString('base64'),
          },
        },
      },
      {
        request: { method: 'GET', url: 'https://shop.example.kz/logo.png' },
        response: { status: 200, content: {} },
      },
      {
        request: {
          method: 'POST',
          url: 'https://shop.example.kz/postlink',
          postData: {
            mimeType: 'application/json',
            text: JSON.stringify({
              ...{
                invoiceId: '300000001',
                code: 'ok',
                reasonCode: 0,
                id: '5f3c1c9e-8a65-4d0b-9c1e-0a8f6d2b7a11',
              },
              ...{
                accountId: 'customer-of-mine',
                name: person.name,
                phone: person.phone,
                email: person.email,
              },
              ...{ ip: '203.0.113.77', cardMask: '440563...5096', description: 'Tea' },
              ...{ ipLatitude: 43.238949, ipLongitude: 76.889709 },
            }),
          },
        },
        response: { status: 200, content: { text: 'OK' } },
      },
    ],
  },
})

t.test('each assumed rule and each quirk has a clue, or a reason why no recording can show it', async (t) => {
  const places = [
    'clues/token',
    'clues/payment',
    'clues/operation',
    'clues/lists',
    'clues/postlink',
    'evidence',
  ]
  const clues = places.map((place) => readFileSync(join(root, `server/drift/${place}.ts`), 'utf8')).join('')
  for (const { name, kind, unseen } of weigh([])) {
    const isRead = clues.includes(`${kind}: '${name}'`) || clues.includes(`'${name}'`)
    t.equal(unseen === undefined, isRead, `${name}: ${unseen ?? 'a clue reads it'}`)
  }
  const known = weigh([]).map(({ name }) => name)
  t.same(
    Object.keys(unseenReasons).filter((name) => !known.includes(name as never)),
    [],
    'a rule that is no longer assumed is no longer listed',
  )
})

t.test('a HAR is weighed, and the pack made of it holds nothing personal', async (t) => {
  const place = folder(t, { 'shop.har': har })
  const pack = join(place, 'out', '..', 'pack.json')
  const { code, stdout, stderr } = await shell(['evidence', place, '--pack', pack])
  t.equal(code, 0, stderr)
  t.match(stdout, /^2 exchanges with the bank: 3 contradicted, 0 mixed, 1 confirmed, /)
  t.match(stdout, /quirk expiresIn \(here number, there string\)\n {6}exchange 1: expires_in is "1200"/)
  t.match(stdout, /--quirks expiresIn=string,tokenLifetime=1200,acountId=accountId/)
  t.match(
    stdout,
    /\nno recording can show:[\s\S]*widgetClose[^\n]*\n {6}it happens between the buyer and the page/,
  )
  t.notMatch(/\nopen: .*/.exec(stdout)?.[0], 'widgetClose')
  const text = readFileSync(pack, 'utf8')
  matches(t, JSON.parse(text), {
    evidence: 1,
    recorded: '2026-03-02',
    exchanges: [{ number: 1 }, { number: 2 }],
  })
  for (const secret of [
    ...Object.values(person),
    'a-real-secret',
    'ABCDEFGH1JKLMNOPQRST_2',
    '203.0.113',
    'customer-of-mine',
    '43.238',
    '76.889',
  ])
    t.notOk(text.includes(secret), secret)
})

t.test(
  'recordings of a bank of the other dialect suggest that dialect, and the drift is explained',
  async (t) => {
    const recorded = await openRecording(t, { dialect: 'observed' })
    await liveThrough(recorded)
    const { stdout } = await shell(['evidence', recorded.out, '--format', 'json'])
    const { suggest, found } = JSON.parse(stdout)
    matches(t, suggest, { expiresIn: 'string', tokenLifetime: '1200', authorizationFields: 'extended' })
    const refusals = found.find(({ name }: { name: string }) => name.startsWith('refusals'))
    matches(t, refusals, { kind: 'rule', verdict: 'confirmed' }, 'what is refused there is refused here')
    const pack = join(recorded.out, 'pack')
    t.equal((await shell(['evidence', recorded.out, '--pack', pack])).code, 0)
    const text = readFileSync(pack, 'utf8')
    t.match(text, /"path": "\/(api\/)?check-status\/payment\/transaction\/200000001"/)
    for (const secret of ['testuser1', person.email, 'secret-of-the-order'])
      t.notOk(text.includes(secret), secret)
    const drift = await shell(['drift', recorded.out])
    t.match(drift.stdout, /this is the quirk expiresIn: start with --quirks expiresIn=string/)
  },
)

const statusPath = '/check-status/payment/transaction/200000001'

t.test('one refusal is enough to hold our refusals against those of the bank', async (t) => {
  const place = folder(t, {
    '1.json': JSON.stringify({
      ...said('status', { method: 'GET', path: statusPath, status: 400 }),
      number: 1,
    }),
  })
  const { found } = await findEvidence([place])
  matches(
    t,
    found.find(({ name }) => name.startsWith('refusals')),
    { verdict: 'contradicted' },
  )
})

t.test('what speaks of nothing has no verdict, and a wrong day is a mistake', async (t) => {
  const quiet = folder(t, {
    '1.json': JSON.stringify({ ...said('publicKey', { method: 'GET' }), number: 1 }),
  })
  t.equal((await shell(['evidence', quiet])).code, 5)
  const wrong = await shell([
    'evidence',
    folder(t, { 'a.har': har }),
    '--pack',
    join(quiet, 'p'),
    '--recorded',
    'May',
  ])
  t.equal(wrong.code, 2)
  t.match(wrong.stderr, /--recorded is "May", expected the day/)
})

const invented = (more: Partial<EvidencePack> = {}): EvidencePack => ({
  evidence: 1,
  recorded: '2026-11-20',
  sightings: [
    {
      exchange: 1,
      saw: 'a decline has the status FAILED',
      rule: 'declined payment has the status FAILED',
      holds: true,
    },
    { exchange: 2, saw: 'a refund is one row', quirk: 'registerRefunds', value: 'status' },
  ],
  exchanges: [],
  ...more,
})

const known = { rules: Object.keys(rules), quirks }

t.test('a pack makes what was assumed observed, with its day', async (t) => {
  const place = folder(t, {
    'a.json': JSON.stringify(invented()),
    'b.json': JSON.stringify(invented({ recorded: '2026-11-25' })),
    'README.md': '# not a pack',
  })
  const facts = await gatherEvidence(place)
  t.same(facts.length, 2, 'each fact once')
  t.same(disagreementsOf(facts, known), [])
  const rule = 'declined payment has the status FAILED' as Rule
  t.equal(rules[rule].level, 'assumed')
  matches(t, withEvidence('rule', rule, rules[rule], facts), {
    level: 'observed',
    sources: ['status-page', 'recordings'],
    note: /^recorded on the test host 2026-11-20; /,
  })
  const { provenance } = quirks.registerRefunds
  matches(t, withEvidence('quirk', 'registerRefunds', provenance, facts), { level: 'observed' })
  t.same(withEvidence('quirk', 'hosts', quirks.hosts.provenance, facts), quirks.hosts.provenance)
})

t.test('packs that differ, rules that fail and names nobody knows are somebody’s to decide', async (t) => {
  const one = (sighting: object) => invented({ sightings: [{ exchange: 1, saw: 'x', ...sighting } as never] })
  for (const [packs, words] of [
    [[one({ rule: 'partial charge releases the rest', holds: false })], /change the rule/],
    [[one({ quirk: 'registerPage', value: 'skip' })], /the observed dialect says number/],
    [[invented(), one({ quirk: 'registerRefunds', value: 'rows' })], /but rows, recorded/],
    [[one({ rule: 'no such', holds: true })], /there is no such rule/],
    [[one({ quirk: 'no such', value: 'x' })], /no such quirk or value/],
  ] as const)
    t.match(disagreementsOf(factsOf([...packs]), known).join('\n'), words)
  const place = folder(t, { 'bad.json': '{"evidence": 2}' })
  await t.rejects(gatherEvidence(place), { message: /bad\.json is not an evidence pack: .*evidence/ })
})

t.test('contracts/evidence and what was gathered from it agree', async (t) => {
  const facts: EvidenceFact[] = await gatherEvidence(packFolder)
  t.same(recordedFacts, facts, 'npm run publish:contracts gathers them')
  t.same(disagreementsOf(facts, known), [])
})

t.test('the document tells it in ten lines', async (t) => {
  const text = readFileSync(join(root, 'static/docs/evidence.md'), 'utf8')
  t.equal(text.match(/^\d+\. /gm)?.length, 10)
  for (const command of ['record', 'evidence', 'drift'])
    t.match((await shell([command, '--help'])).stdout, new RegExp(`Usage: epay-sandbox ${command}`))
})
