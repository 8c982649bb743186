import type { TProperties, TSchema } from 'typebox'
import { severities } from '../finding.ts'
import { Rule } from '../rule.ts'
import { Type } from '../schema.ts'

/** What control calls answer with, thing by thing. */

export const text = (description?: string) => Type.String(description ? { description } : {})
const whole = (description?: string) => Type.Integer(description ? { description } : {})
export const instant = (description?: string) =>
  Type.String({ examples: ['2025-02-12T04:42:51.000Z'], ...(description ? { description } : {}) })
const maybe = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const texts = (description: string) => Type.Array(Type.String(), { description })

/** An object whose fields are named elsewhere, or nowhere. */
export const anything = (description: string) => Type.Object({}, { description, additionalProperties: true })

/** Named in the document: each is one component of it. */
const record = <T extends TProperties>(description: string, fields: T) => Type.Object(fields, { description })

/** One page of a list, and what to ask the next one with. */
export const page = (name: string, row: TSchema, next: TSchema = Type.String()) =>
  Type.Object({ [name]: Type.Array(row), next: maybe(next) })

export const assumed = texts('Assumed rules it rests on: the bank does not say, the sandbox chose.')

export const Provenance = record('How well something is known, and where from.', {
  level: Type.Enum(['documented', 'observed', 'assumed']),
  grade: Type.Enum(['A', 'B', 'C', 'D', 'none'], {
    description: "A the bank's pages, B the bank's own code, C two or more public clients, D one.",
  }),
  source: text(),
  sources: Type.Array(Type.Object({ title: text(), link: text() })),
})

export const Violation = record('One thing wrong with a request, or with the books.', {
  where: text(),
  got: text(),
  expected: text(),
  fix: Type.Optional(text()),
})

export const Problem = record('Why not: RFC 9457.', {
  type: text(),
  title: text(),
  status: whole(),
  detail: text('What was got, what was expected, how to fix it.'),
  violations: Type.Array(Violation),
})

export const Payment = record('An attempt to pay, whatever came of it.', {
  id: text(),
  invoiceId: text(),
  status: text('AUTH, CHARGE, REFUND, FAILED …'),
  amount: Type.Number({ description: 'In main units, such as tenge.' }),
  bonus: Type.Optional(Type.Number({ description: 'The part of it that bonuses paid.' })),
  currency: text(),
  terminal: text(),
  accountId: text(),
  cardMask: text(),
  cardId: text('Empty unless the card was saved.'),
  reasonCode: whole(),
  reason: text(),
  reference: text(),
  approvalCode: text(),
  description: text(),
  via: text('The door it came through: page, savedCard, cryptogram, qr, cabinet …'),
  createdAt: instant(),
  assumed,
  visibleAt: Type.Optional(instant('Until then the status and the lists of the bank know nothing of it.')),
})

const Attempt = Type.Object({
  at: instant(),
  status: maybe(whole()),
  durationMs: maybe(Type.Number()),
  error: maybe(text()),
  responseBody: maybe(text()),
})

export const Postlink = record('What the shop is posted about one payment.', {
  id: text(),
  paymentId: text(),
  invoiceId: text(),
  kind: Type.Enum(['success', 'failure']),
  copyOf: maybe(text()),
  altered: Type.Boolean({ description: 'A rule or a hand made it other than the bank would.' }),
  url: text(),
  state: Type.Enum(['due', 'held', 'delivered', 'failed']),
  contentType: text(),
  owedAt: instant(),
  body: anything('As in webhooks of the contract of the bank.'),
  attempts: Type.Array(Attempt),
})

export const RuleInForce = Type.Object(
  { id: text(), ...Rule.properties, matched: whole('How often it has matched.') },
  { description: 'A rule in force; the first that matches wins.' },
)

const clockFields = { mode: Type.Enum(['system', 'virtual']), now: instant() }
export const Clock = record('The time of a workspace.', clockFields)

const Alarm = Type.Object({ what: text('Such as "postlink due".'), id: text(), at: instant() })
export const ClockMoved = record('The time of a workspace, and what fell due on the way.', {
  ...clockFields,
  fired: Type.Array(Alarm),
})

export const Alarms = record('What is still to happen, the earliest first.', {
  seq: whole('The entry they were read at.'),
  count: whole(),
  alarms: Type.Array(Alarm),
})

