import type { Violation } from '../../../contracts/reader.ts'
import { type Refusal, refusals } from '../../../contracts/refusal.ts'
import type { Then } from '../../../contracts/rule.ts'
import type { Paid } from '../request/judgement.ts'

/** What a handler comes to; sent in one place, http/bank.ts. */
export interface Answer {
  status: number
  body: unknown
  /** What a rule does to it on its way out. */
  override?: Then
  /** The order it lets a buyer pay, or has paid: what its token said is worth a look. */
  pays?: Paid
}

const facts = ({ field, got, expected }: Refusal) =>
  [field && `field ${field}`, got && `got ${got}`, expected && `expected ${expected}`]
    .filter(Boolean)
    .join(', ')

const sentence = (refusal: Refusal): string => {
  const { message, fix } = refusals[refusal.refused]
  const detail = facts(refusal)
  return `${message}${detail && ` (${detail})`}: ${fix}`
}

/** The API's `{code, message}` ("HTTP Code 4xx" of the page of saved cards). */
export const apiRefusal = (refusal: Refusal): Answer => {
  const { status, code } = refusals[refusal.refused]
  return { status, body: { code: refusal.code ?? code, message: refusal.text ?? sentence(refusal) } }
}

/** The token endpoint's refusal, for readers of `message` and of `error_description` alike. */
export const tokenRefusal = (refusal: Refusal): Answer => {
  const { status, code, error } = refusals[refusal.refused]
  const message = sentence(refusal)
  return { status, body: { code, message, error, error_description: message } }
}

export type Refuse = (refusal: Refusal) => Answer

const sentenceOf = ({ where, got, expected, fix }: Violation) =>
  `${where}: got ${got}, expected ${expected}${fix ? `; ${fix}` : ''}`

/** A message that breaks its contract: every violation at once, in words and as a list. */
export const violationAnswer = (refuse: Refuse, violations: Violation[], code?: number): Answer => {
  const { status, body } = refuse({ refused: 'request unreadable' })
  const message = `Invalid request: ${violations.map(sentenceOf).join('. ')}`
  const described = 'error_description' in (body as object) ? { error_description: message } : {}
  const coded = code === undefined ? {} : { code }
  return { status, body: { ...(body as object), ...coded, message, ...described, violations } }
}
