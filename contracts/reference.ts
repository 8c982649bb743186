import { remedyText } from './assumption.ts'
import type { TestCard } from './card.ts'
import { type Rule, rules } from './fidelity.ts'
import { allFacts, factKinds, fidelityReport } from './fidelity-report.ts'
import { type AnySchema, type Field, provenanceOf } from './fields.ts'
import { messageNameOf, messages, ownFieldsOf } from './messages.ts'
import { type Operation, type OperationId, operations } from './operations.ts'
import { gradeOf, type Provenance } from './provenance.ts'
import { quirks } from './quirk.ts'
import { reasonCodes } from './reason-code.ts'
import type { Story } from './recorded.ts'
import { anchorOf, type Block, type Cell, type Linked } from './reference-block.ts'
import { exampleBlocks, exampleHeading } from './reference-examples.ts'
import { refusals } from './refusal.ts'
import { bonusCard, forcibleCodes, panOfCode, threeDSCards } from './sandbox-card.ts'
import { type SourceKey, sourceOf, sources } from './sources.ts'
import { typeOf } from './type-words.ts'

/** Everything the contract says, for people to read; with a story also requests and what they got. */
export const toReference = (cards: readonly TestCard[], story?: Story): Block[] => [
  { heading: 'Reference', level: 1 },
  { text: 'What a shop and Halyk ePay say to each other, as epay-sandbox emulates it.' },
  ...fidelity(),
  ...endpoints(story),
  ...(story ? exampleBlocks(story) : []),
  ...fields(),
  ...refusalTable(),
  ...reasonCodeTable(),
  ...quirkTable(),
  ...ruleTable(),
  ...cardTables(cards),
  ...sourceTable(),
]

const linked = (key: SourceKey): Linked => ({ text: sourceOf(key).title, link: sourceOf(key).link })

const known = (provenance: Provenance | undefined): Cell => {
  if (!provenance) return ''
  const { level, sources: keys, note } = provenance
  const grade = gradeOf(provenance)
  const links = keys.flatMap((key, i) => (i === 0 ? [linked(key)] : ['; ', linked(key)]))
  const colon = links.length > 0 && note !== '' ? ': ' : ''
  return [`${level}${grade === 'none' ? '' : ` (${grade})`}: `, ...links, `${colon}${note}`]
}

const fidelity = (): Block[] => {
  const { counts, total } = fidelityReport(allFacts())
  const row = (name: string, { documented, observed, assumed }: typeof total) =>
    [name, documented, observed, assumed].map(String)
  return [
    { heading: 'How well it is known', level: 2 },
    {
      text: [
        'Documented: printed by the bank.',
        'Observed: seen on the wire or in client code.',
        'Assumed: chosen here, because nothing is known.',
        "Grades: A the bank's pages, B the bank's own code, C two or more public clients, D one.",
      ].join(' '),
    },
    {
      columns: ['What', 'Documented', 'Observed', 'Assumed'],
      rows: [...factKinds.map((kind) => row(kind, counts[kind])), row('all', total)],
    },
  ]
}

const nameOf = (schema: object): string => messageNameOf(schema) ?? typeOf(schema as AnySchema)

/** A link to an example, where there is one. */
const summaryOf = (id: OperationId, { summary }: Operation, story?: Story): Cell =>
  story?.calls.some(({ operation }) => operation === id)
    ? [{ text: summary, link: `#${anchorOf(exampleHeading(id))}` }]
    : summary

const endpoints = (story?: Story): Block[] => [
  { heading: 'Endpoints', level: 2 },
  {
    columns: ['Path', 'What for', 'Token', 'Asks', 'Answers', 'Refuses', 'Known'],
    rows: (Object.entries(operations) as [OperationId, Operation][]).map(([id, row]) => [
      row.paths.map((path) => `${row.method} ${path}`).join('\n'),
      summaryOf(id, row, story),
      row.auth === 'none' ? 'no' : 'Bearer',
      row.body ? nameOf(row.body) : '',
      row.leadsTo ? `redirects to ${row.leadsTo}` : nameOf(row.answer),
      nameOf(row.refusal),
      known(row.provenance),
    ]),
  },
]

const fields = (): Block[] => [
  { heading: 'Messages', level: 2 },
  { text: 'Amounts are in main units (tenge, dollars) with at most two decimals.' },
  ...Object.entries(messages).flatMap(([name, message]): Block[] => {
    const rows = ownFieldsOf(message).map(fieldRow)
    const heading: Block[] = [{ heading: name, level: 3 }, { text: message.about }]
    return rows.length === 0
      ? heading
      : [...heading, { columns: ['Field', 'Type', 'Required', 'Meaning', 'Known'], rows }]
  }),
]

