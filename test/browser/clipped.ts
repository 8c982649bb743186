import type { Frame, Page } from 'playwright-core'

interface Box {
  tagName: string
  className: string
  textContent: string | null
  placeholder?: string
  scrollWidth: number
  clientWidth: number
  scrollHeight: number
  clientHeight: number
  parentElement: Box | null
  closest(selector: string): Box | null
}

/** A page can be asked before its style sheets are there: what is measured then is nothing that anybody sees. */
export const styled = (where: Page | Frame): Promise<void> => where.waitForLoadState()

/**
 * What the page shows cut off: text wider or higher than its box, without an ellipsis and a title that has all of it.
 * Boxes that scroll are not cut off, and neither is what only a screen reader is told.
 */
export const clippedIn = async (page: Page): Promise<string[]> => {
  await styled(page)
  return page.evaluate(() => {
    const { document, getComputedStyle } = globalThis as unknown as {
      document: { querySelectorAll(selector: string): Iterable<Box> }
      getComputedStyle(box: Box): Record<string, string>
    }
    const found: string[] = []
    const isHidden = (box: Box): boolean => {
      const { clipPath, visibility } = getComputedStyle(box)
      if (clipPath !== 'none' || visibility === 'hidden') return true
      return box.parentElement !== null && isHidden(box.parentElement)
    }
    for (const field of document.querySelectorAll('input[placeholder]:placeholder-shown'))
      if (getComputedStyle(field).textOverflow !== 'ellipsis')
        found.push(`a hint without an ellipsis: ${field.placeholder}`)
    for (const box of document.querySelectorAll('body *')) {
      if (box.clientWidth === 0 || box.textContent?.trim() === '') continue
      const { overflowX = '', overflowY = '', textOverflow, display } = getComputedStyle(box)
      if (display === 'inline') continue
      const isWide = box.scrollWidth > box.clientWidth + 1 && !/auto|scroll/.test(overflowX)
      const isHigh = box.scrollHeight > box.clientHeight + 2 && /hidden|clip/.test(overflowY)
      if ((!isWide && !isHigh) || isHidden(box)) continue
      if (isWide && textOverflow === 'ellipsis' && box.closest('[title]')) continue
      const name = `${box.tagName.toLowerCase()}.${String(box.className).replaceAll(' ', '.')}`
      const size = isWide
        ? `${box.scrollWidth} > ${box.clientWidth} wide`
        : `${box.scrollHeight} > ${box.clientHeight} high`
      found.push(`${name} ${size}: ${box.textContent?.trim().slice(0, 60)}`)
    }
    return found
  })
}
