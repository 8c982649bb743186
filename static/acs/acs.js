// Comfort only: without script every form here is sent by its own button.

// The way back to the shop needs no click.
const way = document.querySelector('form[data-auto-submit]')
if (way instanceof HTMLFormElement) way.submit()

const code = document.getElementById('code')
if (code instanceof HTMLInputElement) {
  // In a shop's widget the browser refuses an autofocus attribute aloud, so the page on its own takes the focus here.
  if (window.top === window) code.focus()
  const fill = document.querySelector('[data-fill]')
  if (fill instanceof HTMLButtonElement) {
    fill.hidden = false
    fill.addEventListener('click', () => {
      code.value = fill.dataset.fill ?? ''
      code.focus()
    })
  }
}
