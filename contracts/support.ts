import type { Operation } from './operation-row.ts'
import { operationWords, type Tag, tags } from './operation-words.ts'
import { type OperationId, operations } from './operations.ts'
import { tellProvenance } from './provenance.ts'

/** What a shop may meet at the bank and does not find here, and why. A row leaves when the table gets its operation. */
const missing: [what: string, address: string, why: string][] = [
  [
    'Real tokens of Apple, Google and Samsung',
    '`payment/cryptopay`',
    'only those companies can open them: tokens of the sandbox choose the outcome, any other is refused in words',
  ],
  ["The merchant's cabinet", '`/login`', 'the dashboard does what a merchant does there, without a sign-in'],
]

const rowOf = (id: OperationId): string => {
  const { method, paths, summary, provenance }: Operation = operations[id]
  const { level, grade, source } = tellProvenance(provenance)
  const known = grade === 'none' ? level : `${level}, ${grade}`
  const address = `\`${method} ${paths[0]?.replace(/^\//, '')}\``
  return `| ${summary} | ${address} | ${known} | ${source.replaceAll('|', '\\|')} |`
}

const sectionOf = (tag: Tag): string[] => {
  const ids = (Object.keys(operations) as OperationId[]).filter((id) => operationWords[id].tag === tag)
  if (ids.length === 0) return []
  const head = ['| what | address | known | from |', '|---|---|---|---|']
  return [`## ${tag}`, '', tags[tag], '', ...head, ...ids.map(rowOf), '']
}

/** The page of what is emulated, and how well it is known: a reading of the table of operations. */
export const toSupport = (): string =>
  [
    '# What is emulated',
    '',
    'Made from the table of operations by `npm run publish:contracts`. Every address is served at the root and under',
    '`/api`, but for tokens. **documented**: printed by the bank. **observed**: seen on the wire or in the code of the',
    "bank or of merchants. **assumed**: our choice. Grades: A the bank's pages, B its code, C two or more public",
    'clients, D one.',
    '',
    ...(Object.keys(tags) as Tag[]).flatMap(sectionOf),
    '## Not emulated',
    '',
    '| what | address | why |',
    '|---|---|---|',
    ...missing.map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ].join('\n')
