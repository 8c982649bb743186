import texts from './behaviour-texts.json' with { type: 'json' }
import type { Language } from './language.ts'
import { type OperationId, operations } from './operations.ts'
import {
  advance,
  circumstances,
  ruleCommand,
  ruleOperations,
  scenario,
  trigger,
  type Use,
} from './provoke.ts'
import { type QuirkName, quirks } from './quirk.ts'
import { type ReasonCode, reasonCodes } from './reason-code.ts'
import type { RefusalName } from './refusal.ts'
import { PostlinkFault } from './rule.ts'
import type { StatusName } from './status-name.ts'

/**
 * What a bank can do to a shop that makes no mistakes, one row a behaviour, all of it derived from the tables:
 * operations by answers and faults, ways to pay by outcomes and families of reason codes, statuses, postlinks by
 * faults, and what the dialects say differently. What a shop does wrong is no behaviour of the bank but a finding.
 */
export type { Use } from './provoke.ts'

type TextKey = keyof typeof texts.eng

export interface Behaviour {
  /** `refund/lost`: whose it is, and which. */
  id: string
  use: Use
  /** The key of its text. */
  text: string
  /** What stands in the text between braces. */
  about?: string
  /** The command that provokes it; a shop that uses the operation meets the others by itself. */
  provoke?: string
}

type Row = Omit<Behaviour, 'use' | 'id' | 'text'> & { key: string; text: TextKey }

const answerFaults = {
  lost: { answer: 'lost' },
  refused: { answer: 'refused' },
  half: { answer: 'half' },
  http: { answer: { status: 502 } },
  slow: { delayMs: 20_000 },
} as const
export type AnswerFaultName = keyof typeof answerFaults

const faultRows = (use: Use): Row[] => {
  const operation = ruleOperations[use]
  if (!operation) return []
  return Object.entries(answerFaults).map(([key, then]) => ({
    key,
    text: `fault ${key as AnswerFaultName}`,
    provoke: ruleCommand(then, operation),
  }))
}

const refusalRows = (names: readonly RefusalName[], use: Use): Row[] =>
  names.flatMap((name) => {
    const command = circumstances[name]
    if (command === undefined) return []
    const provoke = typeof command === 'string' ? command : command(use)
    return [{ key: name, text: `refused ${name}` as TextKey, ...(provoke ? { provoke } : {}) }]
  })

export type Family = Exclude<ReasonCode['advice'], 'none'>

/** A documented code stands for its family, but none that reads like the status of a web server. */
const codeOf = (family: Family): number =>
  reasonCodes.find(
    ({ code, advice, level }) =>
      advice === family && level === 'documented' && code > 0 && !(code >= 500 && code < 600),
  )?.code ?? 0

/** What the shop should do after a decline tells its family. */
const families = [...new Set(reasonCodes.map(({ advice }) => advice))].filter((one) => one !== 'none')

const declineRows: Row[] = families.map((family) => ({
  key: `declined: ${family}`,
  text: `declined ${family}`,
  provoke: trigger(codeOf(family)),
}))

const secureRows: Row[] = (['right', 'wrong', 'cancelled', 'expired'] as const).map((how) => ({
  key: `3-D Secure ${how}`,
  text: `3-D Secure ${how}`,
  provoke: trigger('3ds'),
}))

const approved: Row[] = [
  { key: 'charged', text: 'charged', provoke: 'epay-sandbox start --stages one' },
  { key: 'held', text: 'held', provoke: 'epay-sandbox start --stages two' },
]
const late: Row = { key: 'late', text: 'late', provoke: ruleCommand({ visibleAfter: 'PT5M' }) }
const paying: Row[] = [...approved, ...declineRows, late, ...secureRows]
const unpaid: Row = { key: 'unpaid', text: 'unpaid', provoke: advance('PT21M') }
const byDoor: Row[] = [
  { key: 'paid', text: 'paid', provoke: trigger('approve') },
  { key: 'declined', text: 'declined', provoke: trigger(484) },
]

/** Those the sandbox can answer; the bank knows more names. */
const seenStatuses: Partial<Record<StatusName, string>> = {
  '3D': trigger('3ds'),
  AUTH: 'epay-sandbox start --stages two',
  CHARGE: trigger('approve'),
  CANCEL: scenario('held-then-cancelled'),
  REFUND: scenario('postlink-after-the-refund'),
  FAILED: trigger(484),
}
const statusRows: Row[] = [
  ...Object.entries(seenStatuses).map(([name, provoke]) => ({
    ...{ key: `answers ${name}`, text: 'status' as const, about: name },
    provoke,
  })),
  { key: 'answers 102', text: 'no such order', provoke: 'epay-sandbox reset' },
]

