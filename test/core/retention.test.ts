import t from 'tap'
import { creditConditions } from '../../contracts/instalment.ts'
import { dayMs } from '../../contracts/time.ts'
import { checkLedger } from '../../server/core/ledger.ts'
import {
  gateway,
  lockedCard,
  orderOf,
  pageFor,
  payment,
  payOn,
  ringDue,
  settingsWith,
  shop,
  tokenFor,
  twoStages,
} from './given.ts'

// Without addresses nothing is owed, and what was paid is settled at once.
const silent = { postLink: '', failurePostLink: '' }
const given = (retain: number) => gateway({ settings: { ...settingsWith(), retain } })

const pay = (at: ReturnType<typeof given>, number: number) => {
  const invoiceId = `10000000${number}`
  payment(at, { ...silent, invoiceId }, undefined, { ...silent, invoiceId })
}

t.test('what a payment leaves behind goes with it: nothing grows with the number of payments', async (t) => {
  const at = given(2)
  for (let i = 1; i <= 9; i++) pay(at, i)
  const { tokens, pages, transactions, invoices, lastSix, paymentLine, tokenLine, alarms } = at.state
  t.same(
    [tokens, pages, transactions, invoices, lastSix].map(({ size }) => size),
    [2, 2, 2, 2, 2],
  )
  t.same([paymentLine.size(), tokenLine.size()], [2, 2])
  t.equal(alarms.size(), 3, 'the tokens of two payments expire, and what they took is paid out')
})

t.test('tokens that paid nothing are kept, five for each payment that is', async (t) => {
  const at = given(2)
  for (let i = 0; i < 25; i++) tokenFor(at)
  t.equal(at.state.tokens.size, 10)
  t.equal(at.state.tokenLine.size(), 10)
})

/** A purchase in instalments that is asked for; `accept` makes its payment. */
const buy = (at: ReturnType<typeof given>, invoiceId: string) => {
  const order = orderOf({ ...silent, invoiceId, amount: 600_000 })
  const accessToken = tokenFor(at, { ...silent, invoiceId, amount: order.amount })
  const condition = creditConditions[0]?.id ?? ''
  const wish = { kind: 'make instalment', accessToken, order, shopId: shop.terminal, condition } as const
  const { id } = at.accepted<'make instalment'>(wish)
  const answer = { kind: 'answer instalment', instalment: id, answer: 'accept' } as const
  return { id, accept: () => at.accepted<'answer instalment'>(answer) }
}

t.test('a purchase in instalments goes with its payment, so that none is left unpaid', async (t) => {
  const at = given(2)
  buy(at, '200000009').accept()
  t.equal(at.state.instalments.size, 1)
  for (let i = 1; i <= 3; i++) pay(at, i)
  t.equal(at.state.instalments.size, 0)
  t.same(checkLedger(at.state), [])
})

t.test(
  'of two purchases the one whose payment is forgotten goes, though it was asked for later',
  async (t) => {
    const at = given(2)
    const [first, second] = [buy(at, '200000011'), buy(at, '200000022')]
    second.accept()
    first.accept()
    pay(at, 1)
    t.strictSame([...at.state.instalments.keys()], [first.id])
    t.same(checkLedger(at.state), [])
  },
)

t.test(
  'money that is held is not forgotten, however many payments follow; once it lapsed it is',
  async (t) => {
    const at = given(2)
    const terms = { ...silent, invoiceId: '900000001', terminal: twoStages }
    const { transaction: held } = payment(at, terms, undefined, terms)
    t.equal(held.status, 'AUTH')
    for (let i = 1; i <= 9; i++) pay(at, i)
    t.equal(at.state.transactions.get(held.id)?.status, 'AUTH')
    at.wait(7 * dayMs)
    ringDue(at)
    t.equal(at.state.transactions.get(held.id)?.status, 'CANCEL_OLD')
    for (let i = 1; i <= 4; i++) payment(at, { ...silent, invoiceId: `80000000${i}` })
    t.notOk(at.state.transactions.has(held.id))
  },
)

t.test('a token whose page was tried is kept with its page, however many tokens follow', async (t) => {
  const at = given(2)
  const tried = pageFor(at, { ...silent, invoiceId: '900000001' })
  at.accepted<'pay on page'>(payOn(tried.page, lockedCard))
  const { token = '' } = at.state.pages.get(tried.page) ?? {}
  const untried = pageFor(at, { ...silent, invoiceId: '900000002' })
  for (let i = 0; i < 25; i++) tokenFor(at)
  t.ok(at.state.tokens.has(token))
  t.equal(at.accepted<'pay on page'>(payOn(tried.page)).transaction?.reasonCode, 0, 'and it is paid on')
  t.notOk(at.state.pages.has(untried.page), 'one that nobody tried goes')
})
