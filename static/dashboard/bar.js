import { find } from './dom.js'
import { t } from './speech.js'
import { clockTime, listTime } from './text.js'

/** @type {Record<string, string>} */
const stateWords = {
  connecting: t('connecting…'),
  live: t('live'),
  lost: t('connection lost, retrying'),
  refused: t('not allowed: open this page with ?token=…'),
}

/**
 * What stands around every view: clock, connection, and how many there are of what.
 * @param {import('./app.js').Context} context
 */
export const createBar = ({ model, now }) => {
  const showCounts = () => {
    const active = [...model.rules.values()].filter(({ isActive }) => isActive).length
    const counts = { payments: model.list.length, postlinks: model.postlinks.size, rules: active }
    for (const [name, count] of Object.entries(counts))
      find(`[data-count="${name}"]`).textContent = count || ''
  }
  const tick = () => {
    const chip = find('#clock')
    chip.dataset.mode = model.clock.mode
    const text =
      model.clock.mode === 'virtual' ? t('{time} still', { time: listTime(now()) }) : clockTime(now())
    if (chip.textContent !== text) chip.textContent = text
  }
  return {
    tick,
    update() {
      showCounts()
      tick()
    },
    /** How the connection stands. @param {string} state */
    tell(state) {
      const place = find('#connection')
      // While it is lost every new try says so: no flicker between the two.
      if (state === 'connecting' && place.dataset.state === 'lost') return
      place.dataset.state = state
      place.textContent = stateWords[state] ?? ''
    },
  }
}
