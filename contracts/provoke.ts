import type { OperationId } from './operations.ts'
import type { RefusalName } from './refusal.ts'
import type { RuleOperation } from './rule.ts'

/** The commands that make the bank do something to a shop: what `coverage` prints beside a behaviour nobody met. */

export type Use = OperationId | 'page' | 'postlinks'

export const ruleCommand = (then: object, operation?: RuleOperation) =>
  `epay-sandbox rules add '${JSON.stringify({ ...(operation ? { when: { operation } } : {}), then, times: 1 })}'`
export const trigger = (...outcomes: (string | number)[]) => `epay-sandbox trigger ${outcomes.join(' ')}`
export const advance = (span: string) => `epay-sandbox clock advance ${span}`
export const scenario = (name: string) => `epay-sandbox scenario run ${name} --config certify.yaml`

/** What rules call the operations whose answers they change. */
export const ruleOperations: Partial<Record<Use, RuleOperation>> = {
  token: 'token',
  chargeSavedCard: 'savedCard',
  cryptopay: 'cryptogram',
  status: 'status',
  statusById: 'status',
  legacyStatus: 'status',
  charge: 'charge',
  cancel: 'cancel',
  refund: 'refund',
  savedCards: 'cards',
  deactivateCard: 'deactivate',
  makeInvoiceLink: 'invoiceLink',
  makeQr: 'qr',
  qrStatus: 'qrStatus',
}

/** A shop asks again when no answer arrives. On the page nobody can be made to: a reload goes on where it stood. */
const askedTwice = (use: Use) => {
  const operation = ruleOperations[use]
  return operation && ruleCommand({ answer: 'lost' }, operation)
}

const byUse = (names: Partial<Record<Use, string>>) => (use: Use) => {
  const name = names[use]
  return name && scenario(name)
}

/**
 * Refusals that time, another process or the bank's desk bring about: a shop without mistakes meets them too. The
 * command that provokes each; where an operation has none, only the shop's own doing leads there.
 */
export const circumstances: Partial<Record<RefusalName, string | ((use: Use) => string | undefined)>> = {
  'secret wrong': 'EPAY_CLIENT_SECRET=rotated',
  'token expired': advance('PT2H1M'),
  'token used': askedTwice,
  'invoice paid': askedTwice,
  'card unknown': 'epay-sandbox reset',
  'link over': advance('P8D'),
  'transaction unknown': 'epay-sandbox reset',
  'not lawful': byUse({
    charge: 'held-then-cancelled',
    cancel: 'held-then-charged-in-part-and-refunded',
    refund: 'refunded-more-than-was-paid',
  }),
  'amount too large': byUse({
    charge: 'held-then-charged-in-part-and-refunded',
    refund: 'refunded-more-than-was-paid',
  }),
}
