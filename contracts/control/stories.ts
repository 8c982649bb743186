import { Scenario } from '../scenario.ts'
import { Type } from '../schema.ts'
import { anything, assumed, instant, RuleInForce, text } from './records.ts'

/** Stories, states, reports and tables: what is answered about them, and how a story is asked for. */

/** One of the shipped stories by its name, or a story itself. */
export const ScenarioRequest = Type.Union([
  Type.Object(
    { name: Type.String({ expected: 'a name of GET /_sandbox/scenarios' }) },
    { additionalProperties: false },
  ),
  Scenario,
])

const run = Type.Optional(Type.Enum(['playing', 'passed', 'failed', 'stopped']))

export const ScenarioLine = Type.Object(
  {
    name: text(),
    about: text(),
    wrong: Type.Optional(text('What a shop does wrong.')),
    right: Type.Optional(text('The right way.')),
    run,
  },
  { description: 'A shipped story.' },
)

export const ScenarioPlan = Type.Object(
  { name: text(), about: text(), steps: Type.Array(text()), run },
  { description: 'The steps of a story, before any is taken.' },
)

export const Staged = Type.Object(
  {
    scenario: text(),
    about: text(),
    rules: Type.Array(RuleInForce),
    now: instant(),
    left: Type.Array(text(), { description: 'What only `scenario run` can do.' }),
  },
  { description: 'The stage of a story, set in this workspace.' },
)

const Step = Type.Object({
  title: text(),
  ok: Type.Boolean(),
  expected: Type.Optional(anything('What the story expects.')),
  got: Type.Optional(anything('What happened.')),
  seq: Type.Optional(Type.Integer({ description: 'The entry the journal stood at after it.' })),
  differences: Type.Array(anything('where, expected, and what it was instead')),
})

const Played = Type.Object({
  title: text(),
  about: text(),
  workspace: Type.Optional(text('Where it was played; it stays there to be looked at.')),
  ok: Type.Boolean(),
  steps: Type.Array(Step),
  assumed,
  answers: Type.Optional(Type.Array(text())),
  skipped: Type.Optional(text()),
  against: Type.Enum(['bank', 'endpoint', 'shop']),
})

export const ScenarioReport = Type.Object(
  {
    ok: Type.Boolean(),
    passed: Type.Integer(),
    failed: Type.Integer(),
    skipped: Type.Integer(),
    scenarios: Type.Array(Played),
  },
  { description: 'What became of a story.' },
)

export const ProviderState = Type.Object(
  {
    name: text(),
    about: text(),
    parameters: anything('Each with `about` and an example.'),
    values: Type.Array(text(), { description: 'Names for expressions of a pact.' }),
    example: anything('A body for POST /_sandbox/provider-states.'),
  },
  { description: 'A state of the bank that a pact may ask for by its name.' },
)

export const StateValues = anything('What the state made: ids, tokens, numbers, by name.')

const reportFields = {
  id: text(),
  kind: text('certify, verify or drift'),
  verdict: text(),
  subject: text(),
  counts: Type.Object({
    passed: Type.Integer(),
    failed: Type.Integer(),
    unproven: Type.Integer(),
    skipped: Type.Integer(),
  }),
  at: text('An instant; empty when the publisher did not say.'),
  command: text('What makes it again.'),
}
export const ReportLine = Type.Object(reportFields, { description: 'A report in a list.' })
export const ReportAdded = Type.Object(
  { ...reportFields, url: text('Where it can be read.') },
  { description: 'A report that is kept now.' },
)
export const KeptReport = Type.Object(
  { ...reportFields, report: anything('As it was published.') },
  { description: 'A report, whole.' },
)

const Card = Type.Object({
  edition: text(),
  pan: text(),
  expiry: text(),
  cvc: text(),
  status: text('unlock or lock'),
  issuer: text(),
  source: text(),
})

export const Cards = Type.Object(
  {
    edition: text(),
    cards: Type.Array(Card, { description: 'Printed by the bank.' }),
    sandbox: Type.Array(Type.Object({ pan: text(), reasonCode: Type.Integer() }), {
      description: 'One number for each outcome: any expiry, any CVC.',
    }),
    threeDS: Type.Array(anything('A number that always asks for 3-D Secure, and how.')),
    bonus: Type.Array(anything('A number that pays in part with bonuses.')),
    wallets: Type.Array(anything('What stands for a card in a wallet, and its outcome.')),
  },
  { description: 'The cards of this workspace.' },
)

export const ReasonCode = Type.Object(
  {
    code: Type.Integer(),
    reason: text(),
    rus: text(),
    kaz: text(),
    eng: text(),
    next: Type.Enum(['final', 'ask status']),
    advice: text(),
    blame: text(),
    nextAssumed: Type.Optional(Type.Boolean()),
    level: text(),
    grade: text(),
    source: text(),
    sources: Type.Array(Type.Object({ title: text(), link: text() })),
  },
  { description: 'A reason code of the bank, in three languages.' },
)
