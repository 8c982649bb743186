import { call, table } from './api.js'
import { fill, h } from './dom.js'
import { button, copyButton, say, sayProblem } from './press.js'
import { lang, t } from './speech.js'
import { nextText } from './words.js'

/** The next payment ends with this code, and only that one. @param {number} code */
export const provoke = async (code) => {
  const rule = await call('POST', 'rules', {
    then: code === 0 ? { approve: true } : { reasonCode: code },
    times: 1,
  })
  say(code === 0 ? t('The next payment is approved') : t('The next payment declines with {code}', { code }), {
    action: [t('Undo'), () => call('DELETE', `rules/${rule.id}`).catch(sayProblem)],
  })
}

/** @type {[string, string][]} */
const languages = [
  ['eng', 'English'],
  ['rus', 'Русский'],
  ['kaz', 'Қазақша'],
]
const htmlLang = { eng: 'en', rus: 'ru', kaz: 'kk' }

/** @type {import('./app.js').View} */
export const codes = {
  title: t('Reason codes'),
  open(main) {
    const search = h('input', {
      type: 'search',
      placeholder: t('484, funds, blocked, 3-D'),
      'aria-label': t('Search reason codes'),
      oninput: () => draw(),
    })
    const language = h(
      'select',
      { 'aria-label': t('Language'), onchange: () => draw() },
      languages.map(([value, name]) =>
        h(
          'option',
          { value, selected: htmlLang[/** @type {'eng' | 'rus' | 'kaz'} */ (value)] === lang },
          name,
        ),
      ),
    )
    const rows = h('tbody')
    /** @type {any[]} */
    let all = []
    /** @type {Map<number, string>} */
    const pans = new Map()

    /** @param {any} row */
    const rowOf = (row) => {
      const { code, reason, level } = row
      const spoken = /** @type {'eng' | 'rus' | 'kaz'} */ (language.value)
      return h('tr', { 'data-testid': `code-${code}` }, [
        h('td', { class: 'number' }, h('b', {}, code)),
        h(
          'td',
          {},
          h('b', { lang: 'en' }, reason),
          h('br'),
          h('span', { lang: htmlLang[spoken] }, row[spoken]),
        ),
        h('td', {}, nextText(row), h('br'), h('span', { class: 'soft' }, t(level))),
        h(
          'td',
          {},
          h('div', { class: 'row' }, [
            code >= 0 &&
              button(t('Provoke'), () => provoke(code), { 'aria-label': t('Provoke {code}', { code }) }),
            pans.has(code) &&
              copyButton(
                () => pans.get(code) ?? '',
                t('the card that ends with {code}', { code }),
                t('Copy card'),
              ),
          ]),
        ),
      ])
    }
    const draw = () => {
      const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean)
      const fits = (/** @type {any} */ { code, reason, eng, rus, kaz, advice }) => {
        const text = `${code} ${reason} ${eng} ${rus} ${kaz} ${advice}`.toLowerCase()
        return words.every((/** @type {string} */ word) => text.includes(word))
      }
      fill(rows, all.filter(fits).map(rowOf))
    }
    Promise.all([table('reason-codes'), table('cards')]).then(([{ reasonCodes }, { sandbox }]) => {
      all = reasonCodes
      for (const { pan, reasonCode } of sandbox) pans.set(reasonCode, pan)
      draw()
    }, sayProblem)
    fill(
      main,
      h('div', { class: 'page scroller', tabindex: '0' }, [
        h('h1', {}, t('Reason codes')),
        h(
          'p',
          { class: 'lead' },
          t(
            'Provoke makes the next payment end so, whatever the card. Or type the card of a code, or ' +
              'its name: CODE 484.',
          ),
        ),
        h('div', { class: 'row' }, h('div', { class: 'grow' }, search), h('div', {}, language)),
        h(
          'div',
          { class: 'wide' },
          h('table', { class: 'plain codes stacks' }, [
            h(
              'thead',
              {},
              h(
                'tr',
                {},
                h('th', { class: 'number' }, t('Code')),
                h('th', {}, t('Meaning')),
                h('th', {}, t('For the shop')),
                h('th', {}, t('Actions')),
              ),
            ),
            rows,
          ]),
        ),
      ]),
    )
    return {
      search,
      route([code = '']) {
        if (code) search.value = code
        draw()
      },
    }
  },
}
