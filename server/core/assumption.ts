import type { Transaction } from '../../contracts/entry.ts'
import { assumedOf, type Rule } from '../../contracts/fidelity.ts'
import type { RefusalName } from '../../contracts/refusal.ts'
import type { Token } from './state.ts'

/** What an entry says of the rules behind it: only the assumed ones, and nothing when there is none. */
const noted = (rules: Rule[]): { assumed?: Rule[] } => {
  const assumed = assumedOf(rules)
  return assumed.length > 0 ? { assumed } : {}
}

const bound: Rule[] = ['token pays only the order it was issued for']

const behindRefusals: Partial<Record<RefusalName, Rule[]>> = {
  'other invoice': bound,
  'other amount': bound,
  'other currency': bound,
  'other terminal': bound,
  'last six taken': ['invoice becomes taken with its first attempt'],
}

// The control API's own: no guess at the bank.
const ours = new Set<RefusalName>(['forced by a rule', 'rule unknown', 'postlink unknown'])

/** The guesses a refusal rests on. */
export const behindRefusal = (refused: RefusalName) =>
  ours.has(refused)
    ? {}
    : noted([...(behindRefusals[refused] ?? []), 'refusals have statuses, codes and words of our own'])

/** The guess that somebody waits for the next attempt of a postlink. */
export const behindRetry = noted(['postlink is retried on a schedule'])

const differ = (a: string, b: string) => a !== '' && b !== '' && a !== b

/** The guess in a postlink's address, when token and payment object name different ones. */
export const behindAddress = ({ order }: Transaction, token: Token | undefined): { assumed?: Rule[] } =>
  token && (differ(order.postLink, token.postLink) || differ(order.failurePostLink, token.failurePostLink))
    ? noted(["payment object's links win over the token's"])
    : {}