const otherNames = (aliases: string[] = []) =>
  aliases.length > 0 ? `Also spelled ${aliases.join(', ')}.` : ''

/** What the type does not say already. */
const expectation = ({ expected, maxLength }: AnySchema) =>
  expected && expected !== `text of at most ${maxLength} characters` ? `Expected: ${expected}.` : ''

const fieldRow = (field: Field): Cell[] => {
  const { description, aliases } = field.schema
  const meaning = [description, expectation(field.schema), otherNames(aliases)]
  return [
    field.path,
    typeOf(field.schema),
    field.required ? 'yes' : 'no',
    meaning.filter(Boolean).join(' '),
    known(provenanceOf(field)),
  ]
}

const operationsThatRefuse = (name: string) =>
  Object.entries(operations as Record<string, Operation>)
    .filter(([, row]) => row.refusals.some((refusal) => refusal === name))
    .map(([id]) => id)

const refusalTable = (): Block[] => [
  { heading: 'Refusals', level: 2 },
  {
    text: 'The words and the codes are assumed, but for the shape of the answer: the bank prints one sample.',
  },
  {
    columns: ['Message', 'Status', 'Code', 'How to fix it', 'Operations'],
    rows: Object.entries(refusals).map(([name, { message, status, code, fix }]) => [
      message,
      String(status),
      String(code),
      fix,
      operationsThatRefuse(name).join(', '),
    ]),
  },
]

const reasonCodeTable = (): Block[] => [
  { heading: 'Reason codes', level: 2 },
  {
    text: [
      'An outcome with "ask status" is not final: ask for the status before deciding.',
      'A star marks where that is our choice.',
    ].join(' '),
  },
  {
    columns: ['Code', 'Reason', 'По-русски', 'Қазақша', 'In English', 'Next', 'Advice', 'Blame', 'Known'],
    rows: reasonCodes.map((row) => [
      String(row.code),
      row.reason,
      row.rus,
      row.kaz,
      row.eng,
      `${row.next}${row.nextAssumed ? ' *' : ''}`,
      row.advice,
      row.blame,
      known(row),
    ]),
  },
]

const quirkTable = (): Block[] => [
  { heading: 'Quirks', level: 2 },
  {
    text: 'Where the documents disagree with each other or with the wire. A dialect is one choice for each.',
  },
  {
    columns: ['Quirk', 'About', 'Values', 'Dialect documented', 'Dialect observed', 'Known'],
    rows: Object.entries(quirks).map(([name, { about, values, documented, observed, provenance }]) => [
      name,
      about,
      values.join(', '),
      documented,
      observed,
      known(provenance),
    ]),
  },
]

const ruleTable = (): Block[] => [
  { heading: 'Rules of behaviour', level: 2 },
  { text: 'A payment names the assumed rules its outcome rests on: `assumed` in GET /_sandbox/payments.' },
  {
    columns: ['Rule', 'Known', 'If it is assumed: what else can be had'],
    rows: Object.entries(rules).map(([rule, provenance]) => [
      rule,
      known(provenance),
      remedyText(rule as Rule),
    ]),
  },
]

const cardTables = (cards: readonly TestCard[]): Block[] => [
  { heading: 'Sandbox cards', level: 2 },
  { text: 'A card that means its outcome: any expiry, any CVC. None is a real card.' },
  {
    columns: ['Card', 'Outcome'],
    rows: [
      ...forcibleCodes.map((code) => [panOfCode(code), code === 0 ? '0, approved' : String(code)]),
      ...[...threeDSCards, bonusCard].map(({ pan, about }) => [pan, about]),
    ],
  },
  { heading: 'Documented test cards', level: 2 },
  {
    columns: ['Card', 'Edition', 'Expiry', 'CVC', 'Status'],
    rows: cards.map(({ pan, edition, expiry, cvc, status }) => [pan, edition, expiry, cvc, status]),
  },
]

const sourceTable = (): Block[] => [
  { heading: 'Sources', level: 2 },
  { text: "Merchants' code is counted and not named; its link is a search of public code." },
  {
    columns: ['Key', 'Kind', 'Source'],
    rows: Object.entries(sources).map(([key, { title, link, kind }]) => [key, kind, [{ text: title, link }]]),
  },
]
