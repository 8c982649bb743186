import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Test } from 'tap'

/** static/README.md is what merchants write their tests by: it and the pages say the same. */

const folder = join(import.meta.dirname, '../../static')
const readme = readFileSync(join(folder, 'README.md'), 'utf8')

export const rowsOf = (heading: string) => {
  const [, part = ''] = readme.split(`\n${heading}\n`)
  const [table = ''] = part.split('\n#')
  const rows = table.split('\n').filter((line) => line.startsWith('| `'))
  return rows.map((line) => line.split('|').map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')))
}

const documented = ['### Payment page', '### Result', "### Issuer's page"]
  .flatMap(rowsOf)
  .map(([, id = '', , scene = '']) => ({ id, scene }))

/** The states that the document names. */
export const documentedScenes = new Set(documented.map(({ scene }) => scene))

/** `test-card-<number>` stands for all that begin so. */
const selector = (id: string) =>
  id.includes('<') ? `[data-testid^="${id.split('<')[0]}"]` : `[data-testid="${id}"]`
const covers = (id: string) => (name: string) =>
  id.includes('<') ? name.startsWith(id.split('<')[0] as string) : name === id

const found = new Set<string>()

/** What the document promises of this state is on the page. */
export const checkIds = async (t: Test, page: Page, scene: string) => {
  for (const promised of documented)
    if (promised.scene === scene) t.ok((await page.locator(selector(promised.id)).count()) > 0, promised.id)
  const names = await page
    .locator('[data-testid]')
    .evaluateAll((marked) =>
      marked.map((node) => (node as unknown as { dataset: { testid: string } }).dataset.testid),
    )
  for (const name of names) found.add(name)
}

/** After all states: nothing was on a page, or stands in a template, that no state and no line of the document has. */
export const checkAllIds = (t: Test) => {
  t.ok(found.size > 60, `${found.size} were seen`)
  const known = documented.map(({ id }) => covers(id))
  t.same(
    [...found].filter((name) => !known.some((covers) => covers(name))),
    [],
    'every test id of the pages is documented',
  )
  const sources = ['payform', 'acs'].flatMap((name) =>
    readdirSync(join(folder, name))
      .filter((file) => file.endsWith('.eta'))
      .map((file) => readFileSync(join(folder, name, file), 'utf8')),
  )
  const written = sources.flatMap((text) =>
    [...text.matchAll(/data-testid="([a-z-]+)"/g)].map(([, id = '']) => id),
  )
  t.ok(written.length > 40)
  t.same(
    written.filter((id) => !found.has(id)),
    [],
    'and none is in a template that no state shows',
  )
}
