import type { Locator, Page } from 'playwright-core'

/**
 * Runs the text of a Cypress spec without Cypress, whose program does not come with its npm package but from another
 * server. The commands that the README uses are carried out by Playwright with the meaning Cypress's documents give
 * them: queued, `get` repeated until what follows it holds, `type` key by key after a click, and an origin that has to
 * be named. So this checks selectors and flow; it does not check Cypress.
 */

interface Command {
  /** As it stands in the spec, for a failure. */
  text: string
  run(): Promise<void>
}

const exactly = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** Asked again and again until it holds; text counts whether it is visible or not. */
const checks: Record<string, (found: Locator, expected: string) => Promise<void>> = {
  'have.text': (found, expected) =>
    found.filter({ hasText: new RegExp(`^${exactly(expected)}$`) }).waitFor({ state: 'attached' }),
  contain: (found, expected) =>
    found.filter({ hasText: new RegExp(exactly(expected)) }).waitFor({ state: 'attached' }),
  'be.visible': (found) => found.waitFor(),
}

/** A chain of one element: what is done to it is queued behind it. */
const chainOf = (queue: Command[], page: Page, selector: string) => {
  const found = page.locator(selector)
  const add = (text: string, run: () => Promise<void>) => {
    queue.push({ text: `cy.get('${selector}').${text}`, run })
    return chain
  }
  const chain = {
    click: () => add('click()', () => found.click()),
    type: (keys: string) =>
      add(`type('${keys}')`, async () => {
        await found.click()
        await found.pressSequentially(keys)
      }),
    should(chainer: string, expected = '') {
      const check = checks[chainer]
      if (!check) throw new Error(`the README's driver of Cypress does not know should('${chainer}')`)
      return add(`should('${chainer}', '${expected}')`, () => check(found, expected))
    },
  }
  return chain
}

/** The commands of one origin; outside of `cy.origin` that is the one visited first. */
const commandsOf = (page: Page, queue: Command[], origin: () => string) => {
  const here = (text: string): Command => ({
    text,
    run: () => page.waitForURL((url) => url.origin === origin(), { waitUntil: 'commit' }),
  })
  return {
    get(selector: string) {
      queue.push(here(`cy.get('${selector}')`))
      return chainOf(queue, page, selector)
    },
  }
}

const drain = async (queue: Command[]) => {
  for (const { text, run } of queue) {
    await run().catch((error: Error) => {
      throw new Error(`${text}: ${error.message}`)
    })
  }
}

/** Every `it` of the spec, by its title. */
export const readSpec = (spec: string) => {
  const tests: { title: string; run(page: Page): Promise<void> }[] = []
  const it = (title: string, body: () => void) => {
    tests.push({ title, run: (page) => runTest(page, body, bind) })
  }
  let current: object = {}
  const bind = (cy: object) => {
    current = cy
  }
  const cy = new Proxy({}, { get: (_, name) => (current as Record<string | symbol, unknown>)[name] })
  new Function('it', 'cy', spec)(it, cy)
  return tests
}

const runTest = async (page: Page, body: () => void, bind: (cy: object) => void) => {
  const queue: Command[] = []
  let top = ''
  bind({
    ...commandsOf(page, queue, () => top),
    visit(url: string) {
      top ||= new URL(url).origin
      queue.push({ text: `cy.visit('${url}')`, run: async () => void (await page.goto(url)) })
    },
    request(method: string, url: string, json: object) {
      const run = async () => {
        const headers = { 'content-type': 'application/json' }
        const answer = await fetch(url, { method, headers, body: JSON.stringify(json) })
        if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
      }
      queue.push({ text: `cy.request('${method}', '${url}')`, run })
    },
    origin(url: string, block: () => void) {
      const run = async () => {
        const inside: Command[] = []
        // Cypress carries the function over to the other origin as text: it sees nothing of the spec around it.
        new Function('cy', `(${block})()`)(commandsOf(page, inside, () => new URL(url).origin))
        await drain(inside)
      }
      queue.push({ text: `cy.origin('${url}')`, run })
    },
  })
  body()
  await drain(queue)
}
