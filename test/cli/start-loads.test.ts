import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import manifest from '../../package.json' with { type: 'json' }
import { folder } from '../folder.ts'
import { plain } from '../plain.ts'

const bin = fileURLToPath(new URL('../../server/bin.js', import.meta.url))

/** A module to import first. */
const preload = (source: string) => `--import=data:text/javascript,${encodeURIComponent(source)}`

t.test('a start loads what a first request needs; the rest is loaded by those who ask for it', async (t) => {
  const listing = preload(`
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
    process.once('exit', () => console.log(JSON.stringify(loaded)))`)
  const [program = '', ...rest] = plain([process.execPath, listing, bin, 'start', '--port', '0', '--quiet'])
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'ignore'] })
  t.teardown(() => child.kill('SIGKILL'))
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (stdout === '') child.kill('SIGTERM')
    stdout += text
  })
  await once(child, 'close')
  const urls = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as string[]
  const packages = new Set(urls.map((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1]))
  t.strictSame(
    Object.keys(manifest.dependencies).filter((name) => packages.has(name)),
    [
      '@fastify/formbody',
      '@fastify/static',
      'ajv',
      'commander',
      'fastest-levenshtein',
      'fastify',
      'ipaddr.js',
      'lz-string',
      'tinyduration',
      'tinyqueue',
    ],
  )
  const commands = urls.filter((url) => /\/server\/cli\/(commands|certify|payments|mcp)\.ts$/.test(url))
  t.strictSame(commands, [])
  t.notOk(urls.includes('node:sqlite'), 'a journal in memory needs no SQLite')
})

t.test('the second start finds the sources compiled, and does without the compiler', async (t) => {
  const telling = preload(`
    process.once('exit', () => console.error(process.moduleLoadList.some((name) => name.includes('deps/amaro'))))`)
  const [program = '', ...rest] = plain([process.execPath, telling, bin, 'start', '--help'])
  const env = { ...process.env, NODE_COMPILE_CACHE: folder(t) }
  const start = () => promisify(execFile)(program, rest, { env })
  t.match((await start()).stderr, 'true')
  t.match((await start()).stderr, 'false')
})
