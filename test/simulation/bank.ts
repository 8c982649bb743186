import { creditConditions } from '../../contracts/instalment.ts'
import { homebankCardOf, walletNames } from '../../contracts/wallet-token.ts'
import { goodCard, lockedCard, orderOf, success } from '../core/given.ts'
import { amounts, anyToken, type Move, shops, tokenOf } from './move.ts'

/** What the bank does beside payments of a shop: its cabinet, its schedule, transfers and lists. */

const payInCabinet: Move = async ({ chance, memory, ask }) => {
  const { terminal } = chance.of(shops)
  const order = orderOf({
    invoiceId: '',
    terminal,
    amount: chance.of(amounts),
    postLink: '',
    failurePostLink: '',
  })
  const paid = await ask<'pay in cabinet'>({ kind: 'pay in cabinet', order })
  if (paid) memory.payments.push(paid.id)
}

const subscribe: Move = async (town) => {
  const { chance, memory, ask } = town
  const subscription = await ask<'subscribe'>({
    kind: 'subscribe',
    accessToken: anyToken(town),
    transaction: chance.recent(memory.paid, 15) ?? 'none',
    frequency: chance.of(['WEEKLY', 'WEEKLY', 'MONTHLY', 'QUARTERLY'] as const),
  })
  if (subscription) memory.subscriptions.push(subscription.id)
}

const cancelSubscription: Move = ({ chance, memory, ask }) =>
  ask<'cancel subscription'>({
    kind: 'cancel subscription',
    subscription: chance.recent(memory.subscriptions) ?? 'none',
  })

const makeTransfer: Move = async (town) => {
  const { chance, memory, ask } = town
  const { terminal } = chance.of(shops)
  const card = () => ({ ...chance.of([goodCard, goodCard, lockedCard]), holder: 'TEST TEST' })
  const [sender, receiver] = [card(), card()]
  for (const { pan } of [sender, receiver]) memory.pans.add(pan)
  const made = await ask<'make transfer'>({
    kind: 'make transfer',
    transfer: chance.of(['p2p', 'aft', 'oct'] as const),
    accessToken: anyToken(town),
    order: orderOf({
      invoiceId: String(500_000_000 + memory.payments.length),
      ...{ terminal, amount: chance.of(amounts), postLink: chance.of([success, '']) },
    }),
    ...{ sender, receiver, holder: 'TEST TEST', senderType: 'TYPEPAN', receiverType: 'TYPEPAN' },
  })
  if (made) memory.payments.push(made.transaction.id)
  if (made?.challenge) memory.challenges.push(made.challenge.id)
}

const payByWallet: Move = async (town) => {
  const { chance, memory, ask } = town
  const { accessToken, order } = tokenOf(town)
  const card = chance.of([
    { outcome: 0 },
    { outcome: 484 },
    { homebankCard: `${homebankCardOf(0)}-bonus` },
    { ...goodCard, holder: '', asks: true },
    { unreadable: 'noise' },
  ])
  if ('pan' in card) memory.pans.add(card.pan)
  const made = await ask<'pay by wallet'>({
    ...{ kind: 'pay by wallet', accessToken, order, card, wallet: chance.of(walletNames) },
    ...{ holder: '', signedIn: chance.happens(0.9) },
  })
  if (made) memory.payments.push(made.transaction.id)
  if (made?.challenge) memory.challenges.push(made.challenge.id)
}

/** Most are left to the clock; some buyers open the bank's app. */
const buyInInstalments: Move = async (town) => {
  const { chance, ask } = town
  const { accessToken, order } = tokenOf(town)
  const made = await ask<'make instalment'>({
    ...{ kind: 'make instalment', accessToken, order, shopId: order.terminal },
    condition: chance.of(creditConditions).id,
  })
  if (!made || chance.happens(0.6)) return
  const instalment = made.id
  await ask<'open instalment'>({ kind: 'open instalment', instalment })
  const answer = chance.of(['ask', 'accept', 'reject'] as const)
  await ask<'answer instalment'>({ kind: 'answer instalment', instalment, answer })
}

const lists: Move = async (town) => {
  const { chance, ask } = town
  const paging = { page: chance.below(3), size: chance.of([1, 10, 100]) }
  const searchParameters = [
    { name: 'created_at', method: '>' as const, searchParameter: ['2020-01-01T00:00:00Z'] },
  ]
  const accessToken = anyToken(town)
  await ask<'list register'>({ kind: 'list register', accessToken, wish: { paging } })
  await ask<'list transfers'>({ kind: 'list transfers', accessToken, wish: { paging, searchParameters } })
  await ask<'ask transfer'>({ kind: 'ask transfer', accessToken, invoiceId: '500000001' })
}

export const bankMoves: [Move, number][] = [
  [payInCabinet, 1],
  [subscribe, 1.5],
  [cancelSubscription, 0.2],
  [makeTransfer, 4],
  [payByWallet, 3],
  [buyInInstalments, 6],
  [lists, 0.2],
]
