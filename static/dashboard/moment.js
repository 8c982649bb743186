import { call, facts } from './api.js'
import { fill, find, h } from './dom.js'
import { tellOf } from './events.js'
import { button, createTrouble, openDialog } from './press.js'
import { t } from './speech.js'
import { listTime } from './text.js'
import { addressOf } from './workspaces.js'

// The others show what is now, or never changes.
const ofMoment = new Set('payments postlinks cabinet requests journal rules clock time'.split(' '))

/** @param {number} seq */
const fork = (seq) => {
  const trouble = createTrouble()
  const name = h('input', {
    value: `${facts.workspace}-at-${seq}`,
    autocomplete: 'off',
    'data-testid': 'fork-name',
  })
  const submit = async () => {
    trouble.clear()
    try {
      await call('PUT', `workspaces/${encodeURIComponent(name.value)}`, { from: facts.workspace, at: seq })
      location.assign(`${addressOf(name.value)}#/time`)
    } catch (error) {
      trouble.tell(error)
    }
  }
  openDialog(t('Fork at entry {n}', { n: seq }), (close) => [
    h(
      'p',
      { class: 'soft' },
      t(
        'A workspace of its own goes on from this moment: the same ids, the same future for the ' +
          'same requests. Postlinks that are still owed are held there.',
      ),
    ),
    h('label', { class: 'field' }, t('Name'), name),
    trouble.place,
    h('div', { class: 'row' }, [
      h('button', { type: 'button', class: 'quiet', onclick: close }, t('Cancel')),
      button(t('Fork'), submit, { class: 'button', 'data-testid': 'fork-go' }),
    ]),
  ])
  name.select()
}

/**
 * The slider through the journal, above every view: what they show is the workspace as it was after one entry.
 * @param {import('./history.js').History} history @param {import('./model.js').Model} model
 * @param {(seq: number | undefined) => void} choose
 */
export const createMoment = (history, model, choose) => {
  const place = find('#moment')
  const slider = h('input', {
    ...{ type: 'range', step: '1', 'aria-label': t('Moment of the journal'), 'data-testid': 'slider' },
    oninput: () => choose(Number(slider.value)),
  })
  const title = h('b', { 'data-testid': 'moment' })
  const what = h('span', { class: 'moment-what' })
  const step = (/** @type {number} */ by) => choose(at() + by)
  const at = () => history.moment() ?? history.last()
  const back = h('button', { type: 'button', class: 'quiet', onclick: () => choose(undefined) }, t('Now'))
  const stepButton = (/** @type {string} */ sign, /** @type {string} */ name, /** @type {number} */ by) =>
    h('button', { type: 'button', class: 'quiet', 'aria-label': name, onclick: () => step(by) }, sign)
  const changed = h('a', { class: 'quiet', href: '#/time', 'data-testid': 'what-changed' }, t('What changed'))
  fill(place, [
    h('div', { class: 'moment-line' }, [
      stepButton('‹', t('One entry back'), -1),
      slider,
      stepButton('›', t('One entry forward'), 1),
    ]),
    h('div', { class: 'moment-line' }, [
      h('p', { class: 'grow moment-text' }, title, ' ', what),
      changed,
      h(
        'button',
        { type: 'button', class: 'quiet', 'data-testid': 'fork', onclick: () => fork(at()) },
        t('Fork here…'),
      ),
      back,
    ]),
  ])
  return {
    step,
    /** @param {string} view the one that is open */
    update(view) {
      const isAsked = view === 'time'
      const first = history.first()?.seq ?? 1
      const isPast = history.moment() !== undefined
      place.hidden = history.last() === 0 || !ofMoment.has(view) || !(isPast || isAsked)
      place.toggleAttribute('data-past', isPast)
      if (place.hidden) return
      Object.assign(slider, { min: String(first), max: String(history.last()), value: String(at()) })
      const entry = history.entryAt(at())
      const shown = entry && tellOf(entry, model)
      back.hidden = !isPast
      title.textContent = t('entry {n} of {all}', { n: at(), all: history.last() })
      fill(what, entry && [`${listTime(entry.at)} `, shown?.title])
      find('.moment-text', place).title = `${title.textContent} ${what.textContent}`
      changed.hidden = isAsked
      slider.setAttribute('aria-valuetext', `${title.textContent}, ${what.textContent}`)
    },
  }
}
