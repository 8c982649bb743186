import { plural } from './plural.js'

/**
 * How long the page will take a card.
 * @param {any} texts
 */
export function startMinutes(texts) {
  const place = /** @type {HTMLElement | null} */ (document.querySelector('[data-minutes]'))
  const minutes = Number(place?.dataset.minutes)
  if (!place || !(minutes > 0)) return
  const deadline = Date.now() + minutes * 60_000
  const timer = setInterval(() => {
    const left = Math.max(0, Math.ceil((deadline - Date.now()) / 60_000))
    const text = left ? plural(texts.minutesLeft, left, texts.lang) : texts.timeOver
    if (place.textContent !== text) place.textContent = text
    if (left) return
    clearInterval(timer)
    tell(text)
  }, 1000)
}

/**
 * From the result to the shop, in seconds that are counted aloud and can be stopped.
 * @param {any} texts
 */
export function startReturn(texts) {
  const main = document.querySelector('main')
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector('[data-testid="return"]'))
  const bar = /** @type {HTMLElement | null} */ (document.querySelector('[data-return]'))
  const text = document.querySelector('[data-return-text]')
  if (main?.dataset.returnSeconds === undefined || !link || !bar || !text) return

  // Who comes back to the receipt from the shop came to read it.
  const [arrival] = performance.getEntriesByType('navigation')
  if (/** @type {PerformanceNavigationTiming | undefined} */ (arrival)?.type === 'back_forward') return

  let left = Number(main.dataset.returnSeconds)
  const tick = () => {
    if (left > 0) {
      text.textContent = plural(texts.returnIn, left, texts.lang)
      left -= 1
      return
    }
    clearInterval(timer)
    text.textContent = texts.returning
    // The result must not stay in the history: Back would land on it and be sent away again.
    location.replace(link.href)
  }
  const timer = setInterval(tick, 1000)
  bar.hidden = false
  tick()
  window.addEventListener('pagehide', () => clearInterval(timer))
  bar.querySelector('[data-stay]')?.addEventListener('click', () => {
    clearInterval(timer)
    bar.hidden = true
    tell(texts.stayed)
    link.focus()
  })
}

/** @param {string} text for screen readers */
function tell(text) {
  const status = document.querySelector('#status')
  if (status) status.textContent = text
}
