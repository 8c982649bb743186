import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const lzString = readFileSync(
  createRequire(import.meta.url).resolve('lz-string/libs/lz-string.min.js'),
  'utf8',
)

/** What shops that copied the bank's script into their page years ago have there (wire/clients §4). */
const oldScript = `
var halyk = (function () {
  var pageUrL = PAGE_URL, origin = ORIGIN
  function encodeParams(value) {
    if (value === null || value === undefined) return ''
    if (typeof value !== 'object') return String(value)
    return Object.keys(value).filter(Boolean).map(function (key) {
      return key + '=' + encodeURIComponent(encodeParams(value[key]))
    }).join('&')
  }
  function urlOf(params) {
    return pageUrL + '?params=' + LZString.compressToEncodedURIComponent(encodeParams(params))
  }
  function pay(params) { location.href = urlOf(params) }
  function showPaymentWidget(params, callback) {
    var screen = document.createElement('div')
    screen.className = 'widgetScreen'
    var frame = document.createElement('iframe')
    frame.src = urlOf(params) + '&isShortForm=true'
    frame.style = 'width: 400px; height: 90vh'
    screen.appendChild(frame)
    document.body.appendChild(screen)
    addEventListener('message', function (event) {
      if (event.origin.indexOf(origin) !== 0) return
      // Throws at anything that is not JSON, as the old copies do.
      var outcome = JSON.parse(event.data)
      callback({ success: outcome.success === true })
      screen.remove()
    })
  }
  return { pay: pay, showPaymentWidget: showPaymentWidget }
})()`

const scriptText = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')

export const servedScript = (payformUrl: string): string =>
  `<script src="${payformUrl}payment-api.js"></script>`

export const inlinedScript = (payformUrl: string): string => {
  const { origin } = new URL(payformUrl)
  const copy = oldScript.replace('PAGE_URL', scriptText(payformUrl)).replace('ORIGIN', scriptText(origin))
  return `<script>${lzString}\n${copy}</script>`
}

/** A page of a shop that shows what the widget's callback was told. */
export const merchantPage = (script: string, payment: object): string => `<!doctype html>
<meta charset="utf-8"><title>Another shop</title>
<button onclick="halyk.pay(payment)">pay</button>
<button onclick="halyk.showPaymentWidget(payment, told)">showPaymentWidget</button>
<output></output>
${script}
<script>
var payment = ${scriptText(payment)}
function told(outcome) { document.querySelector('output').textContent += 'called back ' + JSON.stringify(outcome) }
</script>`
