import { call, facts, tokenQuery } from './api.js'
import { cards } from './cards.js'
import { clock } from './clock.js'
import { codes } from './codes.js'
import { connect } from './connect.js'
import { coverage } from './coverage.js'
import { fill, find } from './dom.js'
import { createFeed } from './feed.js'
import { findings } from './findings.js'
import { journal } from './journal.js'
import { listenToKeys, showHelp } from './keys.js'
import { apply, createModel, forget } from './model.js'
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
import { clockTime, listTime } from './text.js'
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
  requests,
  journal,
  findings,
  coverage,
  rules,
  scenarios,
  reports,
  clock,
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

const last = () => model.entries.at(-1)?.seq ?? 0
const isLoading = () => last() < model.length
const now = () => (model.clock.mode === 'virtual' ? (model.clock.now ?? 0) : Date.now() + aheadMs)

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
  go(place, replace = false) {
    history[replace ? 'replaceState' : 'pushState'](null, '', `#/${place}`)
    route()
  },
  setQuery(query) {
    const { name, parts } = hashNow()
    const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString()
    const path = [name, ...parts].map(encodeURIComponent).join('/')
    context.go(text ? `${path}?${text}` : path, true)
  },
}

/** Which payment an entry was about. @type {WeakMap<any, import('./model.js').Payment>} */
const owners = new WeakMap()

const showCounts = () => {
  const active = [...model.rules.values()].filter(({ isActive }) => isActive).length
  const counts = { payments: model.list.length, postlinks: model.postlinks.size, rules: active }
  for (const [name, count] of Object.entries(counts)) find(`[data-count="${name}"]`).textContent = count || ''
}

const showClock = () => {
  const chip = find('#clock')
  chip.dataset.mode = model.clock.mode
  const text =
    model.clock.mode === 'virtual' ? t('{time} still', { time: listTime(now()) }) : clockTime(now())
  if (chip.textContent !== text) chip.textContent = text
}

let timer = 0
/** Many entries come at once; the page is brought up to date once for all of them. */
const refresh = () => {
  if (timer) return
  timer = window.setTimeout(
    () => {
      timer = 0
      showCounts()
      showClock()
      askRetention()
      view.update?.()
    },
    isLoading() ? 300 : 16,
  )
}

/** @type {Record<string, string>} */
const stateWords = {
  connecting: t('connecting…'),
  live: t('live'),
  lost: t('connection lost, retrying'),
  refused: t('not allowed: open this page with ?token=…'),
}

const feed = createFeed(model, refresh)
const askRetention = createRetention(model, refresh)

const reader = {
  last,
  start: () => model.entries[0]?.at ?? 0,
  opened(/** @type {number} */ length) {
    model.length = length
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
    for (const entry of entries) {
      const owner = apply(model, entry)
      if (owner) owners.set(entry, owner)
    }
    refresh()
  },
  forget() {
    forget(model)
    feed.restart()
    refresh()
  },
  nudge: () => feed.read(),
  tell(/** @type {string} */ state) {
    const place = find('#connection')
    // While it is lost every new try says so: no flicker between the two.
    if (state === 'connecting' && place.dataset.state === 'lost') return
    place.dataset.state = state
    place.textContent = stateWords[state] ?? ''
  },
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
setInterval(showClock, 500)
loadReasons().then(refresh, () => {})
follow(reader)
