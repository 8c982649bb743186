import t from 'tap'
import { matches } from '../../matches.ts'
import { approved, openFound, openPage } from './asking.ts'

const paying = { paymentType: 'cardId', cardid: approved, postLink: 'https://shop.example/postlink' }

t.test('a payment object of a saved card as its page lists the fields has no finding', async (t) => {
  const { sandbox, found } = await openFound(t)
  const { html } = await openPage(sandbox, paying, { postLink: paying.postLink })
  t.match(html, 'data-testid="saved-card"')
  t.same(await found(), [])
})

for (const [name, value] of [
  ['paymentType', undefined],
  ['paymentType', 'bogus'],
  ['description', ''],
  ['postLink', undefined],
  ['postLink', ''],
] as const) {
  const said = value === undefined ? 'left out' : JSON.stringify(value)
  t.test(`with ${name} ${said} the page is closed as documented, and pays as observed`, async (t) => {
    const strict = await openFound(t)
    const refused = await openPage(strict.sandbox, { ...paying, [name]: value })
    t.equal(refused.status, 400)
    t.match(refused.html, `problem-${name}`)
    matches(t, await strict.of('saved-card-field'), { severity: 'error', count: 1 })

    const loose = await openFound(t, { dialect: 'observed' })
    t.match((await openPage(loose.sandbox, { ...paying, [name]: value })).html, 'data-testid="saved-card"')
    matches(t, await loose.of('saved-card-field'), { severity: 'warning', count: 1 })
  })
}

for (const slip of ['card_id', 'card-id', 'cardsid', 'savedCardId']) {
  t.test(`${slip} for cardId is found, and no other card is asked for`, async (t) => {
    const { sandbox, of } = await openFound(t, { dialect: 'observed' })
    const { status, html } = await openPage(sandbox, { ...paying, cardid: undefined, [slip]: approved })
    t.equal(status, 400)
    t.match(html, 'problem-cardId')
    matches(t, await of('misspelt-field'), {
      severity: 'warning',
      message: `halyk.pay() does not know "${slip}"; cardId was probably meant`,
    })
    matches(t, await of('field-missing'), { severity: 'error', message: /^cardId is missing/ })
  })
}
