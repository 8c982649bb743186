import type { Page } from 'playwright-core'

interface Text {
  textContent: string | null
  parentElement: { closest(selector: string): object | null } | null
}

/**
 * English sentences on a page in another language: two words of it in a row. What is code, what somebody else wrote,
 * and what says of itself that it is English may be.
 */
export const englishIn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { document } = globalThis as unknown as {
      document: { body: object; createTreeWalker(root: object, what: number): { nextNode(): Text | null } }
    }
    const walker = document.createTreeWalker(document.body, 4)
    const found = new Set<string>()
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const words = text.textContent?.trim() ?? ''
      const isForeign = text.parentElement?.closest(
        'code, pre, script, option, .mono, [lang="en"], [translate="no"]',
      )
      if (!isForeign && /\b[a-z]{2,} [a-z]{2,}\b/i.test(words)) found.add(words.slice(0, 80))
    }
    return [...found]
  })
