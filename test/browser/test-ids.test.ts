import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import t from 'tap'
import { openSandbox } from '../world.ts'
import { openBrowser } from './chromium.ts'
import { issuerScenes, openStage, pageScenes, plainScenes, withoutScripts } from './scenes.ts'

/** static/README.md is what merchants write their tests by: it and the pages say the same. */

const browser = await openBrowser()
// Shops that leave links out are shown too.
const sandbox = await openSandbox(t, { quirks: { savedCardFields: 'optional' } })
t.setTimeout(180_000)

const folder = join(import.meta.dirname, '../../static')
const readme = readFileSync(join(folder, 'README.md'), 'utf8')

const rowsOf = (heading: string) => {
  const [, part = ''] = readme.split(`\n${heading}\n`)
  const [table = ''] = part.split('\n#')
  const rows = table.split('\n').filter((line) => line.startsWith('| `'))
  return rows.map((line) => line.split('|').map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')))
}

const documented = ['### Payment page', '### Result', "### Issuer's page"]
  .flatMap(rowsOf)
  .map(([, id = '', , scene = '']) => ({ id, scene }))

/** `test-card-<number>` stands for all that begin so. */
const selector = (id: string) =>
  id.includes('<') ? `[data-testid^="${id.split('<')[0]}"]` : `[data-testid="${id}"]`
const covers = (id: string) => (name: string) =>
  id.includes('<') ? name.startsWith(id.split('<')[0] as string) : name === id

const scenes = { ...pageScenes, ...issuerScenes, ...plainScenes }
const open = async (t: Parameters<typeof openStage>[0], what: string, language: string): Promise<Page> => {
  const page = await openStage(t, browser)
  if (what in plainScenes) await withoutScripts(page)
  await scenes[what]?.({ page, sandbox, language })
  return page
}

const found = new Set<string>()

for (const what of new Set(documented.map(({ scene }) => scene))) {
  t.test(`the test ids of the state "${what}" are on the page`, async (t) => {
    t.ok(what in scenes, 'the state has a scene')
    const page = await open(t, what, 'eng')
    for (const { id, scene } of documented)
      if (scene === what) t.ok((await page.locator(selector(id)).count()) > 0, id)
    const names = await page
      .locator('[data-testid]')
      .evaluateAll((marked) =>
        marked.map((node) => (node as unknown as { dataset: { testid: string } }).dataset.testid),
      )
    for (const name of names) found.add(name)
  })
}

t.test('every test id of the pages is documented', async (t) => {
  t.ok(found.size > 60, `${found.size} were seen`)
  const known = documented.map(({ id }) => covers(id))
  const unknown = [...found].filter((name) => !known.some((covers) => covers(name)))
  t.same(unknown, [])
})

t.test('and none is in a template that the pages above do not show', async (t) => {
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
  )
})

const labels = rowsOf('## Labels').map(([, id = '', role = '', ...texts]) => ({ id, role, texts }))

for (const [at, language] of ['rus', 'kaz', 'eng'].entries()) {
  t.test(`the labels in ${language} name the controls of both pages`, async (t) => {
    t.ok(labels.length > 8)
    for (const [what, own] of [
      ['empty', (id: string) => !id.startsWith('acs-')],
      ['asked', (id: string) => id.startsWith('acs-')],
    ] as const) {
      const page = await open(t, what, language)
      for (const { id, role, texts } of labels.filter(({ id }) => own(id))) {
        const name = (texts[at] ?? '').replace('<amount>', '12\u00a0345,50\u00a0₸')
        const control = page.getByRole(role as 'button', { name, exact: true })
        t.equal(await control.getAttribute('data-testid'), id, `${role} ${name}`)
      }
    }
  })
}
