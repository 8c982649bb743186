import { drawMap, figureText, meterNode } from './coverage-map.js'
import { fill, h } from './dom.js'
import { findingNode } from './findings.js'
import { copyButton } from './press.js'
import { whenText } from './report-words.js'
import { t, tn } from './speech.js'
import { moneyText } from './text.js'
import { badge, kindText } from './words.js'

/** What a shop's own tests met, from the report.json that `exec --report` wrote. */

/** @type {Record<string, string>} */
const langs = { rus: 'ru', kaz: 'kk', eng: 'en' }

/** @param {string} title @param {number} count @param {any} content @param {string} [about] */
const section = (title, count, content, about) =>
  count > 0 &&
  h('section', { class: 'stack' }, [
    h('h2', {}, [title, ' ', h('span', { class: 'soft' }, String(count))]),
    about && h('p', { class: 'soft' }, about),
    content,
  ])

/** @param {string} label @param {string[]} names @param {any[][]} rows */
const tableOf = (label, names, rows) =>
  h('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': label }, [
    h('table', { class: 'plain stacks' }, [
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          names.map((name) => h('th', { scope: 'col' }, name)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map((cells) =>
          h(
            'tr',
            {},
            cells.map((cell) => h('td', {}, cell)),
          ),
        ),
      ),
    ]),
  ])

/** @param {string} label @param {any[]} list */
const postlinksOf = (label, list) =>
  tableOf(
    label,
    [t('Invoice'), t('Kind'), t('Answer'), t('Unlike those it took'), t('To')],
    list.map((one) => [
      h('code', {}, one.invoiceId),
      kindText(one),
      h('span', { class: 'bad', lang: 'en' }, one.answer || t('not sent')),
      h('span', { lang: 'en' }, (one.apart ?? []).join(', ')),
      h('code', { class: 'breaks' }, one.url),
    ]),
  )

const mostPayments = 100

/** @param {any[]} payments */
const paymentsOf = (payments) => [
  tableOf(
    t('Payments'),
    [t('Invoice'), t('Amount'), t('Status'), t('Reason')],
    payments
      .slice(0, mostPayments)
      .map(({ invoiceId, amount, currency, status, reasonCode, reason }) => [
        h('code', {}, invoiceId),
        moneyText(Math.round(amount * 100), currency),
        badge(status),
        reasonCode !== 0 && h('span', { lang: 'en' }, `${reasonCode} ${reason}`),
      ]),
  ),
  payments.length > mostPayments &&
    h('p', { class: 'soft' }, t('… and {n} more', { n: payments.length - mostPayments })),
]

/** @param {any} published */
const headOf = ({ verdict, at, command, report }) =>
  h('header', { class: 'report-head', 'data-verdict': verdict, 'data-testid': 'report-head' }, [
    h('h1', {}, t('A run of your tests')),
    h('p', { class: 'report-subject' }, figureText(report.coverage)),
    meterNode(report.coverage),
    h('p', {}, [
      tn(report.payments.length, '{n} payment', '{n} payments'),
      ', ',
      report.ledger.ok ? t('the books balance') : h('b', { class: 'bad' }, t('the books do not balance')),
    ]),
    h(
      'p',
      { class: 'soft' },
      [whenText(at), report.dialect, t('version {version}', report)].filter(Boolean).join(', '),
    ),
    h('div', { class: 'row' }, [
      h('code', { class: 'grow breaks' }, command),
      copyButton(() => command, t('the command')),
    ]),
  ])

/** What the rest stands on comes first; then what went wrong. @param {any} published */
export const runNodes = (published) => {
  const { report } = published
  // Its texts are in the language it was written in.
  const lang = langs[report.language]
  const map = h('div', { class: 'stack', lang })
  const show = (/** @type {string} */ name) => {
    for (const chip of chips) chip.setAttribute('aria-pressed', String(chip.dataset.sort === name))
    drawMap(map, report.coverage, { show: name })
  }
  const chips = ['never', 'met'].map((name) =>
    h('button', { type: 'button', class: 'sort', 'data-sort': name, onclick: () => show(name) }, t(name)),
  )
  const place = h('div', { class: 'stack', 'data-testid': 'run-report' })
  fill(place, [
    headOf(published),
    section(
      t('It rests on'),
      report.assumed.length,
      h(
        'ul',
        { class: 'assumed', lang: 'en' },
        report.assumed.map((/** @type {string} */ rule) => h('li', {}, rule)),
      ),
      t('The bank has not documented these; the sandbox chose.'),
    ),
    section(
      t('Paid at the bank, refused by the shop'),
      report.paidUntold.length,
      postlinksOf(t('Paid at the bank, refused by the shop'), report.paidUntold),
      t('The buyer has paid, and the shop did not take the word of it.'),
    ),
    section(
      t('Findings'),
      report.findings.length,
      h(
        'ul',
        { class: 'stack', lang },
        report.findings.map((/** @type {any} */ one) => findingNode(one, false)),
      ),
    ),
    section(t('Coverage'), report.coverage.of, [
      h('div', { class: 'sorts', role: 'group', 'aria-label': t('Behaviours') }, chips),
      map,
    ]),
    section(
      t('Postlinks nobody took'),
      report.undelivered.length,
      postlinksOf(t('Postlinks nobody took'), report.undelivered),
    ),
    section(t('Payments'), report.payments.length, paymentsOf(report.payments)),
    section(
      t('Requests by host'),
      report.hosts.length,
      tableOf(
        t('Requests by host'),
        [t('Host'), t('Requests')],
        report.hosts.map((/** @type {any} */ { host, requests }) => [
          h('code', { class: 'breaks' }, host),
          requests,
        ]),
      ),
    ),
    section(
      t('Slowest calls'),
      report.slowest.length,
      tableOf(
        t('Slowest calls'),
        [t('Call'), t('Answer'), t('Took')],
        report.slowest.map((/** @type {any} */ { call, status, ms }) => [
          h('code', { class: 'breaks' }, call),
          status,
          t('{n} ms', { n: Math.round(ms) }),
        ]),
      ),
    ),
  ])
  show('never')
  return place
}
