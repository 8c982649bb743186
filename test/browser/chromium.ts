import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium, type Page } from 'playwright-core'

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
  const browser = await chromium.launch({ ...(await chromiumPath()), headless: true })
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

// EPAY_SCREENSHOTS=1 takes a picture of every scene, in .tap/screenshots; these two are taken always.
const inReadme = new Set(['payment-page', 'dashboard'])

export async function screenshot(page: Page, name: string): Promise<void> {
  if (!inReadme.has(name) && process.env.EPAY_SCREENSHOTS === undefined) return
  const folder = join(root, '.tap/screenshots')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, fullPage: true })
}
