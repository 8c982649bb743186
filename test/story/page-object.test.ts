import t from 'tap'
import { matches } from '../matches.ts'
import {
  openMerchant,
  openPayform,
  openSandbox,
  paymentObject,
  payThroughPage,
  settle,
  tokenOf,
} from '../world.ts'
import { askedOnPage, askingCard, submit } from './issuer.ts'

const resultOf = async (payformUrl: string, location: string) =>
  (await fetch(new URL(location, payformUrl))).text()

const unhurried = { invoiceId: '000000110', autoRedirect: false }

t.test('autoBackLink is autoRedirect under another name', async (t) => {
  const sandbox = await openSandbox(t)
  for (const [i, name] of ['autoBackLink', 'autoRedirect', 'autobacklink'].entries()) {
    const invoiceId = `00000010${i}`
    const given = { token: { invoiceID: invoiceId }, order: { invoiceId, [name]: true } }
    const { paid } = await payThroughPage(sandbox, given)
    t.match(await resultOf(sandbox.payformUrl, paid.location), /data-return-seconds="0"/, name)
  }
  const { paid } = await payThroughPage(sandbox, { token: { invoiceID: '000000110' }, order: unhurried })
  t.match(await resultOf(sandbox.payformUrl, paid.location), /data-return-seconds="10"/)
})

for (const [how, token, object, got] of [
  ['of the token', { secret_hash: 'OFTOKEN' }, {}, 'OFTOKEN'],
  ['of the payment object', {}, { secret_hash: 'OFOBJECT' }, 'OFOBJECT'],
  ['of the payment object, which wins', { secret_hash: 'OFTOKEN' }, { secretHash: 'OFOBJECT' }, 'OFOBJECT'],
] as const) {
  for (const postlinkForm of ['2025', '2020'] as const) {
    t.test(`the postlink of ${postlinkForm} carries the secret_hash ${how}`, async (t) => {
      const sandbox = await openSandbox(t, { quirks: { postlinkForm } })
      const merchant = await openMerchant(t)
      await payThroughPage(sandbox, { token, order: { ...object, postLink: merchant.url } })
      await settle(sandbox)
      matches(t, merchant.bodies(), [{ code: 'ok', secret_hash: got }])
    })
  }
}

for (const postlinkForm of ['2025', '2020'] as const) {
  t.test(`with secretHashInPostlink=no the postlink of ${postlinkForm} has no secret_hash`, async (t) => {
    const sandbox = await openSandbox(t, { quirks: { postlinkForm, secretHashInPostlink: 'no' } })
    const merchant = await openMerchant(t)
    const order = { postLink: merchant.url }
    await payThroughPage(sandbox, { token: { secret_hash: 'OFTOKEN' }, order })
    await settle(sandbox)
    t.equal(merchant.received.length, 1)
    t.notOk('secret_hash' in (merchant.bodies()[0] ?? {}))
  })
}

t.test('the secret of a payment object stands in no page and no list', async (t) => {
  const sandbox = await openSandbox(t)
  const accessToken = await tokenOf(sandbox)
  const { html } = await openPayform(sandbox, paymentObject(accessToken, { secret_hash: 'VERYSECRET' }))
  t.notMatch(html, 'VERYSECRET')
  t.notMatch(JSON.stringify(await sandbox.payments()), 'VERYSECRET')
})

t.test('on the page a payment is "secure": "yes" with F, by API without the buyer it is "no"', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await settle(sandbox)
  matches(t, merchant.bodies(), [{ code: 'ok', secure: 'yes', secureDetails: 'F' }])
  matches(
    t,
    (await sandbox.payments())[0]?.assumed.filter((rule) => /secure/.test(rule)),
    [],
    'no guess of ours',
  )
})

t.test('a rule or a terminal may still say that nobody asked who pays', async (t) => {
  const terminal = 'aaaaaaaa-1111-4222-8333-444444444444'
  const sandbox = await openSandbox(t, { terminals: [{ id: terminal, client: 'test', threeDS: 'off' }] })
  const merchant = await openMerchant(t)
  const order = { postLink: merchant.url, terminal }
  await payThroughPage(sandbox, { token: { terminal }, order })
  await sandbox.rules.add({ then: { threeDS: 'off' } })
  const other = { invoiceId: '000000002', postLink: merchant.url }
  await payThroughPage(sandbox, { token: { invoiceID: '000000002' }, order: other })
  await settle(sandbox)
  const off = { code: 'ok', secure: 'no', secureDetails: '' }
  matches(t, merchant.bodies(), [off, off])
})

const documented = { expiry: '01/27', holder: 'TEST TEST' }

t.test('"unlock" is a right code for the documented unlocked cards, and for no other', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ then: { threeDS: 'challenge' } })
  const cards = [
    [{ ...documented, pan: '4405639704015096', cvc: '321' }, 'unlock', 'CHARGE'],
    [{ ...documented, pan: '5522042705066736', cvc: '775' }, ' UNLOCK ', 'CHARGE'],
    [{ ...documented, pan: '4003032704547597', expiry: '09/20', cvc: '170' }, 'unlock', '3D'],
    [askingCard(), 'unlock', '3D'],
  ] as const
  for (const [i, [card, code, status]] of cards.entries()) {
    const invoiceId = `00000020${i}`
    const { screen } = await askedOnPage(sandbox, { card, invoiceId })
    const back = await submit(screen, { code })
    if (status === 'CHARGE') await submit(back)
    t.equal(
      (await sandbox.payments()).find((payment) => payment.invoiceId === invoiceId)?.status,
      status,
      card.pan,
    )
  }
})
