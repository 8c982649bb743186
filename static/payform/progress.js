/**
 * Says that the payment is under way, and lets nobody press twice.
 * @param {HTMLFormElement} form
 * @param {string} busy
 * @param {() => boolean} allowed
 */
export function startProgress(form, busy, allowed) {
  const button = form.querySelector('[data-testid="pay"]')
  const label = button?.querySelector('[data-button-text]')
  const status = form.querySelector('#status')
  if (!button || !label) return
  const idle = label.textContent

  /** @param {boolean} paying */
  const say = (paying) => {
    // Not disabled: a button that is loses the focus, and a screen reader its place.
    button.setAttribute('aria-disabled', String(paying))
    form.setAttribute('aria-busy', String(paying))
    label.textContent = paying ? busy : idle
    if (status) status.textContent = paying ? busy : ''
  }

  form.addEventListener('submit', (event) => {
    if (form.getAttribute('aria-busy') === 'true' || !allowed()) event.preventDefault()
    else say(true)
  })
  // Going back can bring the page as it was left, with the button still busy.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) say(false)
  })
}
