import t from 'tap'
import { matches } from '../../matches.ts'
import { requestToken } from '../../world.ts'
import { charge, lenient, openFound } from './asking.ts'

const postLink = 'https://shop.example/postlink'

const leftOut = [
  ['paymentType', undefined],
  ['paymentType', ''],
  ['paymentType', 'bogus'],
  ['description', undefined],
  ['description', ''],
  ['backLink', undefined],
  ['backLink', ''],
  ['postLink', undefined],
  ['postLink', ''],
] as const

for (const [name, value] of leftOut) {
  const said = value === undefined ? 'left out' : JSON.stringify(value)
  t.test(
    `a charge of a saved card with ${name} ${said} is refused as documented, and passes as observed`,
    async (t) => {
      const strict = await openFound(t)
      const { status, body, header } = await charge(strict.sandbox, { [name]: value })
      t.equal(status, 400)
      matches(t, body, { code: -1, violations: [{ where: name }] })
      t.equal(header, 'saved-card-field')
      matches(t, await strict.of('saved-card-field'), {
        severity: 'error',
        count: 1,
        message: new RegExp(name),
      })
      t.same(await strict.sandbox.payments(), [])

      const loose = await openFound(t, { dialect: 'observed' })
      matches(t, await charge(loose.sandbox, { [name]: value }), { status: 200 })
      matches(t, await loose.of('saved-card-field'), { severity: 'warning', count: 1 })
      matches(t, await loose.sandbox.payments(), [{ status: /^(AUTH|CHARGE)$/ }])
    },
  )
}

t.test('paymentType is read in any letter case', async (t) => {
  const { sandbox, found } = await openFound(t)
  matches(t, await charge(sandbox, { paymentType: 'CARDID' }, { postLink }), { status: 200, header: null })
  t.same(await found(), [])
})

t.test('terminal for terminalId is a warning', async (t) => {
  const { sandbox, of } = await openFound(t)
  const terminal = '67e34d63-102f-4bd1-898e-370781d0074d'
  matches(t, await charge(sandbox, { terminal, terminalId: undefined }), {
    status: 200,
    header: 'terminal-name',
  })
  matches(t, await of('terminal-name'), { severity: 'warning', fix: 'rename terminal to terminalId' })
})

t.test('one quirk lets one breach pass, and no other', async (t) => {
  const { sandbox } = await openFound(t, { quirks: { savedCardFields: 'optional' } })
  matches(t, await charge(sandbox, { backLink: undefined }), { status: 200 })
  matches(
    t,
    await charge(
      sandbox,
      { invoiceId: '000000002', description: 'я'.repeat(63) },
      { invoiceID: '000000002' },
    ),
    {
      status: 400,
      body: { code: 3298 },
    },
  )
})

t.test('the lenient quirks together let pass what the documents refuse', async (t) => {
  const { sandbox, found } = await openFound(t, { quirks: lenient })
  const given = { description: 'x'.repeat(126), invoiceIdAlt: 'ord_3f2a', paymentType: undefined }
  matches(t, await charge(sandbox, given, { postLink }), { status: 200 })
  t.same((await found()).map(({ id }) => id).sort(), [
    'long-description',
    'odd-invoice-id-alt',
    'saved-card-field',
  ])
  t.ok((await found()).every(({ severity }) => severity === 'warning'))
})

t.test('a header names each finding once', async (t) => {
  const { sandbox } = await openFound(t, { quirks: lenient })
  const { header } = await charge(sandbox, { paymentType: '', backLink: '', name: 'Арман' })
  t.same(header?.split(', ').sort(), ['name-not-latin', 'saved-card-field'])
})

t.test('a refusal that depends on what happened before is no finding', async (t) => {
  const { sandbox, found } = await openFound(t)
  await charge(sandbox, {}, { postLink })
  matches(t, await charge(sandbox, {}, { postLink }), { status: 400 })
  const declines = { invoiceId: '000000002', cardId: { id: '00000000-0000-4000-8000-000000000484' } }
  matches(t, await charge(sandbox, declines, { postLink, invoiceID: '000000002' }), { status: 400 })
  matches(t, await requestToken(sandbox, { postLink, client_secret: 'wrong' }), { status: 401 })
  t.same(await found(), [])
})
