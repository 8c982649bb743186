/** @typedef {import('./fields.js').Field} Field */

/**
 * What is said about each field, beside it: the server writes the same lines when there is no script.
 * @param {HTMLFormElement} form
 * @param {Record<Field, HTMLInputElement>} fields
 * @param {Record<string, string>} texts
 */
export function openErrors(form, fields, texts) {
  const lineOf = (/** @type {Field} */ name) => document.getElementById(`${name}-error`)

  /** @param {Field} name */
  const addLine = (name) => {
    const line = document.createElement('p')
    line.className = 'field-error'
    line.id = `${name}-error`
    line.dataset.testid = `error-${name}`
    const input = fields[name]
    const after = input.closest('.with-brand') ?? input
    after.insertAdjacentElement('afterend', line)
    return line
  }

  /** @param {Field} name @param {boolean} wrong */
  const describe = (name, wrong) => {
    const input = fields[name]
    const others = (input.getAttribute('aria-describedby') ?? '').split(' ')
    const ids = others.filter((id) => id && id !== `${name}-error`)
    if (wrong) ids.unshift(`${name}-error`)
    if (ids.length) input.setAttribute('aria-describedby', ids.join(' '))
    else input.removeAttribute('aria-describedby')
    if (wrong) input.setAttribute('aria-invalid', 'true')
    else input.removeAttribute('aria-invalid')
  }

  /** @param {Field} name */
  const leaveSummary = (name) => {
    const summary = form.querySelector('#summary')
    summary?.querySelector(`[data-summary="${name}"]`)?.remove()
    if (summary && !summary.querySelector('li')) summary.remove()
  }

  return {
    /** @param {Field} name */
    isShown: (name) => fields[name].hasAttribute('aria-invalid'),
    /** @param {Field} name @param {string} key of the text, or '' when the field is right */
    show(name, key) {
      describe(name, key !== '')
      if (key) {
        const line = lineOf(name) ?? addLine(name)
        line.textContent = texts[key] ?? ''
        return
      }
      lineOf(name)?.remove()
      leaveSummary(name)
    },
  }
}
