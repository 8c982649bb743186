import t from 'tap'
import { compressParams } from '../../contracts/params.ts'
import { readCheckout } from '../../server/certify/checkout.ts'
import { matches } from '../matches.ts'

const page = 'http://127.0.0.1:3729/payform/'
const payment = { invoiceId: '100000001', amount: 1000, currency: 'KZT', auth: { access_token: 'x' } }
const read = (said: { text?: string; value?: unknown; status?: number; location?: string }, path?: string) =>
  readCheckout({ text: '', ...said }, path, page)

t.test('a payment object as JSON leads to the page payment-api.js would open', async (t) => {
  t.same(read({ value: payment }), { payment, pageUrl: `${page}?params=${compressParams(payment)}` })
  matches(t, read({ value: { data: { payment } } }, '$.data.payment'), { payment })
})

t.test('a page is read by running its script with a halyk that only listens', async (t) => {
  const call = (script: string) =>
    read({ text: `<h1>Tea</h1><script src="/x.js"></script><script>${script}</script>` })
  const text = JSON.stringify(payment)
  matches(t, call(`var p = ${text}; halyk.pay(p)`), { payment })
  matches(t, call(`window.halyk.showPaymentWidget(${text}, function () {})`), { payment })
  matches(t, call(`window.addEventListener('load', function () { halyk.pay(${text}) })`), { payment })
  matches(t, read({ text: `<script>nothing.here()</script><script>halyk.pay(${text})</script>` }), {
    payment,
  })
})

t.test('a redirect to the payment page carries its payment object', async (t) => {
  const location = `${page}?params=${compressParams(payment)}&oid=100000001`
  matches(t, read({ status: 302, location }), { pageUrl: location, payment: { invoiceId: '100000001' } })
  matches(t, read({ value: { url: location } }, '$.url'), { pageUrl: location })
})

t.test('anything else is told with what came', async (t) => {
  t.throws(() => read({ text: '<h1>Sorry, sold out</h1>' }), /halyk\.pay\(\).*Sorry, sold out/)
  t.throws(() => read({ status: 500, text: 'oops' }), /createOrder answered 500: oops/)
  t.throws(() => read({ value: { invoiceId: '100000001' } }), /with invoiceId and auth/)
})
