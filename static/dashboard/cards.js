import { call, table } from './api.js'
import { fill, h } from './dom.js'
import { copyButton, sayProblem } from './press.js'
import { rich, t } from './speech.js'

/** @param {string} pan */
const grouped = (pan) =>
  pan.length === 15 ? pan.replace(/(\d{4})(\d{6})(\d{5})/, '$1 $2 $3') : pan.replace(/(\d{4})(?=\d)/g, '$1 ')

/** @param {string} pan */
const brandOf = (pan) => (pan.startsWith('4') ? 'Visa' : pan.startsWith('3') ? 'Amex' : 'Mastercard')

/** @param {{ pan: string, note: any, more?: any[] }} card */
const cardOf = ({ pan, note, more = [] }) =>
  h('li', { class: 'card bank-card', 'data-testid': 'test-card' }, [
    h(
      'div',
      { class: 'bank-card-head' },
      h('b', { class: 'pan' }, grouped(pan)),
      h('span', { class: 'soft', translate: 'no' }, brandOf(pan)),
    ),
    h('p', { class: 'soft' }, note),
    h(
      'div',
      { class: 'row' },
      copyButton(() => pan, t('the number of card {end}', { end: pan.slice(-4) }), t('Copy number')),
      more,
    ),
  ])

/** @param {string} about */
const aboutText = (about) => {
  const [, code] = /fails with (\d+)/.exec(about) ?? []
  return code ? t('asks for a code, then fails with {code}', { code }) : t(about)
}

/** @param {any} card */
const documented = ({ pan, expiry, cvc, status }) =>
  cardOf({
    pan,
    note: [
      `${expiry}, CVC ${cvc}, `,
      h(
        'span',
        { class: status === 'lock' ? 'bad' : 'good' },
        status === 'lock' ? t('locked: declines') : t('pays'),
      ),
    ],
    more: [
      copyButton(
        () => `${pan} ${expiry} ${cvc}`,
        t('number, expiry and CVC of card {end}', { end: pan.slice(-4) }),
        t('Copy number, expiry, CVC'),
      ),
    ],
  })

/** @type {import('./app.js').View} */
export const cards = {
  title: t('Test cards'),
  open(main) {
    const place = h('div', { class: 'stack' })
    Promise.all([call('GET', 'cards'), table('reason-codes')]).then(([known, { reasonCodes }]) => {
      const reasons = new Map(reasonCodes.map((/** @type {any} */ row) => [row.code, row.reason]))
      const byCode = known.sandbox.map((/** @type {any} */ { pan, reasonCode }) =>
        cardOf({
          pan,
          note: rich('ends with {code} {reason}', {
            code: h('b', {}, reasonCode),
            reason: h('span', { lang: 'en' }, reasons.get(reasonCode) ?? ''),
          }),
        }),
      )
      fill(place, [
        h('h2', {}, t("Of the bank's documents, edition {edition}", known)),
        h('ul', { class: 'cards' }, known.cards.map(documented)),
        h('h2', {}, t('With 3-D Secure')),
        h(
          'ul',
          { class: 'cards' },
          known.threeDS.map((/** @type {any} */ { pan, about }) => cardOf({ pan, note: aboutText(about) })),
        ),
        h('h2', {}, t('One for each reason code')),
        h('ul', { class: 'cards' }, byCode),
      ])
    }, sayProblem)
    fill(
      main,
      h('div', { class: 'page scroller', tabindex: '0' }, [
        h('h1', {}, t('Test cards')),
        h(
          'p',
          { class: 'lead' },
          t(
            'Any expiry and any CVC are good for the cards of the last two lists. No real card is ' +
              'ever needed, and none should be typed.',
          ),
        ),
        place,
      ]),
    )
    return {}
  },
}
