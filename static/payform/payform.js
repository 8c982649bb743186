import { startMinutes, startReturn } from './countdown.js'
import { startForm } from './form.js'
import { startOutcomes } from './outcomes.js'

const texts = JSON.parse(document.getElementById('texts')?.textContent ?? '{}')
startForm(texts)
startOutcomes()
startMinutes(texts)
startReturn(texts)

// Opened as a widget, the shop's page waits to hear how it ended.
const result = document.querySelector('main')?.dataset.widgetResult
const tell = (outcome) => window.parent.postMessage(JSON.stringify(outcome), '*')
if (result) tell({ success: result === 'true' })
// In the widget; a page by itself is its own parent.
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape' && window.parent !== window) tell({ success: false, closed: true })
})
