import t from 'tap'
import { apply, createModel } from '../../static/dashboard/model.js'
import { findPayment, paymentAsked, placeOf } from '../../static/dashboard/orders.js'
import { stepsOf } from '../../static/dashboard/steps.js'
import { matches } from '../matches.ts'

const at = Date.parse('2025-02-12T04:42:51Z')

const entry = (seq: number, kind: string, more: object = {}) => ({ seq, at, kind, ...more })
const exchange = (id: number, operation: string | null, seq: number, more: object = {}) => ({
  ...{ id, operation, seq, at: new Date(at).toISOString(), durationMs: 1, status: 200 },
  ...more,
})

const keys = (entries: object[], exchanges: object[]) => stepsOf(entries, exchanges).map(({ key }) => key)

t.test('a request stands before all that it made', async (t) => {
  const entries = [
    entry(3, 'token issued'),
    entry(4, 'page opened'),
    entry(5, 'payment decided'),
    entry(6, 'postlink owed'),
    entry(7, 'rule matched', { asked: 'pay on page' }),
  ]
  const asked = [exchange(1, 'token', 3), exchange(2, 'openPage', 4), exchange(3, 'pay', 8)]
  t.same(keys(entries, asked), ['x1', '3', 'x2', '4', 'x3', '5', '6', '7'])
})

t.test('a request that made nothing stands where it was answered', async (t) => {
  const entries = [entry(3, 'token issued'), entry(4, 'payment decided'), entry(9, 'payment operated')]
  const asked = [exchange(1, 'status', 4), exchange(2, 'token', 5, { status: 400 }), exchange(3, 'refund', 9)]
  t.same(keys(entries, asked), ['3', '4', 'x1', 'x2', 'x3', '9'])
  t.same(keys([], asked), ['x1', 'x2', 'x3'])
})

t.test('two tries one after the other each have their own', async (t) => {
  const entries = [entry(3, 'payment decided'), entry(4, 'payment decided')]
  t.same(keys(entries, [exchange(1, 'pay', 3), exchange(2, 'pay', 4)]), ['x1', '3', 'x2', '4'])
})

t.test('what happened long before was made by a request that is no longer kept', async (t) => {
  const old = { ...entry(3, 'payment operated'), at: at - 60_000 }
  t.same(keys([old], [exchange(9, 'refund', 8, { status: 400 })]), ['3', 'x9'])
})

const order = (terminal: string) => ({ invoiceId: '000000001', terminal, amount: 100, currency: 'KZT' })

/** A page and an attempt at each of two terminals, under one order number. */
const openTwo = () => {
  const model = createModel()
  for (const [i, terminal] of ['one', 'two'].entries()) {
    const page = { id: `page-${i}`, order: order(terminal) }
    const transaction = { id: `paid-${i}`, order: order(terminal), status: 'CHARGE', reasonCode: 0 }
    apply(model, entry(10 * i + 1, 'page opened', { page }))
    apply(model, entry(10 * i + 2, 'payment decided', { transaction }))
    apply(model, entry(10 * i + 3, 'page ended', { page: page.id, how: 'paid' }))
  }
  return model
}

t.test('two terminals with one order number have a payment each, and so have their addresses', async (t) => {
  const model = openTwo()
  matches(t, model.list, [
    { terminal: 'one', entries: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] },
    { terminal: 'two', entries: [{ seq: 11 }, { seq: 12 }, { seq: 13 }] },
  ])
  const [one, two] = model.list as [(typeof model.list)[0], (typeof model.list)[0]]
  t.equal(placeOf(model, one), 'payments/000000001', 'as it was while there was one')
  t.equal(placeOf(model, two), 'payments/000000001?terminal=two')
  t.equal(findPayment(model, '000000001'), one)
  t.equal(findPayment(model, '000000001', { terminal: 'TWO' }), two)
  t.equal(paymentAsked(model, { invoiceId: '000000001', terminal: 'two' }), two)
  t.equal(paymentAsked(model, { invoiceId: '000000001', terminal: 'one', paymentId: 'paid-1' }), two)
  t.equal(paymentAsked(model, { invoiceId: '000000001', terminal: 'three' }), undefined)
})

t.test(
  'a postlink belongs to its payment, a refusal without a terminal to what was spoken of last',
  async (t) => {
    const model = openTwo()
    const [one, two] = model.list
    const postlink = { id: 'told', transaction: 'paid-0', invoiceId: '000000001' }
    t.equal(apply(model, entry(21, 'postlink owed', { postlink })), one)
    t.equal(apply(model, entry(22, 'postlink sent', { postlink: 'told', attempt: 1 })), one)
    t.equal(findPayment(model, '000000001', { postlink: 'told' }), one)
    apply(model, entry(23, 'page ended', { page: 'page-1', how: 'paid' }))
    const refused = { asked: 'operate', refused: 'not lawful', invoiceId: '000000001' }
    t.equal(apply(model, entry(24, 'request refused', refused)), two)
  },
)

t.test('an order that was refused before any terminal was named goes on as one payment', async (t) => {
  const model = createModel()
  const refused = { asked: 'issue token', refused: 'secret wrong', invoiceId: '000000001' }
  const first = apply(model, entry(1, 'request refused', refused))
  const token = { digest: 'token', invoiceId: '000000001', terminal: 'one' }
  t.equal(apply(model, entry(2, 'token issued', { token })), first)
  t.equal(model.list.length, 1)
  t.equal(first?.terminal, 'one')
})
