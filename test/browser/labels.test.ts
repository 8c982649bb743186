import type { Page } from 'playwright-core'
import t from 'tap'
import { openSandbox } from '../world.ts'
import { openBrowser } from './chromium.ts'
import { rowsOf } from './documented-ids.ts'
import { issuerScenes, openStage, pageScenes } from './scenes.ts'

/** The names that merchants' tests find controls by; the test ids are checked where the states are: look.test.ts. */

const browser = await openBrowser()
const sandbox = await openSandbox(t, { quirks: { savedCardFields: 'optional' } })

const scenes = { ...pageScenes, ...issuerScenes }
const open = async (t: Parameters<typeof openStage>[0], what: string, language: string): Promise<Page> => {
  const page = await openStage(t, browser)
  await scenes[what]?.({ page, sandbox, language })
  return page
}

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
