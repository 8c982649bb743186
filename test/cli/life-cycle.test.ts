import { spawn, spawnSync } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { descendantsOf } from '../../server/cli/descendants.ts'
import { matches } from '../matches.ts'
import { olderNode } from '../takeover/runtimes.ts'
import { run } from './run.ts'

/** Started and stopped by machines: nothing is left behind. */

const path = (name: string) => fileURLToPath(new URL(`../../server/${name}`, import.meta.url))
const cli = [process.execPath, '--disable-warning=ExperimentalWarning', path('cli.ts')]

const plain = () => {
  const { NODE_OPTIONS, ...env } = process.env
  return env
}

const isThere = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** The first line that a program writes. */
const firstLine = async (t: Test, [program = '', ...args]: string[], env = plain()) => {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  t.teardown(() => child.kill('SIGKILL'))
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, line }
}

t.test('SIGTERM to exec ends the command and what the command has started', async (t) => {
  // As PHP's workers: a shell that dies of its signal, and a child it leaves alone.
  const workers = 'sleep 600 & echo $!; wait'
  const { child, line } = await firstLine(t, [...cli, 'exec', '--', 'sh', '-c', workers])
  t.ok(isThere(Number(line)))
  child.kill('SIGTERM')
  await once(child, 'exit')
  t.notOk(isThere(Number(line)), 'it is gone when exec is')
})

t.test('a signal to exec while its command is being started is a signal to both', async (t) => {
  const before = process.listenerCount('SIGTERM')
  let listening = 0
  const look = () => {
    listening = process.listenerCount('SIGTERM')
  }
  // Node's own word that a process is about to start.
  subscribe('child_process', look)
  t.teardown(() => unsubscribe('child_process', look))
  const { code } = await run(['exec', '--', process.execPath, '--version'])
  t.equal(code, 0)
  t.equal(listening, before + 1, 'listened before the command could run')
  t.equal(process.listenerCount('SIGTERM'), before)
})

t.test('a server that npm started stops when npm’s shell is gone', async (t) => {
  // npm hands its signal to this shell, which hands it to nobody.
  const command = `${cli.join(' ')} start --port 0 --format json; true`
  const { child, line } = await firstLine(t, ['sh', '-c', command], {
    ...plain(),
    npm_lifecycle_event: 'start',
  })
  matches(t, JSON.parse(line), { event: 'ready' })
  child.kill('SIGKILL')
  // Its end of the pipe closes with the last process that holds it.
  await once(child, 'close')
  const { url } = JSON.parse(line) as { url: string }
  await t.rejects(fetch(`${url}/_sandbox/health`), 'nobody answers any more')
})

/** As the first process of a container is run; without namespaces for us, as any other. */
const asFirst = () => {
  const alone = ['--pid', '--fork', '--mount-proc', '--kill-child']
  const ways = [alone, ['--user', '--map-root-user', ...alone]]
  const way = ways.find((flags) => spawnSync('unshare', [...flags, 'true']).status === 0)
  return way ? ['unshare', ...way] : []
}

/** A line of Linux's own: the process and what it is called in its namespace, 1 for the first. */
const namesOf = (pid: number) =>
  /^NSpid:\t([\d\t]+)$/m
    .exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    ?.split('\t')
    .map(Number)

t.test(
  'the first process of a container, whose output nobody reads, answers and stops when told to',
  async (t) => {
    const before = asFirst()
    const { child, line } = await firstLine(t, [
      ...before,
      ...cli,
      'start',
      '--port',
      '0',
      '--format',
      'json',
    ])
    const { url } = JSON.parse(line) as { url: string }
    const outer = Number(child.pid)
    const [pid = outer] = before.length > 0 ? await descendantsOf(outer) : []
    if (before.length > 0) t.equal(namesOf(pid)?.at(-1), 1)
    // What it has to say of this request, and of its end, has nowhere to go.
    child.stdout.destroy()
    await fetch(`${url}/epay2/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'x' }),
    })
    t.equal((await fetch(`${url}/_sandbox/health`)).status, 200)
    process.kill(pid, 'SIGTERM')
    t.same(await once(child, 'exit'), [0, null])
  },
)

t.test('a list ends quietly when its reader has read enough', async (t) => {
  const child = spawn('sh', ['-c', `${cli.join(' ')} codes | head -1`], { env: plain() })
  const [output, list] = await Promise.all([text(child.stderr), text(child.stdout)])
  t.equal(output, '')
  t.equal(list.split('\n').length, 2)
})

t.test(
  'a signal to bin.js while it starts a newer Node is a signal to both',
  { skip: olderNode === undefined },
  async (t) => {
    const look = `import { subscribe } from 'node:diagnostics_channel'
      subscribe('child_process', () => console.error('listens', process.listenerCount('SIGTERM')))`
    const how = ['--import', `data:text/javascript,${encodeURIComponent(look)}`, path('bin.js'), '--version']
    const { status, stderr } = spawnSync(String(olderNode), how, { encoding: 'utf8', env: plain() })
    t.equal(status, 0)
    t.equal(stderr, 'listens 1\n')
  },
)

t.test(
  'bin.js finds the Node that came along, where an older Node is installed',
  { skip: olderNode === undefined },
  async (t) => {
    const { status, stdout, stderr } = spawnSync(String(olderNode), [path('bin.js'), '--version'], {
      encoding: 'utf8',
      cwd: '/',
    })
    matches(t, { status, stderr }, { status: 0 }, stderr)
    t.match(stdout, /^\d+\.\d+\.\d+/)
  },
)
