import t from 'tap'
import type { Sandbox, SandboxOptions } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { card, openPayform, openSandbox, paymentObject, submitCard, tokenOf } from '../world.ts'

const pay = async (sandbox: Sandbox, typed: object, invoiceId = '000000001') => {
  const accessToken = await tokenOf(sandbox, { invoiceID: invoiceId })
  const { page } = await openPayform(sandbox, paymentObject(accessToken, { invoiceId }))
  await submitCard(sandbox, page, { holder: 'TEST TEST', ...typed })
  const payment = (await sandbox.payments()).at(-1)
  return { reasonCode: payment?.reasonCode, status: payment?.status, assumed: payment?.assumed ?? [] }
}

interface Documented {
  pan: string
  expiry: string
  cvc: string
  lock?: boolean
}

const locked: Documented[] = [
  { pan: '4003032704547597', expiry: '09/20', cvc: '170', lock: true },
  { pan: '5578342710750560', expiry: '09/20', cvc: '254', lock: true },
]
const editions: Record<string, { options: SandboxOptions; cards: Documented[] }> = {
  'seed 000': {
    options: {},
    cards: [
      { pan: '4405639704015096', expiry: '01/27', cvc: '321' },
      { pan: '5522042705066736', expiry: '01/27', cvc: '775' },
      { pan: '377514500004820', expiry: '01/28', cvc: '0198' },
      ...locked,
    ],
  },
  'seed 001': {
    // Its cards ran out in January 2025.
    options: { cards: '2020', clock: '2024-06-01T12:00:00+06:00' },
    cards: [
      { pan: '4405639704015096', expiry: '01/25', cvc: '815' },
      { pan: '5522042705066736', expiry: '01/25', cvc: '525' },
      { pan: '377514500004820', expiry: '01/25', cvc: '4169', lock: true },
      ...locked,
    ],
  },
}

for (const [seed, { options, cards }] of Object.entries(editions)) {
  for (const { lock, ...typed } of cards) {
    t.test(`${typed.pan} of ${seed} is ${lock ? 'declined with 465' : 'approved'}`, async (t) => {
      const { reasonCode, status, assumed } = await pay(await openSandbox(t, options), typed)
      t.equal(reasonCode, lock ? 465 : 0)
      t.equal(status, lock ? 'FAILED' : 'CHARGE')
      t.equal(
        assumed.includes('locked test card declines with 465'),
        lock === true,
        'our guess is marked as one',
      )
    })
  }
}

const declines: [string, object, number, string][] = [
  ['a wrong expiry', { ...card, expiry: '02/27' }, 457, 'wrong expiry declines with 457'],
  [
    'the other edition’s expiry',
    { ...card, expiry: '01/25', cvc: '815' },
    457,
    'wrong expiry declines with 457',
  ],
  ['a wrong CVC', { ...card, cvc: '322' }, 486, 'wrong CVC declines with 486'],
  ['an unknown number', { ...card, pan: '4111111111111111' }, 471, 'unknown card declines with 471'],
]

for (const [what, typed, reasonCode, rule] of declines) {
  t.test(`${what} declines with ${reasonCode}, which is marked as assumed`, async (t) => {
    const payment = await pay(await openSandbox(t), typed)
    matches(t, payment, { status: 'FAILED', reasonCode })
    t.ok(payment.assumed.includes(rule))
  })
}

t.test('a documented card pays any amount', async (t) => {
  const sandbox = await openSandbox(t)
  for (const [i, amount] of ['0.01', '484', '465.00', '999999.99'].entries()) {
    const invoiceId = `00000001${i}`
    const accessToken = await tokenOf(sandbox, { invoiceID: invoiceId, amount })
    const { page } = await openPayform(sandbox, paymentObject(accessToken, { invoiceId, amount }))
    await submitCard(sandbox, page)
    matches(t, (await sandbox.payments()).at(-1), { status: 'CHARGE', amount: Number(amount) })
  }
})

t.test('on the system clock a documented card is approved', async (t) => {
  matches(t, await pay(await openSandbox(t, { clock: 'system' }), card), { status: 'CHARGE' })
})

t.test('ten years later it still is: advancing asks for no date', async (t) => {
  const sandbox = await openSandbox(t, { clock: 'system' })
  await sandbox.clock.advance('P3650D')
  matches(t, await pay(sandbox, card), { status: 'CHARGE' })
})

t.test('when somebody set the clock past its expiry, the card has expired: 478', async (t) => {
  matches(t, await pay(await openSandbox(t, { clock: '2030-01-01T00:00:00+05:00' }), card), {
    reasonCode: 478,
  })
  const sandbox = await openSandbox(t, { clock: 'system' })
  await sandbox.clock.set('2030-01-01T00:00:00+05:00')
  matches(t, await pay(sandbox, card), { reasonCode: 478 })
})

t.test('a clock that was set and then advanced is still a clock that was set', async (t) => {
  const sandbox = await openSandbox(t, { clock: '2030-01-01T00:00:00+05:00' })
  await sandbox.clock.advance('PT1H')
  matches(t, await pay(sandbox, card), { reasonCode: 478 })
})

t.test('a card is good through the last day of its month', async (t) => {
  const lastDay = await openSandbox(t, { clock: '2027-01-31T23:30:00+05:00' })
  matches(t, await pay(lastDay, card), { status: 'CHARGE' })
  const nextDay = await openSandbox(t, { clock: '2027-02-01T06:00:00+05:00' })
  matches(t, await pay(nextDay, card), { reasonCode: 478 })
})
