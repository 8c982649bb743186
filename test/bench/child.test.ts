import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import t from 'tap'
import { root } from '../source.ts'
import { startChild } from './child.ts'

/** A run that starts a server, makes a folder, then waits for one word on stdin, and for no longer than we live. */
const program = `
  import { startChild } from './test/bench/child.ts'
  import { temporaryFolder } from './test/bench/folder.ts'
  const { url, pid } = await startChild(['test/bench/bare-http.ts'])
  console.log(JSON.stringify({ url, pid, folder: temporaryFolder() }))
  process.stdin.once('data', () => { throw new Error('a mistake') })
  process.stdin.once('end', () => process.exit(1))
`

const ways: [how: string, end: (run: ReturnType<typeof spawn>) => void][] = [
  ['an error', (run) => run.stdin?.write('now')],
  ['SIGINT', (run) => run.kill('SIGINT')],
  ['SIGTERM', (run) => run.kill('SIGTERM')],
]

for (const [how, end] of ways)
  t.test(`a run that ends by ${how} leaves no server and no folder`, async (t) => {
    const run = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    const ended = once(run, 'exit')
    const [line] = (await once(createInterface(run.stdout), 'line')) as [string]
    const { url, pid, folder } = JSON.parse(line) as { url: string; pid: number; folder: string }
    let gone = false
    t.teardown(() => gone || process.kill(pid, 'SIGKILL'))
    t.ok(existsSync(folder))
    const socket = connect(Number(new URL(url).port), '127.0.0.1').resume()
    socket.on('error', () => undefined)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await new Promise((resolve) => socket.once('connect', resolve))
    end(run)
    const [code] = await ended
    t.not(code, 0)
    await closed
    await t.rejects(fetch(url), 'nobody listens there any more')
    gone = true
    t.notOk(existsSync(folder))
  })

t.test('a server that never gets ready is an error in words', async (t) => {
  await t.rejects(startChild(['--eval', 'process.exit(7)']), {
    message: '--eval process.exit(7) ended with 7 before it was ready',
  })
})
