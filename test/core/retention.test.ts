import t from 'tap'
import { gateway, payment, settingsWith, tokenFor } from './given.ts'

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
