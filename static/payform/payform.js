import { startMinutes, startReturn } from './countdown.js'
import { startForm } from './form.js'

const texts = JSON.parse(document.getElementById('texts')?.textContent ?? '{}')
startForm(texts)
startMinutes(texts)
startReturn(texts)

// Opened as a widget, the shop's page waits to hear how it ended.
const result = document.querySelector('main')?.dataset.widgetResult
if (result) window.parent.postMessage(JSON.stringify({ success: result === 'true' }), '*')
