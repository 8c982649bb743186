import { h } from './dom.js'
import { openDialog } from './press.js'
import { t } from './speech.js'

/** g and then a letter. @type {Record<string, [string, string]>} */
export const places = {
  p: ['payments', t('Payments')],
  l: ['postlinks', t('Postlinks')],
  b: ['cabinet', t('Cabinet')],
  q: ['requests', t('Requests')],
  j: ['journal', t('Journal')],
  r: ['rules', t('Rules')],
  s: ['scenarios', t('Scenarios')],
  f: ['findings', t('Findings')],
  o: ['coverage', t('Coverage')],
  v: ['reports', t('Reports')],
  c: ['clock', t('Clock')],
  m: ['time', t('Any moment')],
  e: ['codes', t('Reason codes')],
  t: ['cards', t('Test cards')],
  n: ['connect', t('Connect')],
  w: ['workspaces', t('Workspaces')],
}

/** @param {string} keys @param {string} what */
const line = (keys, what) =>
  h(
    'div',
    {},
    h(
      'dt',
      {},
      keys.split(' ').map((key) => [h('kbd', {}, key), ' ']),
    ),
    h('dd', {}, what),
  )

export const showHelp = () => {
  if (document.querySelector('dialog[open]')) return
  openDialog(t('Shortcuts'), (close) => [
    h('dl', { class: 'keys' }, [
      line('/', t('search')),
      line('j k', t('next and previous in the list')),
      line('Enter', t('open')),
      line('Esc', t('close, and leave the search')),
      line('x', t('run the open scenario')),
      Object.entries(places).map(([key, [, name]]) => line(`g ${key}`, name)),
      line('?', t('this help')),
    ]),
    h('div', { class: 'row' }, h('button', { type: 'button', class: 'button', onclick: close }, t('Close'))),
  ])
}

/** @param {EventTarget | null} target */
const isTyping = (target) => target instanceof Element && target.matches('input, textarea, select')

/**
 * @param {{ view(): any, go(hash: string): void }} app
 */
export const listenToKeys = ({ view, go }) => {
  let isGoing = false
  let timer = 0
  /** @type {Record<string, (event: KeyboardEvent) => void>} */
  const acts = {
    '?': () => showHelp(),
    '/': () => view()?.search?.focus(),
    j: () => view()?.step?.(1),
    k: () => view()?.step?.(-1),
    x: () => view()?.run?.(),
    Escape: () => view()?.back?.(),
    g: () => {
      isGoing = true
      clearTimeout(timer)
      timer = window.setTimeout(() => {
        isGoing = false
      }, 1500)
    },
  }
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return
    if (isTyping(event.target)) {
      if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur()
      return
    }
    const place = isGoing && places[event.key]
    isGoing = false
    if (place) {
      event.preventDefault()
      return go(place[0])
    }
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    act(event)
  })
}
