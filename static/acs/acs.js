// The way back to the shop needs no click; without script its button does the same.
const form = document.querySelector('form[data-auto-submit]')
if (form instanceof HTMLFormElement) form.submit()
