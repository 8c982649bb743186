import { panOfCode } from '../../../contracts/sandbox-card.ts'
import { card, charge, order, type Tokens } from './payments.ts'
import { type Recorder, stranger } from './recorder.ts'

/** What happened at the terminal, as a merchant's bookkeeping asks for it. */
export const books = async ({ call }: Recorder, own: string) => {
  const list = (as: string, summary: string, name: string) =>
    call('register', {
      as,
      summary,
      path: '/operations',
      token: own,
      body: {
        searchParameters: [{ name, method: '=', searchParameter: ['000000101'] }],
        paging: { page: 0, size: 100 },
        orderParameters: [{ field: 'created_date', typeOrder: 'DESC' }],
      },
    })
  await list('one', 'the payment of one order, refunded by now', 'invoiceId')
  await list('unknownField', 'no such field', 'colour')
}

/** A payment is made again every month. */
export const again = async (recorder: Recorder, { pay, service }: Tokens, terminalId: string) => {
  const body = { ...order('000000110'), ...card(0), terminalId }
  const { id } = await charge(recorder, await pay('000000110'), 'first', 'the first of many', body)
  const token = await service()
  const subscribe = (as: string, summary: string, transactionId: string) =>
    recorder.call('subscribe', {
      as,
      summary,
      path: '/recurrent/subscribe',
      token,
      body: { transactionId, paymentFrequency: 'MONTHLY' },
    })
  await subscribe('monthly', 'the same again every month', id)
  await subscribe('unknown', 'no such transaction', stranger)
}

const transferTerminal = '40a348cb-68a3-45d5-9002-a4836d79c3b5'
const sender = { cardCred: panOfCode(0), expire: { month: '12', year: '30' }, cvc: '123', name: 'BUYER NAME' }
const receiver = { cardCred: panOfCode(0) }

/** From card to card, from a card, to a card. */
export const transfers = async ({ call }: Recorder, { service }: Tokens) => {
  const token = await service(transferTerminal)
  const move = (operation: 'transfer' | 'debitCard' | 'payToCard', id: string, given: Given) =>
    call(operation, {
      ...given,
      token,
      body: { order: { id, amount: 5000, currency: 'KZT', terminalId: transferTerminal }, card: given.cards },
    })
  const p2p = { path: '/p2p/transfer', as: 'made', summary: '5,000 KZT from card to card' }
  await move('transfer', '000000201', { ...p2p, cards: { sender, receiver } })
  const poor = { as: 'declined', summary: 'declined: 484, not enough money', path: p2p.path }
  const cards = { sender: { ...sender, cardCred: panOfCode(484) }, receiver }
  await move('transfer', '000000202', { ...poor, cards })
  const debit = { path: '/chdebit/transfer', as: 'made', summary: '5,000 KZT from a card' }
  await move('debitCard', '000000203', { ...debit, cards: { sender } })
  await move('debitCard', '000000204', { ...debit, as: 'noCard', summary: 'no sender', cards: {} })
  const pay = { path: '/chpayment/transfer', as: 'made', summary: '5,000 KZT to a card' }
  await move('payToCard', '000000205', { ...pay, cards: { receiver } })
  await move('payToCard', '000000206', { ...pay, as: 'noCard', summary: 'no receiver', cards: {} })
  await call('transferStatus', {
    as: 'made',
    summary: 'the transfer was made',
    method: 'GET',
    path: '/check-status/p2p/transaction/{order}',
    parameters: { order: '000000201' },
    token,
  })
  const list = (as: string, summary: string, searchParameters: object[]) =>
    call('transfers', { as, summary, path: '/p2p/operations', token, body: { searchParameters } })
  const today = { name: 'created_at', method: '>', searchParameter: ['2025-02-12T00:00:00+05:00'] }
  await list('today', 'the transfers of a day', [today])
  await list('noDate', 'created_at is missing', [])
}

interface Given {
  as: string
  summary: string
  path: string
  cards: object
}
