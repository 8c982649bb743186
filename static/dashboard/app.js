import { call, facts, tokenQuery } from './api.js'
import { createBar } from './bar.js'
import { cabinet } from './cabinet.js'
import { cards } from './cards.js'
import { clock } from './clock.js'
import { codes } from './codes.js'
import { connect } from './connect.js'
import { coverage } from './coverage.js'
import { fill, find } from './dom.js'
import { createFeed } from './feed.js'
import { findings } from './findings.js'
import { createHistory } from './history.js'
import { journal } from './journal.js'
import { listenToKeys, showHelp } from './keys.js'
import { createModel } from './model.js'
import { createMoment } from './moment.js'
import { payments } from './payments.js'
import { postlinks } from './postlinks.js'
import { confirm, say } from './press.js'
import { reports } from './reports.js'
import { requests } from './requests.js'
import { createRetention } from './retention.js'
import { rules } from './rules.js'
import { scenarios } from './scenarios.js'
import { t } from './speech.js'
import { start } from './start.js'
import { follow } from './stream.js'
import { time } from './time.js'
import { loadReasons } from './words.js'
import { workspaces } from './workspaces.js'

/**
 * @typedef {object} Context what a view may use
 * @property {import('./model.js').Model} model
 * @property {() => number} now by the clock of the workspace
 * @property {() => boolean} isLoading
 * @property {(place: string, replace?: boolean) => void} go
 * @property {(query: Record<string, string>) => void} setQuery
 * @property {(entry: any) => import('./model.js').Payment | undefined} paymentOf
 * @property {boolean} needsToken
 * @property {import('./history.js').History} history
 * @property {() => number | undefined} moment the entry after which everything is shown; undefined: now
 * @property {(seq: number | undefined) => void} chooseMoment
 *
 * @typedef {object} Opened
 * @property {() => void} [update] the model has changed
 * @property {(parts: string[], query: Record<string, string>) => void} [route]
 * @property {(by: number) => void} [step]
 * @property {() => void} [back]
 * @property {() => void} [run]
 * @property {HTMLInputElement} [search]
 * @property {() => void} [close]
 *
 * @typedef {{ title: string, open(main: HTMLElement, context: Context): Opened }} View
 */

/** @type {Record<string, View>} */
const views = {
  start,
  payments,
  postlinks,
  cabinet,
  requests,
  journal,
  findings,
  coverage,
  rules,
  scenarios,
  reports,
  clock,
  time,
  codes,
  cards,
  connect,
  workspaces,
}

const model = createModel()
const main = find('#main')
let open = ''
/** @type {Opened} */
let view = {}
// How far the server's clock is ahead of this one.
let aheadMs = 0

/** Which payment an entry was about. @type {WeakMap<any, import('./model.js').Payment>} */
const owners = new WeakMap()
const history = createHistory(model, owners)
const { last } = history
const isLoading = () => last() < model.length
const now = () => {
  if (model.clock.mode === 'virtual') return model.clock.now ?? 0
  return history.moment() === undefined ? Date.now() + aheadMs : (model.entries.at(-1)?.at ?? 0)
}

const hashNow = () => {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?')
  const [name = '', ...parts] = path.split('/').map(decodeURIComponent)
  return {
    name: views[name] ? name : 'payments',
    parts,
    query: Object.fromEntries(new URLSearchParams(query)),
  }
}

const route = () => {
  // The link that skips to the content is no view.
  if (location.hash && !location.hash.startsWith('#/')) return
  const { name, parts, query } = hashNow()
  if (name !== open) {
    view.close?.()
    fill(main)
    main.removeAttribute('data-split')
    main.setAttribute('data-view', name)
    open = name
    view = /** @type {View} */ (views[name]).open(main, context)
    document.title = `${views[name]?.title}, epay-sandbox`
    for (const link of document.querySelectorAll('#nav [data-view]')) {
      if (link.getAttribute('data-view') === name) link.setAttribute('aria-current', 'page')
      else link.removeAttribute('aria-current')
    }
    moment.update(name)
    view.update?.()
  }
  view.route?.(parts, query)
}

/** @type {Context} */
const context = {
  model,
  now,
  isLoading,
  needsToken: tokenQuery !== '',
  paymentOf: (entry) => owners.get(entry),
  history,
  moment: history.moment,
  chooseMoment(seq) {
    history.show(seq)
    refresh()
  },
  go(place, replace = false) {
    window.history[replace ? 'replaceState' : 'pushState'](null, '', `#/${place}`)
    route()
  },
  setQuery(query) {
    const { name, parts } = hashNow()
    const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString()
    const path = [name, ...parts].map(encodeURIComponent).join('/')
    context.go(text ? `${path}?${text}` : path, true)
  },
}

const moment = createMoment(history, model, context.chooseMoment)

const bar = createBar(context)

let timer = 0
/** Many entries come at once; the page is brought up to date once for all of them. */
const refresh = () => {
  if (timer) return
  timer = window.setTimeout(
    () => {
      timer = 0
      bar.update()
      askRetention()
      moment.update(open)
      view.update?.()
    },
    isLoading() ? 300 : 16,
  )
}

const feed = createFeed(history.exchanges, refresh)
const askRetention = createRetention(model, refresh)

const reader = {
  last,
  start: () => history.first()?.at ?? 0,
  opened(/** @type {number} */ length, /** @type {number} */ heldAt) {
    model.length = length
    history.holdsAt(heldAt)
    feed.restart()
    if (!open) route()
    call('GET', 'clock').then(
      (clock) => {
        if (clock.mode === 'system') aheadMs = Date.parse(clock.now) - Date.now()
        refresh()
      },
      () => {},
    )
    refresh()
  },
  take(/** @type {any[]} */ entries) {
    history.take(entries)
    refresh()
  },
  forget(heldAt = 0) {
    history.forget()
    history.holdsAt(heldAt)
    feed.restart()
    refresh()
  },
  nudge: () => feed.read(),
  tell: bar.tell,
}

const reset = () =>
  confirm(
    t('Reset this workspace?'),
    t('Everything in “{workspace}” is forgotten: payments, postlinks, saved cards and rules.', facts),
    t('Reset'),
    async () => {
      await call('POST', 'reset')
      say(t('Everything is forgotten'))
      context.go('payments')
    },
  )

// Links between views leave the query, where a control token may stand, as it is: only the hash changes.
window.addEventListener('hashchange', route)
find('#reset').addEventListener('click', reset)
find('#help').addEventListener('click', showHelp)
// The same view in the other language.
find('#languages').addEventListener('click', (/** @type {any} */ { target }) => {
  if (target.href) target.hash = location.hash
})
find('#nav').addEventListener('click', (/** @type {any} */ event) => {
  const nav = find('#nav')
  if (event.target.closest('a') && nav.matches(':popover-open')) nav.hidePopover()
})
listenToKeys({ view: () => view, go: context.go })
setInterval(bar.tick, 500)
loadReasons().then(refresh, () => {})
follow(reader)
