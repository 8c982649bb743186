import { call, facts } from './api.js'
import { provoke } from './codes.js'
import { h, keyed } from './dom.js'
import { button, copyButton, say } from './press.js'
import { t, tn } from './speech.js'

/**
 * What a bank can do, a tile each: met, or with the command that provokes it.
 *
 * @typedef {{ id: string, use: string, what: string, met: boolean, count: number, provoke?: string,
 *   by: { workspace: string, mark?: string }[] }} Behaviour
 * @typedef {{ met: number, of: number, percent: number, uses: { use: string, name: string }[],
 *   behaviours: Behaviour[] }} Coverage
 */

/** As it is typed on this machine. @param {string} command */
const typedHere = (command) =>
  command.replace(/(^|\s)epay-sandbox /, (_, before) => `${before}${facts.command} `)

/** What a command does, done by the page itself; undefined for one that needs the shop. @param {string} command */
const hereOf = (command) => {
  const [, rule] = /^epay-sandbox rules add '(.*)'$/.exec(command) ?? []
  if (rule)
    return async () => {
      await call('POST', 'rules', JSON.parse(rule))
      say(t('The rule waits for its next chance'))
    }
  const [, code] = /^epay-sandbox trigger (\d+)$/.exec(command) ?? []
  if (code) return () => provoke(Number(code))
  const [, advance] = /^epay-sandbox clock advance (\S+)$/.exec(command) ?? []
  return advance && (() => call('POST', 'clock', { advance }))
}

/** @param {Behaviour} row @param {boolean} isLive */
const wayNode = ({ provoke: command = '' }, isLive) => {
  const here = isLive && hereOf(command)
  const typed = typedHere(command)
  return h('div', { class: 'stack-tight' }, [
    h('code', { class: 'breaks' }, typed),
    h('div', { class: 'row' }, [
      copyButton(() => typed, t('the command')),
      here && button(t('Provoke here'), here),
    ]),
  ])
}

/** Which tests met it. @param {Behaviour} row */
const metBy = ({ count, by }) =>
  [tn(count, 'met {n} time', 'met {n} times'), ...by.map(({ workspace, mark }) => mark ?? workspace)].join(
    ', ',
  )

/** @param {Behaviour} row @param {boolean} isLive */
const tileNode = (row, isLive) => {
  const { met, what, provoke: command } = row
  const said = [
    h('span', { class: 'sign', 'aria-hidden': 'true' }, met ? '✓' : command ? '+' : '·'),
    h('span', { class: 'grow' }, what),
    h('span', { class: met ? 'soft' : 'visually-hidden' }, met ? `×\u00a0${row.count}` : t('never met')),
  ]
  const line = { class: 'tile-line', title: met ? metBy(row) : undefined }
  return h('li', { class: 'tile', 'data-met': String(met), 'data-testid': 'behaviour' }, [
    met || !command
      ? h('div', line, said)
      : h('details', { 'data-part': `way ${row.id}` }, h('summary', line, said), wayNode(row, isLive)),
  ])
}

/** `14 of 49 behaviours, 28.5 %` @param {Coverage} coverage */
export const figureText = ({ met, of, percent }) =>
  tn(of, '{met} of {n} behaviour, {percent} %', '{met} of {n} behaviours, {percent} %', { met, percent })

/** How much of it, as a bar; the words beside it say it too. @param {Coverage} coverage */
export const meterNode = ({ met, of }) => {
  const bar = h('span', { class: 'meter', 'aria-hidden': 'true' }, h('span', {}))
  bar.firstChild.style.width = `${of === 0 ? 0 : (100 * met) / of}%`
  return bar
}

/**
 * Brings the map up to date; what was open in it stays open.
 * @param {Element} place @param {Coverage} coverage
 * @param {{ show?: string, isLive?: boolean }} [how] `never` or `met` alone; live: it can be provoked here
 */
export const drawMap = (place, { uses, behaviours }, { show = '', isLive = false } = {}) => {
  const shown = behaviours.filter(({ met }) => show === '' || met === (show === 'met'))
  const groups = uses
    .map(({ use, name }) => ({
      ...{ use, name, rows: shown.filter((row) => row.use === use) },
      all: behaviours.filter((row) => row.use === use),
    }))
    .filter(({ rows }) => rows.length > 0)
  keyed(place, groups, {
    key: ({ use }) => use,
    version: ({ rows, all }) =>
      `${rows.map(({ id, count }) => `${id} ${count}`).join()} ${all.filter(({ met }) => met).length}`,
    render: ({ name, rows, all }) =>
      h('section', { class: 'map-part' }, [
        h('h2', {}, [
          name,
          ' ',
          h(
            'span',
            { class: 'soft' },
            t('{met} of {all}', { met: all.filter(({ met }) => met).length, all: all.length }),
          ),
        ]),
        h(
          'ul',
          { class: 'map' },
          rows.map((row) => tileNode(row, isLive)),
        ),
      ]),
  })
}
