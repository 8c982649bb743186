import { fill, h } from './dom.js'
import { tellOf } from './events.js'
import { placeOf } from './orders.js'
import { copyButton, openDialog } from './press.js'
import { rich, t } from './speech.js'
import { json, listTime } from './text.js'
import { createWindowed } from './windowed.js'

/** @param {any} entry */
const showEntry = (entry) => {
  openDialog(`${entry.seq}: ${entry.kind}`, (close) => [
    h('pre', { tabindex: '0' }, json(entry)),
    h('div', { class: 'row' }, [
      copyButton(() => json(entry), t('the entry')),
      h('button', { type: 'button', class: 'button', onclick: close }, t('Close')),
    ]),
  ])
}

/** @type {import('./app.js').View} */
export const journal = {
  title: t('Journal'),
  open(main, context) {
    const { model } = context
    const search = h('input', {
      type: 'search',
      placeholder: t('Kind, invoice, anything in the entry'),
      'aria-label': t('Search the journal'),
      autocomplete: 'off',
      oninput: () => context.setQuery({ q: search.value }),
    })
    const list = createWindowed({
      label: t('Entries of the journal, newest first'),
      testid: 'journal',
      columns: ['Number|number seq', 'What|what', 'Invoice|invoice', 'Time|time', 'Entry|acts'],
      key: ({ seq }) => String(seq),
      version: () => 0,
      cells: (entry) => {
        const { tone, title, note } = tellOf(entry, model)
        const payment = context.paymentOf(entry)
        return [
          entry.seq,
          h(
            'span',
            { class: 'outcome' },
            h('span', { class: 'dot', 'data-tone': tone }),
            h('span', {}, title),
            note && h('span', { class: 'soft' }, note),
          ),
          payment && h('a', { href: `#/${placeOf(model, payment)}` }, payment.invoiceId),
          listTime(entry.at),
          h(
            'button',
            {
              type: 'button',
              class: 'quiet',
              'aria-label': t('Entry {n}', { n: entry.seq }),
              onclick: () => showEntry(entry),
            },
            '{ }',
          ),
        ]
      },
    })
    const empty = h('div', { class: 'list-empty' })
    const download = h('a', { class: 'quiet', href: 'journal', download: 'journal.ndjson' }, t('Download'))
    const tools = h(
      'div',
      { class: 'tools' },
      h('h1', {}, t('Journal')),
      search,
      !context.needsToken && download,
    )
    fill(
      main,
      h('section', { class: 'list-place', 'aria-label': t('The journal') }, tools, list.element, empty),
    )

    const update = () => {
      const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean)
      const fits = (/** @type {any} */ entry) => {
        const text = JSON.stringify(entry).toLowerCase()
        return words.every((/** @type {string} */ word) => text.includes(word))
      }
      const shown = (words.length > 0 ? model.entries.filter(fits) : model.entries).toReversed()
      list.element.hidden = shown.length === 0
      fill(empty, shown.length === 0 && emptyOf())
      list.show(shown, { sieve: words.join(' ') })
    }
    return {
      search,
      update,
      route(_, query) {
        if (search !== document.activeElement) search.value = query.q ?? ''
        update()
      },
      close: () => list.close(),
    }
  },
}

const emptyOf = () =>
  h('div', { class: 'empty' }, [
    h('h2', {}, t('Nothing is written here')),
    h(
      'p',
      {},
      t(
        'The journal is all the sandbox keeps: every token, attempt, postlink, rule and refusal, in its order.',
      ),
    ),
    h(
      'p',
      {},
      rich('Programs read it too: {call}, as lines or as server-sent events.', {
        call: h('code', {}, 'GET /_sandbox/journal'),
      }),
    ),
  ])
