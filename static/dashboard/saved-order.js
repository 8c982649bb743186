import { authority, Problem } from './api.js'
import { h } from './dom.js'
import { button, sayProblem } from './press.js'
import { t } from './speech.js'
import { addressOf } from './workspaces.js'

/** A workspace's name is letters, digits and dashes. @param {string} file */
const nameOf = (file) =>
  file
    .replace(/\.\w+$/, '')
    .replace(/[^\w-]+/g, '-')
    .slice(0, 40) || 'order'

/**
 * Plays a scenario from a file in a workspace of its own, and goes to the step where it went wrong.
 * @param {File} file
 */
const play = async (file) => {
  const headers = { ...authority, 'content-type': 'application/yaml' }
  const init = { method: 'POST', headers, body: await file.text() }
  const answer = await fetch(`scenarios/${nameOf(file.name)}/run`, init)
  const answered = await answer.json()
  if (!answer.ok) throw new Problem(answered)
  const [{ workspace, steps }] = answered.scenarios
  const wrong = steps.find((/** @type {any} */ { ok }) => !ok) ?? steps.at(-1)
  location.assign(`${addressOf(workspace)}#/time/${wrong?.seq ?? ''}`)
}

/** The shortest bad order that `certify --explore` saved, or any other scenario, opened at its last step. */
export const openOrder = () => {
  const input = h('input', {
    ...{ type: 'file', accept: '.yaml,.yml,.json', class: 'visually-hidden', 'data-testid': 'order-file' },
    ...{ tabindex: '-1', 'aria-label': t('Open a saved order…') },
    onchange: async () => {
      const [file] = input.files
      input.value = ''
      if (file) await play(file).catch(sayProblem)
    },
  })
  return [input, button(t('Open a saved order…'), () => input.click())]
}