export const Mark = record('A place in the journal with a name.', {
  name: text(),
  seq: whole('The entry it stands at.'),
  at: instant(),
})

export const Terminal = Type.Object({
  id: text(),
  client: text(),
  number: Type.Optional(text()),
  shop: Type.Optional(text()),
  threeDS: Type.Optional(text()),
  tokenExpireInSeconds: Type.Optional(whole()),
  feePercent: Type.Optional(Type.Number()),
  singleMessageScheme: Type.Optional(Type.Boolean()),
  shopId: Type.Optional(text()),
  wallets: Type.Optional(texts('What its payment page offers beside the card.')),
  instalments: Type.Optional(Type.Boolean()),
  qr: Type.Optional(Type.Boolean()),
})

export const Merchants = record('Clients and terminals of the workspace beside the documented ones.', {
  clients: texts('Ids; secrets are never shown.'),
  terminals: Type.Array(Terminal),
})

const settingsFields = {
  seed: text(),
  cards: Type.Enum(['2025', '2020']),
  quirks: anything('One value for each quirk: epay-sandbox doctor lists them.'),
  terminals: Type.Array(Terminal),
  clients: texts('Ids.'),
}
export const Settings = record('What a workspace was opened with.', {
  ...settingsFields,
  strip: Type.Boolean(),
  unreadableCryptogram: text(),
  retain: whole(),
  own: Type.Optional(Type.Boolean({ description: 'True once it has settings of its own.' })),
  publicUrl: Type.Optional(text()),
})

const workspaceFields = { name: text(), ...settingsFields, clock: Clock }
export const Workspace = record('An isolated world, under /w/{name}/.', {
  ...workspaceFields,
  seq: Type.Optional(whole('The entry its journal ends at: after a fork, an import or a rewind.')),
})

const exchangeFields = {
  id: whole(),
  at: instant(),
  seq: whole('The journal stood there when it was asked.'),
  method: text(),
  path: text(),
  operation: maybe(text()),
  status: whole(),
  sent: Type.Boolean({ description: 'False when the connection was cut instead.' }),
  durationMs: Type.Number(),
  why: maybe(text('Why it was refused.')),
  rule: maybe(text('The rule that matched.')),
  findings: Type.Array(Type.Object({ id: text(), severity: Type.Enum([...severities]) })),
  invoiceId: maybe(text()),
  terminal: maybe(text()),
  paymentId: maybe(text()),
  page: maybe(text()),
  challenge: maybe(text()),
  token: maybe(text('A digest: no token can be used from here.')),
}
export const ExchangeLine = record('A request to the bank’s side and how it was answered.', exchangeFields)
export const Exchange = record(
  'A request to the bank’s side with all that was said, cards and secrets hidden.',
  {
    ...exchangeFields,
    findings: Type.Array(anything('A finding, with its words.')),
    summary: maybe(text()),
    override: maybe(anything('What a rule did to the answer.')),
    violations: Type.Array(Violation),
    request: anything('headers, query, payment, body, bytes, cut'),
    answer: anything('headers, body, bytes, cut, isPage'),
    provenance: maybe(anything('How well the operation and each field is known.')),
  },
)

export const Finding = record('Something requests did otherwise than the documents say.', {
  id: text(),
  severity: Type.Enum([...severities]),
  message: text(),
  fix: text(),
  where: text(),
  count: whole(),
  exchanges: Type.Array(whole(), { description: 'The newest it was met in.' }),
  provenance: Provenance,
})

const Behaviour = Type.Object({
  id: text(),
  use: text(),
  what: text(),
  met: Type.Boolean(),
  count: whole(),
  by: Type.Array(Type.Object({ workspace: text(), mark: Type.Optional(text()) })),
  provoke: Type.Optional(text('A command that brings it about.')),
})
export const Coverage = record('Which behaviours of the bank were met.', {
  met: whole(),
  of: whole(),
  percent: Type.Number(),
  uses: Type.Array(Type.Object({ use: text(), name: text() })),
  behaviours: Type.Array(Behaviour),
})

export const LedgerCheck = record('Whether the books balance.', {
  ok: Type.Boolean(),
  violations: Type.Array(Violation),
})
