import type { Operation } from './operation-row.ts'
import { operationWords, type Tag, tags } from './operation-words.ts'
import { type OperationId, operations } from './operations.ts'
import { assumed, documented, observed, type Provenance, tellProvenance } from './provenance.ts'

/** What a shop may meet at the bank and does not find here, and why. A row leaves when the table gets its operation. */
const missing: [what: string, address: string, why: string][] = [
  [
    'Real tokens of Apple, Google and Samsung',
    '`payment/cryptopay`',
    'only those companies can open them: tokens of the sandbox choose the outcome, any other is refused in words',
  ],
  [
    "Accounts of the merchant's cabinet: users, roles, contracts",
    '`test-epay.homebank.kz`',
    'the two documented users sign in and find what is done with payments; the rest is between merchant and bank',
  ],
]

/** Where less is done than the bank does, and what. */
const inPart: Partial<Record<OperationId, string>> = {
  homebankCards: 'the same cards for everybody who signs in',
  masterpassCard: 'cards of the sandbox alone',
  creditConditions: 'the same conditions for every shop',
  publicProfile: 'ways to pay are those of the terminal; colours and contacts are the same for every shop',
}

/** What people open. The payment page and the issuer's have paths of their own below these. */
const pages: [what: string, address: string, { provenance: Provenance }][] = [
  ['The script, the page and its widget', '`GET payform/`', documented(['payment-page', 'saving-a-card'])],
  ['Transfers: halyk.p2p(), aft() and oct()', '`GET payform/?isTransfer=true`', documented('p2p-page')],
  ["The issuer's question of 3-D Secure", '`POST acs/`', observed(['ios-sdk', 'android-sdk'])],
  [
    "The bank's app: codes to scan, instalments",
    '`GET homebank/`',
    assumed('a page stands in for the app, where the buyer and the bank decide by hand'),
  ],
  [
    "The merchant's cabinet, with its documented users",
    '`GET login`',
    assumed('address and users are documented; the dashboard stands in for what is behind the sign-in'),
  ],
]

const rowOf = (id: OperationId): string => {
  const { method, paths, summary, provenance }: Operation = operations[id]
  const address = `\`${method} ${paths[0]?.replace(/^\//, '')}\``
  return lineOf([summary, address, provenance], inPart[id])
}

const lineOf = ([what, address, provenance]: [string, string, Provenance], part?: string): string => {
  const { level, grade, source } = tellProvenance(provenance)
  const known = grade === 'none' ? level : `${level}, ${grade}`
  const here = part ? `in part: ${part}` : 'whole'
  return `| ${what} | ${address} | ${here} | ${known} | ${source.replaceAll('|', '\\|')} |`
}

const sectionOf = (tag: Tag): string[] => {
  const ids = (Object.keys(operations) as OperationId[]).filter((id) => operationWords[id].tag === tag)
  const rows =
    tag === 'Page'
      ? pages.map(([what, address, { provenance }]) => lineOf([what, address, provenance]))
      : ids.map(rowOf)
  if (rows.length === 0) return []
  const head = ['| what | address | here | known | from |', '|---|---|---|---|---|']
  return [`## ${tag}`, '', tags[tag], '', ...head, ...rows, '']
}

/** The page of what is emulated, and how well it is known: a reading of the table of operations. */
export const toSupport = (): string =>
  [
    '# What is emulated',
    '',
    'Made from the table of operations by `npm run publish:contracts`. Every address is served at the root and under',
    '`/api`, but for tokens. **documented**: printed by the bank. **observed**: seen on the wire or in the code of the',
    "bank or of merchants. **assumed**: our choice. Grades: A the bank's pages, B its code, C two or more public",
    'clients, D one. **whole**: every field, refusal and outcome that is known; otherwise the row says what is not.',
    '',
    ...(Object.keys(tags) as Tag[]).flatMap(sectionOf),
    '## Not emulated',
    '',
    '| what | address | why |',
    '|---|---|---|',
    ...missing.map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ].join('\n')
