import t from 'tap'
import { matches } from '../../matches.ts'
import { payThroughPage, serviceToken, tokenOf } from '../../world.ts'
import { ask, charge, openFound, openPage } from './asking.ts'

const slips: [string, object][] = [
  ['misspelt', { descripton: 'Tea' }],
  ['snake', { invoice_id_alt: '000000001' }],
  ['kebab', { 'account-id': 'u1' }],
  ['Pascal with another word', { CustomerEmail: 'a@example.kz' }],
]

for (const [habit, slip] of slips) {
  t.test(`a ${habit} name is found, with the one that was meant`, async (t) => {
    const { sandbox, of } = await openFound(t)
    matches(t, await charge(sandbox, slip), { status: 200, header: 'misspelt-field' })
    const [name] = Object.keys(slip)
    matches(t, await of('misspelt-field'), { severity: 'warning', message: new RegExp(`"${name}"`) })
  })
}

t.test('a name that is near none is found too', async (t) => {
  const { sandbox, of } = await openFound(t)
  await charge(sandbox, { zzz: 1 })
  matches(t, await of('unknown-field'), {
    severity: 'warning',
    message: 'payments/cards/auth does not know "zzz"',
  })
})

t.test('each operation and the page look at their names', async (t) => {
  const { sandbox, found } = await openFound(t)
  await tokenOf(sandbox, { terminalId: '67e34d63-102f-4bd1-898e-370781d0074d' })
  await openPage(sandbox, { invoiceIdd: '1' }, { invoiceID: '000000001' })
  const token = await serviceToken(sandbox)
  await ask(
    sandbox,
    '/api/payment/qr/generate',
    { postLink: 'https://shop.example/p', desc: 'Tea' },
    { token },
  )
  await ask(sandbox, '/invoice', { shopId: '67e34d63-102f-4bd1-898e-370781d0074d' }, { token })
  const messages = (await found()).filter(({ id }) => id === 'misspelt-field').map(({ message }) => message)
  t.same(messages.sort(), [
    'epay2/oauth2/token does not know "terminalId"; terminal was probably meant',
    'halyk.pay() does not know "invoiceIdd"; invoiceId was probably meant',
    'invoice does not know "shopId"; shop_id was probably meant',
    'payment/qr/generate does not know "desc"; description was probably meant',
  ])
})

t.test('a name in another letter case, and one a document prints, are no findings', async (t) => {
  const { sandbox, found } = await openFound(t)
  await openPage(sandbox, { InvoiceID: '000000001', invoiceId: undefined, PaymentType: '', AccountId: 'u1' })
  t.same(
    (await found()).filter(({ id }) => id.endsWith('field')),
    [],
  )
})

const oneStage = '67e34d63-102f-4bd1-898e-370781d0074d'
const twoStages = '2d1f6a0e-5b7c-4c39-8e42-7a90c3d5e6f2'

for (const operation of ['refund', 'charge'] as const) {
  // Only held money can be charged.
  const terminal = operation === 'charge' ? twoStages : oneStage
  const paying = { token: { terminal }, order: { terminal } }
  t.test(`a ${operation} whose amount nobody reads is refused, and nothing moves`, async (t) => {
    const { sandbox, of } = await openFound(t)
    await payThroughPage(sandbox, paying)
    const [payment] = await sandbox.payments()
    const path = `/operation/${payment?.id}/${operation}`
    const token = await serviceToken(sandbox, terminal)
    const name = `${operation}Amount`
    matches(t, await ask(sandbox, path, { [name]: 30 }, { token }), {
      status: 400,
      body: { violations: [{ got: `"${name}"`, expected: 'amount' }] },
      header: 'unread-amount',
    })
    matches(t, await ask(sandbox, `${path}?Summa=30`, undefined, { token }), { status: 400 })
    matches(t, await sandbox.payments(), [{ status: payment?.status }])
    matches(t, await of('unread-amount'), { severity: 'error' })
    matches(t, await ask(sandbox, path, { amount: 30, sum: 1, externalID: 'r1' }, { token }), {
      status: 200,
      header: 'unknown-field',
    })
  })

  t.test(
    `where the quirk lets it pass, such a ${operation} takes the whole payment and says so`,
    async (t) => {
      const { sandbox, of } = await openFound(t, { quirks: { unreadAmount: 'ignored' } })
      await payThroughPage(sandbox, paying)
      const [payment] = await sandbox.payments()
      const token = await serviceToken(sandbox, terminal)
      matches(t, await ask(sandbox, `/operation/${payment?.id}/${operation}`, { summa: 30 }, { token }), {
        status: 200,
      })
      matches(t, await sandbox.payments(), [{ status: operation === 'refund' ? 'REFUND' : 'CHARGE' }])
      matches(t, await of('unread-amount'), { severity: 'warning' })
    },
  )
}
