import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sparticuz from '@sparticuz/chromium'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'

const root = join(import.meta.dirname, '../..')
const manifest = new URL('../package.json', import.meta.resolve('@sparticuz/chromium'))
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
const unpacked = join(tmpdir(), `epay-sandbox-chromium-${version}`)

// Made for a serverless runtime: one process dies with its first closed context, and a browser without
// web security would hide what a real one refuses the page.
const unwanted = [
  '--single-process',
  '--no-zygote',
  '--disable-web-security',
  '--allow-running-insecure-content',
  // A processor that plays a graphics card: Chromium's own painting takes two thirds of the time (dashboard-phone).
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
]

const args = [
  ...sparticuz.args.filter((flag) => !unwanted.includes(flag)),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-sync',
  '--no-first-run',
]

// Test files start at once, and the package hands out a binary another process is still writing, so each
// unpacks into a folder of its own and the first to finish gives it the shared name.
async function executable(): Promise<string> {
  const path = join(unpacked, 'chromium')
  if (existsSync(path)) return path
  const stage = await mkdtemp(`${unpacked}-`)
  const script = "import c from '@sparticuz/chromium'; await c.executablePath()"
  try {
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: root,
      env: { ...process.env, TMPDIR: stage },
    })
    await rename(stage, unpacked)
  } catch (error) {
    if (!existsSync(path)) throw error
  } finally {
    await rm(stage, { recursive: true, force: true })
  }
  return path
}

/** What any driver of Playwright needs to launch the browser. */
export const chromiumPath = async () => ({ executablePath: await executable(), args })

let shared: Promise<Browser> | undefined

const launch = async (): Promise<Browser> => {
  const how = { ...(await chromiumPath()), headless: true }
  // Once in many starts it dies of SIGSEGV before it has said a word: that is no finding of a test.
  const browser = await chromium.launch(how).catch(() => chromium.launch(how))
  // The root, also when this file is one of many in its process: see ../together.ts.
  const { default: root } = await import('tap')
  root.teardown(() => browser.close())
  return browser
}

/** One browser a process, started when first asked for: a second costs more than the tests of a file. */
export const openBrowser = (): Promise<Browser> => {
  shared ??= launch()
  return shared
}

/** What Playwright's own test runner uses a profile again by: without its pages, cookies, storage and routes. */
interface Reusing {
  _newContextForReuse(options: BrowserContextOptions): Promise<BrowserContext>
  _disconnectFromReusedContext(reason: string): Promise<void>
}

interface Test {
  teardown(run: () => unknown): unknown
}

const inUse = new WeakSet<Browser>()
const spoiled = new WeakSet<BrowserContext>()

/**
 * From here on the page has a clock that is set by hand, and its profile is nobody else's: Playwright lets such a clock
 * run on when a profile is handed back, and may do so after it has taken the clock away from the next page.
 */
export const stopClock = async (page: Page, at: number) => {
  spoiled.add(page.context())
  await page.clock.install({ time: 0 })
  await page.clock.pauseAt(at)
}

const openProfile = async (t: Test, browser: Browser, options: BrowserContextOptions) => {
  // A second one in the same test is another person's, beside the first.
  if (inUse.has(browser)) {
    const context = await browser.newContext(options)
    t.teardown(() => context.close())
    return context
  }
  const reusing = browser as unknown as Reusing
  inUse.add(browser)
  const context = await reusing._newContextForReuse(options)
  t.teardown(async () => {
    if (spoiled.has(context)) await context.close()
    else await reusing._disconnectFromReusedContext('the test is over')
    inUse.delete(browser)
  })
  return context
}

/**
 * The page of an empty profile, until the test ends. A new profile starts a process of Chromium's: with its first page
 * that costs a second of a processor, one that is used again a third of it.
 */
export const openTab = async (t: Test, browser: Browser, options: BrowserContextOptions = {}) => {
  const context = await openProfile(t, browser, options)
  const [page] = context.pages()
  return page ?? context.newPage()
}

// EPAY_SCREENSHOTS=1 takes a picture of every scene, in .tap/screenshots; these two are taken always.
const inReadme = new Set(['payment-page', 'dashboard'])

export async function screenshot(page: Page, name: string): Promise<void> {
  if (!inReadme.has(name) && process.env.EPAY_SCREENSHOTS === undefined) return
  const folder = join(root, '.tap/screenshots')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, fullPage: true })
}
