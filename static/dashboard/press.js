import { Problem } from './api.js'
import { fill, find, h } from './dom.js'
import { t } from './speech.js'

/**
 * Says something in passing, in the corner, and to a screen reader.
 * @param {string} text @param {{ tone?: 'bad', action?: [string, () => unknown] }} [more]
 */
export const say = (text, { tone, action } = {}) => {
  const toast = h('div', { class: 'toast', 'data-tone': tone }, h('span', { class: 'grow' }, text))
  if (action) {
    const [name, act] = action
    toast.append(
      h(
        'button',
        {
          class: 'quiet',
          type: 'button',
          onclick: () => {
            toast.remove()
            act()
          },
        },
        name,
      ),
    )
  }
  find('#toasts').append(toast)
  setTimeout(() => toast.remove(), tone === 'bad' ? 9000 : 5000)
}

/** @param {unknown} error */
export const sayProblem = (error) =>
  say(error instanceof Error ? error.message : String(error), { tone: 'bad' })

/**
 * A button that waits for what it does, and says what went wrong.
 * @param {string} name @param {() => unknown} work @param {Record<string, any>} [given]
 */
export const button = (name, work, given = {}) => {
  const act = async (/** @type {any} */ event) => {
    const pressed = event.currentTarget
    pressed.disabled = true
    try {
      await work()
    } catch (error) {
      sayProblem(error)
    } finally {
      pressed.disabled = false
    }
  }
  return h('button', { type: 'button', class: 'quiet', 'data-act': name, onclick: act, ...given }, name)
}

/** @param {string} text @param {string} what */
export const copy = async (text, what) => {
  await write(text)
  say(t('Copied: {what}', { what }))
}

/** @param {string} text */
const write = async (text) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  // Over plain HTTP from another machine there is no clipboard: the old way still works.
  const area = h('textarea', { value: text, 'aria-hidden': 'true' })
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

/** @param {() => string} text @param {string} what @param {string} [name] */
export const copyButton = (text, what, name = t('Copy')) =>
  button(name, () => copy(text(), what), { 'aria-label': `${name}: ${what}`, 'data-act': `copy ${what}` })

/** @param {HTMLDialogElement} dialog */
const show = (dialog) => {
  document.body.append(dialog)
  dialog.addEventListener('close', () => dialog.remove())
  dialog.showModal()
  return dialog
}

/**
 * Asks before something that cannot be undone.
 * @param {string} title @param {string} text @param {string} yes @param {() => unknown} act
 */
export const confirm = (title, text, yes, act) => {
  const cancel = h(
    'button',
    { type: 'button', class: 'quiet', autofocus: true, onclick: () => dialog.close() },
    t('Cancel'),
  )
  const go = button(
    yes,
    async () => {
      await act()
      dialog.close()
    },
    { class: 'button danger' },
  )
  const dialog = show(
    h('dialog', { 'aria-labelledby': 'dialog-title' }, [
      h('h2', { id: 'dialog-title' }, title),
      h('p', { class: 'soft' }, text),
      h('div', { class: 'row' }, cancel, go),
    ]),
  )
}

/** @param {string} title @param {(close: () => void) => any[]} content */
export const openDialog = (title, content) => {
  const dialog = h('dialog', { 'aria-labelledby': 'dialog-title' }, h('h2', { id: 'dialog-title' }, title))
  dialog.append(...content(() => dialog.close()))
  return show(dialog)
}

/** Where a form tells what was wrong with it. */
export const createTrouble = () => {
  const place = h('div', { role: 'alert', 'data-testid': 'trouble' })
  return {
    place,
    clear: () => fill(place),
    /** @param {unknown} error */
    tell: (error) => {
      const violations = error instanceof Problem ? error.violations : []
      const lines = violations.map(({ where, got, expected }) =>
        h('li', {}, h('code', {}, where), t(': got {got}, expected {expected}', { got: got, expected })),
      )
      const said =
        lines.length > 0 ? h('ul', {}, lines) : error instanceof Error ? error.message : String(error)
      fill(place, h('div', { class: 'problem' }, said))
    },
  }
}
