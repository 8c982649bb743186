import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Test } from 'tap'
import manifest from '../../package.json' with { type: 'json' }
import { matches } from '../matches.ts'

/** `start` of the installed package, in the user's folder. */
export const startInstalled = async (
  t: Pick<Test, 'teardown'>,
  shop: string,
  nodeFolder = dirname(process.execPath),
) => {
  const bin = join(shop, 'node_modules/epay-sandbox', manifest.bin['epay-sandbox'])
  const args = [bin, 'start', '--quiet', '--port', '0', '--journal', join(shop, 'journal.sqlite')]
  const child: ChildProcess = spawn(join(nodeFolder, 'node'), args, { cwd: shop, stdio: 'pipe' })
  let stderr = ''
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  t.teardown(() => child.kill('SIGKILL'))
  const [line] = await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')
  return { url: /http:\S+/.exec(line)?.[0] ?? '', child, stderr: () => stderr }
}

/** Everything that is read from a file, and what the build could have left out. */
export const servesAll = async (t: Test, url: string) => {
  const get = async (path: string) => {
    const answer = await fetch(`${url}${path}`)
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
  }
  matches(t, await get('/payform/payment-api.js'), { status: 200, type: /javascript/, text: /halyk/ })
  matches(t, await get('/payform/'), { status: 400, type: /html/ })
  matches(t, await get('/payform/payform.css'), { status: 200, type: /css/ })
  matches(t, await get('/_sandbox/'), { status: 200, type: /html/ })
  matches(t, await get('/_sandbox/dashboard/app.js'), { status: 200, type: /javascript/ })
  matches(t, await get('/_sandbox/shop/'), { status: 200, text: /Tea/ })
  matches(t, await get('/_sandbox/openapi.json'), {
    status: 200,
    text: new RegExp(`"version":"${manifest.version}"`),
  })
  matches(t, await get('/_sandbox/scenarios'), { status: 200, text: /insufficient-funds-then-success/ })
  matches(t, await get('/api/public.rsa'), { status: 200, text: /BEGIN PUBLIC KEY/ })
}
