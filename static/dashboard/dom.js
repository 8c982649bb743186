/** @typedef {Node | string | number | null | undefined | false | Child[]} Child */

/**
 * An element. Text is always text: nothing that came over the wire is read as HTML.
 * @param {string} tag
 * @param {Record<string, any>} [given] attributes; functions are listeners; `value` and such are properties
 * @param {...Child} children
 * @returns {any}
 */
export const h = (tag, given = {}, ...children) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (name === 'value' || name === 'checked' || name === 'open') Reflect.set(element, name, value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  append(element, children)
  return element
}

/** @param {Element} element @param {Child[]} children */
const append = (element, children) => {
  for (const child of children) {
    if (child === undefined || child === null || child === false) continue
    if (Array.isArray(child)) append(element, child)
    else element.append(child instanceof Node ? child : String(child))
  }
}

/** @param {Element} element @param {...Child} children */
export const fill = (element, ...children) => {
  element.replaceChildren()
  append(element, children)
}

/** @param {string} selector @param {ParentNode} [within] @returns {any} */
export const find = (selector, within = document) => within.querySelector(selector)

/**
 * Brings the children of an element up to date: one for each item, made anew only when its version is another one.
 * What was open stays open, and who had the focus keeps it.
 * @template T
 * @param {Element} element
 * @param {T[]} items
 * @param {{ key(item: T): string, version(item: T): string | number, render(item: T): any }} how
 */
export const keyed = (element, items, { key, version, render }) => {
  const old = new Map([...element.children].map((child) => [child.getAttribute('data-key'), child]))
  let place = element.firstElementChild
  for (const item of items) {
    const name = key(item)
    const before = old.get(name)
    old.delete(name)
    let now = before
    if (before?.getAttribute('data-version') !== String(version(item))) {
      now = render(item)
      now?.setAttribute('data-key', name)
      now?.setAttribute('data-version', String(version(item)))
    }
    if (before && now && before !== now) {
      if (place === before) place = before.nextElementSibling
      carryOver(before, now)
      before.remove()
    }
    if (now && now !== place) element.insertBefore(now, place)
    else place = place?.nextElementSibling ?? null
    if (before && now && before !== now) refocus(now)
  }
  for (const gone of old.values()) gone.remove()
}

let focused = ''

/** @param {Element} before @param {Element} now */
const carryOver = (before, now) => {
  const active = document.activeElement
  focused =
    active && before.contains(active) ? (active.closest('[data-act]')?.getAttribute('data-act') ?? '') : ''
  const parts = [before, ...before.querySelectorAll('details')]
  for (const part of parts) {
    if (!(part instanceof HTMLDetailsElement)) continue
    const name = part.getAttribute('data-part')
    const same = part === before ? now : find(`details[data-part="${name}"]`, now)
    if (same) same.open = part.open
  }
}

/** @param {Element} now */
const refocus = (now) => {
  if (focused) find(`[data-act="${focused}"]`, now)?.focus()
  focused = ''
}
