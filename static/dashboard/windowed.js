import { h } from './dom.js'
import { t } from './speech.js'

// Rows kept above and below what can be seen, so that a quick turn of the wheel shows no gap.
const margin = 10

/** @param {Node} cell */
const wholeText = (cell) =>
  [...cell.childNodes]
    .map((node) => (node.nodeType === 3 ? node.textContent : wholeText(node)))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()

/**
 * A table of any length of which only what can be seen is in the page.
 * @template T
 * @param {{
 *   label: string, testid: string, columns: string[],
 *   key(item: T): string, version(item: T): string | number, cells(item: T): any[],
 *   href?(item: T): string, isFaded?(item: T): boolean
 * }} how `columns` are `name` or `name class`; the first cell of a row with `href` is its link
 */
export const createWindowed = (how) => {
  const { label, testid, columns, key, version, cells, href, isFaded } = how
  const above = h('tr', { role: 'presentation', class: 'spacer' })
  const below = h('tr', { role: 'presentation', class: 'spacer' })
  const body = h('tbody', { role: 'rowgroup' })
  const head = columns.map((column) => {
    const [name, kind] = column.split('|')
    return h('th', { role: 'columnheader', scope: 'col', class: kind }, t(name ?? ''))
  })
  const table = h('table', { role: 'table', 'aria-label': label, 'data-testid': testid, class: 'list' }, [
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, head)),
    body,
  ])
  const scroller = h('div', { class: 'scroller list-scroller' }, table)
  const classes = columns.map((column) => column.split('|')[1] ?? '')

  /** @type {T[]} newest first */
  let items = []
  /** @type {Map<string, { row: HTMLTableRowElement, version: string | number }>} */
  let rows = new Map()
  let chosen = ''
  let newest = ''
  let sieve = ''

  const rowHeight = () => Number.parseFloat(getComputedStyle(table).getPropertyValue('--row')) || 40

  /** @param {T} item */
  const rowOf = (item) => {
    const link = href?.(item)
    const [first, ...rest] = cells(item)
    const parts = [link ? h('a', { href: link, class: 'row-link' }, first) : first, ...rest]
    const tds = parts.map((part, i) => h('td', { role: 'cell', class: classes[i] }, part))
    return h('tr', { role: 'row', 'data-key': key(item), 'data-faded': isFaded?.(item) }, tds)
  }

  const draw = () => {
    const height = rowHeight()
    const from = Math.max(0, Math.floor(scroller.scrollTop / height) - margin)
    const to = Math.min(items.length, from + Math.ceil(scroller.clientHeight / height) + 2 * margin)
    /** @type {typeof rows} */
    const shown = new Map()
    for (let i = from; i < to; i += 1) {
      const item = /** @type {T} */ (items[i])
      const name = key(item)
      const known = rows.get(name)
      const isSame = known?.version === version(item)
      const kept = known && isSame ? known : { row: rowOf(item), version: version(item) }
      if (known && !isSame) replace(known.row, kept.row)
      kept.row.setAttribute('aria-rowindex', String(i + 2))
      mark(kept.row, name === chosen)
      shown.set(name, kept)
    }
    place(shown, from, to, height)
    rows = shown
  }

  /** @param {HTMLElement} before @param {HTMLElement} now */
  const replace = (before, now) => {
    const isFocused = before.contains(document.activeElement)
    before.replaceWith(now)
    if (isFocused) now.querySelector('a')?.focus({ preventScroll: true })
  }

  /** @param {typeof rows} shown @param {number} from @param {number} to @param {number} height */
  const place = (shown, from, to, height) => {
    for (const [name, { row }] of rows) if (!shown.has(name)) row.remove()
    above.style.height = `${from * height}px`
    below.style.height = `${(items.length - to) * height}px`
    if (body.firstChild !== above) body.prepend(above)
    let last = above
    for (const { row } of shown.values()) {
      if (last.nextSibling !== row) last.after(row)
      last = row
    }
    if (last.nextSibling !== below) last.after(below)
    for (const { row } of shown.values()) titleWhatIsCut(row)
    table.setAttribute('aria-rowcount', String(items.length + 1))
  }

  /** What ends in an ellipsis is read whole by pointing at it. @param {HTMLTableRowElement} row */
  const titleWhatIsCut = (row) => {
    for (const cell of row.cells) {
      const cut = [...cell.querySelectorAll('.outcome > *'), cell].some(
        (box) => box.scrollWidth > box.clientWidth,
      )
      if (cut) cell.title = wholeText(cell)
      else if (cell.title) cell.removeAttribute('title')
    }
  }

  /** @param {HTMLElement} row @param {boolean} isChosen */
  const mark = (row, isChosen) => {
    if (isChosen) row.setAttribute('aria-current', 'true')
    else row.removeAttribute('aria-current')
  }

  scroller.addEventListener('scroll', draw, { passive: true })
  const watcher = new ResizeObserver(draw)
  watcher.observe(scroller)
  body.addEventListener('click', (/** @type {any} */ event) => {
    if (event.target.closest('a, button, details') || String(getSelection())) return
    event.target.closest('tr')?.querySelector('a')?.click()
  })

  return {
    element: scroller,
    /** @param {T[]} next newest first @param {{ chosen?: string, sieve?: string }} [how] what chose them */
    show(next, { chosen: nextChosen = '', sieve: nextSieve = '' } = {}) {
      if (nextSieve !== sieve) scroller.scrollTop = 0
      const added = newest && nextSieve === sieve ? next.findIndex((item) => key(item) === newest) : 0
      items = next
      sieve = nextSieve
      chosen = nextChosen
      newest = next[0] ? key(next[0]) : ''
      // Who reads further down is not pushed away by what comes in on top.
      if (added > 0 && scroller.scrollTop > 0) scroller.scrollTop += added * rowHeight()
      draw()
    },
    /** The next or the previous item of the one chosen. @param {number} by */
    step(by) {
      const at = items.findIndex((item) => key(item) === chosen)
      const item = items[at < 0 ? 0 : Math.min(Math.max(at + by, 0), items.length - 1)]
      if (!item) return undefined
      chosen = key(item)
      this.reveal()
      return item
    },
    /** Scrolls to an item and gives it the focus. */
    reveal(name = chosen) {
      const height = rowHeight()
      const at = items.findIndex((item) => key(item) === name)
      if (at < 0) return
      const top = at * height
      if (top < scroller.scrollTop) scroller.scrollTop = top
      const bottom = top + height * 2 - scroller.clientHeight
      if (bottom > scroller.scrollTop) scroller.scrollTop = bottom
      draw()
      rows.get(name)?.row.querySelector('a')?.focus({ preventScroll: true })
    },
    close: () => watcher.disconnect(),
  }
}
