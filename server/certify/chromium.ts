import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { Unseen } from './trouble.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge']

/** Where Chrome puts itself outside PATH. */
const usual = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** CHROME_PATH, or the first Chromium that PATH knows; undefined where there is none. */
export const findChromium = (
  env: Record<string, string | undefined>,
  isThere: (path: string) => boolean = existsSync,
): string | undefined => {
  if (env.CHROME_PATH) return env.CHROME_PATH
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.flatMap((name) => [join(folder, name), join(folder, `${name}.exe`)]))
  return [...onPath, ...usual].find(isThere)
}

/** A page may still be asking for what it shows. */
const drawingMs = 1000

interface Message {
  id?: number
  method?: string
  result?: { errorText?: string; result?: { value?: unknown } }
}

/** Opens the address by the DevTools protocol and resolves with the HTML it has become. */
const visit = (socket: WebSocket, { url, headers }: Visit): Promise<string> =>
  new Promise((done, reject) => {
    let id = 0
    const send = (method: string, params = {}) => {
      id += 1
      socket.send(JSON.stringify({ id, method, params }))
    }
    const html = `new Promise((done) => setTimeout(() => done(document.documentElement.outerHTML), ${drawingMs}))`
    socket.addEventListener('message', ({ data }) => {
      const { method, result } = JSON.parse(String(data)) as Message
      // A script that asks the staff something would hold the page up for ever.
      if (method === 'Page.javascriptDialogOpening') send('Page.handleJavaScriptDialog', { accept: true })
      else if (method === 'Page.loadEventFired')
        send('Runtime.evaluate', { expression: html, awaitPromise: true })
      else if (result?.errorText) reject(new Error(result.errorText))
      else if (result?.result) done(String(result.result.value))
    })
    socket.addEventListener('close', () => reject(new Error('it ended')))
    socket.addEventListener('open', () => {
      send('Page.enable')
      send('Network.enable')
      send('Network.setExtraHTTPHeaders', { headers })
      send('Page.navigate', { url })
    })
  })

/** Where its first tab listens. */
const tabOf = async (stderr: Readable): Promise<string> => {
  for await (const line of createInterface({ input: stderr })) {
    const { host } = line.match(/ws:\/\/(?<host>[^/\s]+)/)?.groups ?? {}
    if (!host) continue
    const tabs = (await (await fetch(`http://${host}/json/list`)).json()) as {
      webSocketDebuggerUrl: string
    }[]
    return tabs[0]?.webSocketDebuggerUrl ?? ''
  }
  throw new Error('it ended before it listened')
}

interface Visit {
  url: string
  headers: Record<string, string>
}

// A browser starts in a second; on a machine with ten other things to do, in half a minute.
const longestMs = 90_000

/** What a page has become once its scripts have run, as HTML. Throws Unseen when the browser does not say. */
export const domOf = async (chromium: string, wanted: Visit): Promise<string> => {
  const profile = await mkdtemp(join(tmpdir(), 'epay-sandbox-browser-'))
  // Chromium refuses its own sandbox to root, which is who runs in a container.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = ['--headless', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0', ...asRoot]
  const child = spawn(chromium, [...args, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    signal: AbortSignal.timeout(longestMs),
    killSignal: 'SIGKILL',
  })
  const closed = new Promise<void>((done) => child.once('close', () => done()))
  const failed = new Promise<never>((_, reject) => child.once('error', reject))
  try {
    return await Promise.race([failed, tabOf(child.stderr).then((tab) => visit(new WebSocket(tab), wanted))])
  } catch (error) {
    throw new Unseen(`${chromium} did not show ${wanted.url}: ${(error as Error).message}`)
  } finally {
    child.kill('SIGKILL')
    await closed
    await rm(profile, { recursive: true, force: true, maxRetries: 3 })
  }
}
