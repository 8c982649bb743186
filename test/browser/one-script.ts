import { join } from 'node:path'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { root } from '../source.ts'

interface Test {
  teardown(run: () => unknown): unknown
}

let script: Promise<string> | undefined

const bundle = async () => {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'static/dashboard/app.js')],
    ...{ bundle: true, format: 'esm', write: false, logLevel: 'error' },
  })
  return Buffer.from(outputFiles[0]?.contents ?? '').toString('base64')
}

/**
 * The dashboard with its modules in one script, from the same sources: of 72 requests a page makes 14, which is half of
 * what opening it costs. home.test.ts and hostile/script.test.ts load the modules as they are served.
 */
export const withOneScript = async (t: Test, page: Page): Promise<void> => {
  script ??= bundle()
  const body = await script
  const session = await page.context().newCDPSession(page)
  t.teardown(() => session.detach())
  session.on('Fetch.requestPaused', ({ requestId }) => {
    const responseHeaders = [{ name: 'content-type', value: 'text/javascript' }]
    // The page may be gone meanwhile.
    session
      .send('Fetch.fulfillRequest', { requestId, responseCode: 200, responseHeaders, body })
      .catch(() => {})
  })
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*/_sandbox/dashboard/app.js' }] })
}
