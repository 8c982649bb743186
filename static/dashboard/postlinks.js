import { fill, h } from './dom.js'
import { postlinkButtons } from './postlink.js'
import { forgottenText, isForgotten } from './retention.js'
import { rich, t } from './speech.js'
import { listTime, spanText } from './text.js'
import { createWindowed } from './windowed.js'
import { badge, kindText } from './words.js'

/** @param {any} postlink */
const lastAnswer = ({ attempts }) => {
  const last = attempts.at(-1)
  if (!last) return h('span', { class: 'soft' }, t('not sent'))
  if (!last.answer) return h('span', { class: 'soft' }, t('waiting'))
  const { status, error, durationMs } = last.answer
  const tries = attempts.length > 1 ? `, ${t('attempt {n}', { n: attempts.length })}` : ''
  return h(
    'span',
    { class: status >= 200 && status < 300 ? '' : 'bad' },
    h('span', { lang: 'en' }, status ?? error),
    h('span', { class: 'soft' }, ` ${spanText(durationMs)}${tries}`),
  )
}

/** @type {import('./app.js').View} */
export const postlinks = {
  title: t('Postlinks'),
  open(main, context) {
    const { model } = context
    const search = h('input', {
      type: 'search',
      placeholder: t('Invoice, address, state, kind'),
      'aria-label': t('Search postlinks'),
      autocomplete: 'off',
      oninput: () => context.setQuery({ q: search.value }),
    })
    const list = createWindowed({
      label: t('Postlinks, newest first'),
      testid: 'postlinks',
      columns: ['Invoice|invoice', 'State|what', 'Answer|answer', 'To|address', 'Time|time', 'Actions|acts'],
      key: ({ id }) => id,
      version: ({ version, transaction }) =>
        `${version} ${isForgotten(model, transaction)} ${context.moment() === undefined}`,
      href: ({ invoiceId, id }) => `#/payments/${encodeURIComponent(invoiceId)}/${id}`,
      isFaded: ({ transaction }) => isForgotten(model, transaction),
      cells: (postlink) => [
        postlink.invoiceId,
        h(
          'span',
          { class: 'outcome' },
          badge(postlink.state),
          h('span', { class: 'soft' }, kindText(postlink)),
        ),
        lastAnswer(postlink),
        h('code', { title: postlink.url }, postlink.url),
        listTime(postlink.owedAt),
        isForgotten(model, postlink.transaction)
          ? h('span', { class: 'soft', title: forgottenText(model) }, t('forgotten'))
          : context.moment() === undefined &&
            h('span', { class: 'row' }, postlinkButtons(postlink).slice(0, 2)),
      ],
    })
    const empty = h('div', { class: 'list-empty' })
    const tools = h('div', { class: 'tools' }, h('h1', {}, t('Postlinks')), search)
    fill(
      main,
      h('section', { class: 'list-place', 'aria-label': t('List of postlinks') }, tools, list.element, empty),
    )

    const update = () => {
      const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean)
      const all = [...model.postlinks.values()].reverse()
      const shown = all.filter(({ invoiceId, url, state, kind }) => {
        const text = `${invoiceId} ${url} ${state} ${kind}`.toLowerCase()
        return words.every((/** @type {string} */ word) => text.includes(word))
      })
      list.element.hidden = shown.length === 0
      fill(empty, shown.length === 0 && emptyOf(all.length))
      list.show(shown, { sieve: words.join(' ') })
    }
    return {
      search,
      update,
      route(_, query) {
        if (search !== document.activeElement) search.value = query.q ?? ''
        update()
      },
      step: (by) => void list.step(by),
      close: () => list.close(),
    }
  },
}

/** @param {number} count of all there are */
const emptyOf = (count) =>
  h('div', { class: 'empty' }, [
    h('h2', {}, count > 0 ? t('Nothing fits') : t('No postlinks yet')),
    h(
      'p',
      {},
      t(
        'After every outcome the bank posts what happened to the postLink of the payment object or of the token.',
      ),
    ),
    h(
      'p',
      {},
      t(
        'It goes to this machine and to private addresses. Answer with any 2xx, or it comes ' +
          'again: after 1, 5 and 30 minutes, 2 and 12 hours.',
      ),
    ),
    h(
      'p',
      {},
      rich('Lose, delay, double or forge one with a {rule}.', {
        rule: h('a', { href: '#/rules' }, t('rule')),
      }),
    ),
  ])
