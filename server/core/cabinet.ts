import type { Order, Transaction } from '../../contracts/entry.ts'
import { joined, type Terminal } from '../../contracts/merchant.ts'
import { begin, settle } from './authorization.ts'
import { traceOf } from './card.ts'
import type { CommandOf } from './command.ts'
import { accept, type Decision, refusal, refuse } from './decision.ts'
import { checkInvoice } from './invoice.ts'
import { digits, type Moment } from './moment.ts'
import { checkOrder } from './order.ts'
import { type State, settingsOf, type Token } from './state.ts'
import { terminalOf } from './terminal.ts'

/** What the merchant left out: a number of the bank's, and the terminal every document prints. */
export const inCabinet = (state: State, order: Order, moment: Moment): Order => ({
  ...order,
  invoiceId: order.invoiceId || `7${digits(moment.draw('payment', 'invoice'), 11)}`,
  terminal: order.terminal || (state.world.terminals.find(({ sharedTest }) => sharedTest)?.id ?? ''),
})

/** Nobody asked for it: no token, and no address to tell. */
export const nobodys = (client: string): Token => ({
  ...{ digest: '', client, scope: '', postLink: '', failurePostLink: '', secretHash: '' },
  ...{ issuedAt: 0, expiresAt: 0, unknownFields: [], spent: true },
})

/** A payment a merchant took in the bank's cabinet: the shop hears of it from the register alone. */
export const payInCabinet = (
  state: State,
  asked: CommandOf<'pay in cabinet'>,
  moment: Moment,
): Decision<Transaction> => {
  const order = inCabinet(state, asked.order, moment)
  const terminal = terminalOf(state, order.terminal)
  if (!terminal) return refusal(refuse('terminal unknown', { field: 'terminal', got: order.terminal }))
  const refused = checkOrder(order) ?? checkInvoice(state, order)
  if (refused) return refusal(refused)

  const { cards: edition } = settingsOf(state)
  const card = state.world.cards.find((known) => known.edition === edition && known.status === 'unlock')
  const verdict = { reasonCode: 0, rules: [] }
  const attempted = {
    ...{ order, token: nobodys(terminal.client), via: 'cabinet' as const, verdict },
    ...{ cardId: '', holder: 'TEST TEST', save: false },
    ...(card ? { card: traceOf(state, card.pan, moment) } : {}),
  }
  const outcome = { ...verdict, save: false, secure: '' as const }
  const { transaction, entries } = settle(state, begin(attempted, moment), outcome, moment)
  return accept(entries, transaction)
}

/** A point of sale as the merchant switches it in the cabinet: from now on a row of the workspace's own. */
export const switchStages = (
  state: State,
  { terminal: id, stages }: CommandOf<'switch stages'>,
): Decision<Terminal> => {
  const found = terminalOf(state, id)
  if (!found) return refusal(refuse('terminal unknown', { field: 'id', got: id }))
  const { sharedTest: _, source: __, ...terminal } = found
  const switched = { ...terminal, singleMessageScheme: stages === 'one' }
  const known = settingsOf(state)
  const settings = { ...known, terminals: joined(known.terminals, [switched]), own: true }
  return accept([{ kind: 'workspace opened', settings }], switched)
}
