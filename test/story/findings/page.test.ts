import t from 'tap'
import { matches } from '../../matches.ts'
import { payThroughPage, saveCard, submitCard } from '../../world.ts'
import { openFound, openPage } from './asking.ts'

const verification = { amount: 0, currency: 'USD', paymentType: 'cardVerification' }
const verifying = { amount: '0', currency: 'USD' }

t.test('saving a card needs cardSave: true as documented', async (t) => {
  const { sandbox, of } = await openFound(t)
  const { status, html } = await openPage(sandbox, { ...verification, cardSave: false }, verifying)
  t.equal(status, 400)
  t.match(html, 'cardSave')
  matches(t, await of('verification-without-card-save'), { severity: 'error' })
})

t.test('as observed the page opens, and no card is saved without cardSave: true', async (t) => {
  const { sandbox, of } = await openFound(t, { quirks: { verificationCardSave: 'optional' } })
  await payThroughPage(sandbox, { token: verifying, order: verification })
  matches(t, await sandbox.payments(), [{ status: 'VERIFIED', cardId: /^$/ }])
  matches(t, await of('verification-without-card-save'), { severity: 'warning' })
  t.not(await saveCard(sandbox), '')
})

t.test('a description of more than 125 bytes: 3298 on the page too', async (t) => {
  const strict = await openFound(t)
  const { status, html } = await openPage(strict.sandbox, { description: 'я'.repeat(63) })
  t.equal(status, 400)
  t.match(html, '3298')
  const loose = await openFound(t, { dialect: 'observed' })
  matches(t, await openPage(loose.sandbox, { description: 'я'.repeat(63) }), { status: 200 })
  matches(t, await loose.of('long-description'), { severity: 'warning' })
})

t.test('an odd invoiceIdAlt closes the page as documented, and is a warning as observed', async (t) => {
  matches(t, await openPage((await openFound(t)).sandbox, { invoiceIdAlt: 'ord_3f2a' }), { status: 400 })
  const { sandbox, of } = await openFound(t, { dialect: 'observed' })
  matches(t, await openPage(sandbox, { invoiceIdAlt: 'ord_3f2a' }), { status: 200 })
  matches(t, await of('odd-invoice-id-alt'), { severity: 'warning' })
})

t.test(
  'an order number of 20 digits saves a card as observed, and pays nowhere; letters do neither',
  async (t) => {
    const long = '12345678901234567890'
    const saving = { ...verification, cardSave: true, invoiceId: long }
    const { sandbox, of } = await openFound(t, { dialect: 'observed' })
    matches(t, await openPage(sandbox, saving, { ...verifying, invoiceID: long }), { status: 200 })
    matches(t, await of('long-invoice-id'), { severity: 'warning' })
    matches(t, await openPage(sandbox, { invoiceId: long }), { status: 400 })
    matches(t, await openPage(sandbox, { ...saving, invoiceId: 'ord0000001' }, verifying), { status: 400 })
    await t.rejects(
      openPage((await openFound(t)).sandbox, saving, { ...verifying, invoiceID: long }),
      'invoiceID',
    )
  },
)

t.test('the bare token as auth is a warning', async (t) => {
  const { sandbox, of } = await openFound(t)
  const { tokenOf } = await import('../../world.ts')
  matches(t, await openPage(sandbox, { auth: await tokenOf(sandbox) }), { status: 200 })
  matches(t, await of('bare-auth'), { severity: 'warning' })
})

for (const [link, id] of [
  ['shop://checkout/return', 'app-link'],
  ['intent://return', 'app-link'],
  ['shop.example/return', 'link-without-scheme'],
  ['localhost:8000/return', 'link-without-scheme'],
] as const) {
  t.test(`the way back ${link} is followed, and is a warning`, async (t) => {
    const { sandbox, of } = await openFound(t)
    const { page } = await openPage(sandbox, { backLink: link })
    const paid = await submitCard(sandbox, page)
    const result = await (await fetch(new URL(paid.location, `${sandbox.payformUrl}pay`))).text()
    t.match(result, `href="${link}"`)
    matches(t, await of(id), { severity: 'warning' })
  })
}

for (const link of [
  'javascript:alert(1)',
  'JaVaScript:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'blob:x',
  'file:///etc/passwd',
]) {
  t.test(`the way back ${JSON.stringify(link)} stays refused`, async (t) => {
    const { sandbox, of } = await openFound(t, { dialect: 'observed' })
    matches(t, await openPage(sandbox, { backLink: link }), { status: 400 })
    matches(t, await of('field-wrong'), { severity: 'error' })
  })
}

t.test('an order that nobody will hear of is a warning', async (t) => {
  const { sandbox, of } = await openFound(t)
  await openPage(sandbox, {}, { postLink: 'https://shop.example/p' })
  t.equal(await of('no-postlink'), undefined)
  await openPage(sandbox, { invoiceId: '000000002' }, { invoiceID: '000000002' })
  matches(t, await of('no-postlink'), { severity: 'warning', count: 1 })
})

for (const [link, is] of [
  ['http://203.0.113.7/p', true],
  ['http://[2001:db8::1]/p', true],
  ['https://203.0.113.7/p', false],
  ['http://shop.example/p', false],
  ['http://127.0.0.1:8000/p', false],
  ['http://192.168.1.7/p', false],
  ['http://[::1]:8000/p', false],
] as const) {
  t.test(`a postLink ${link} is ${is ? 'a warning' : 'no finding'}`, async (t) => {
    const { sandbox, of } = await openFound(t)
    await openPage(sandbox, { postLink: link })
    t.equal((await of('postlink-over-http'))?.severity, is ? 'warning' : undefined)
  })
}

t.test('a name in other letters than Latin is a warning, marks and hyphens are none', async (t) => {
  const { sandbox, of } = await openFound(t)
  await openPage(sandbox, { name: "José O'Neill-Ünal 2" })
  t.equal(await of('name-not-latin'), undefined)
  await openPage(sandbox, { name: 'Арман Али', invoiceId: '000000002' }, { invoiceID: '000000002' })
  matches(t, await of('name-not-latin'), { severity: 'warning' })
})