const parts: Row[] = [
  { key: 'whole', text: 'whole' },
  { key: 'part', text: 'part', provoke: scenario('held-then-charged-in-part-and-refunded') },
]

type PostlinkFaultName = keyof typeof postlinkFaults
/** Each field of a rule's `postlink`, with a value to try it with. */
const postlinkFaults = {
  delayMs: 60_000,
  copies: 2,
  lost: true,
  reorder: true,
  late: true,
  forged: true,
  corrupt: true,
  contentType: 'text/plain',
  amount: 1,
  currency: 'USD',
  extra: { newField: 1 },
  missing: ['approvalCode'],
} satisfies Record<Exclude<keyof PostlinkFault, 'copyEveryMs'>, unknown>
export const postlinkFaultNames = Object.keys(PostlinkFault.properties).filter((name) =>
  Object.hasOwn(postlinkFaults, name),
) as PostlinkFaultName[]

const postlinkRows: Row[] = [
  { key: 'success', text: 'success postlink', provoke: trigger('approve') },
  { key: 'failure', text: 'failure postlink', provoke: trigger(484) },
  { key: 'retried', text: 'retried', provoke: ruleCommand({ postlink: { corrupt: true } }) },
  ...postlinkFaultNames.map((name) => ({
    key: name,
    text: `postlink ${name}` as const,
    provoke: ruleCommand({ postlink: { [name]: postlinkFaults[name] } }),
  })),
]

/** Differences of the dialects that a shop without mistakes gets to see, and where. */
const shown: Partial<Record<QuirkName, Use[]>> = {
  expiresIn: ['token'],
  tokenLifetime: ['token'],
  authorizationFields: ['chargeSavedCard', 'cryptopay'],
  acountId: ['postlinks'],
}
const shownBy = Map.groupBy(
  (Object.entries(shown) as [QuirkName, Use[]][]).flatMap(([name, by]) => by.map((use) => ({ name, use }))),
  ({ use }) => use,
)

export const quirksShownBy = (use: Use): QuirkName[] => (shownBy.get(use) ?? []).map(({ name }) => name)

const quirkRows = (use: Use): Row[] =>
  quirksShownBy(use).flatMap((name) =>
    [quirks[name].documented, quirks[name].observed].map((value) => ({
      ...{ key: `${name}=${value}`, text: 'dialect' as const, about: `${name}: ${value}` },
      provoke: `epay-sandbox start --quirks ${name}=${value}`,
    })),
  )

const own: Partial<Record<Use, Row[]>> = {
  page: [
    ...refusalRows(['token expired', 'token used', 'invoice paid'], 'page'),
    ...paying,
    // Only a shop that saves cards asks for it; nothing makes another one do so.
    { key: 'verified', text: 'verified' },
    { key: 'again', text: 'again', provoke: trigger(484, 'approve') },
    unpaid,
  ],
  chargeSavedCard: paying,
  cryptopay: paying,
  openInvoiceLink: [...byDoor, unpaid],
  makeQr: [...byDoor, unpaid],
  status: statusRows,
  charge: [...parts, { key: 'lapsed', text: 'lapsed', provoke: advance('P8D') }],
  refund: parts,
  postlinks: postlinkRows,
}

const rowsOf = (use: Use): Row[] => {
  const answered: Row[] = use === 'postlinks' ? [] : [{ key: 'answered', text: 'answered' }]
  const refusals = use in operations ? operations[use as OperationId].refusals : []
  return [
    ...answered,
    ...refusalRows(refusals, use),
    ...(own[use] ?? []),
    ...faultRows(use),
    ...quirkRows(use),
  ]
}

export const uses: Use[] = ['page', ...(Object.keys(operations) as OperationId[]), 'postlinks']

export const behaviours: readonly Behaviour[] = uses.flatMap((use) =>
  rowsOf(use).map(({ key, ...row }) => ({ id: `${use}/${key}`, use, ...row })),
)

/** What a shop calls: in the bank's own words, so in no language. */
export const useName = (use: Use, language: Language = 'eng'): string => {
  if (use === 'page' || use === 'postlinks') return texts[language][use]
  const { method, paths } = operations[use]
  return `${method} ${paths[0]?.slice(1)}`
}

export const behaviourText = ({ text, about = '' }: Behaviour, language: Language = 'eng'): string =>
  texts[language][text as TextKey].replace('{about}', about)
