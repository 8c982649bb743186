import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { validate } from 'dockerfile-utils'
import t from 'tap'
import { parse } from 'yaml'
import manifest from '../../package.json' with { type: 'json' }
import { matches } from '../matches.ts'
import { root } from '../source.ts'

/** No container engine runs here: the files are read as far as reading goes. */
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const dockerfile = read('Dockerfile')
const instruction = (name: string) =>
  new RegExp(`^${name} ([\\s\\S]*?)(?<!\\\\)$`, 'm').exec(dockerfile)?.[1] ?? ''

t.test('the Dockerfile has no fault a linter knows', async (t) => {
  t.same(
    validate(dockerfile).map(({ message, range }) => `${range.start.line + 1}: ${message}`),
    [],
  )
})

t.test('the image runs as nobody, says how it is, and starts the package’s own command', async (t) => {
  t.match(instruction('USER'), /^[1-9]\d*:[1-9]\d*$/)
  t.equal(instruction('EXPOSE'), '3729')
  const entry = JSON.parse(instruction('ENTRYPOINT')) as string[]
  t.equal(entry[1], `/app/${manifest.bin['epay-sandbox']}`)
  t.same(JSON.parse(instruction('CMD')), ['start', '--host', '0.0.0.0'])
})

t.test('every part of the package gets into the build', async (t) => {
  const let_in = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1))
  const built = manifest.files
    .filter((path) => !/^(dist$|!)/.test(path))
    .map((path) => path.split('/')[0] ?? '')
  for (const path of [
    ...built,
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'README.md',
    'LICENSE',
  ]) {
    t.ok(let_in.includes(path), path)
  }
  t.notOk(let_in.includes('test'))
})

interface Compose {
  services: Record<string, { volumes: string[]; ports?: string[]; profiles?: string[] }>
  volumes: Record<string, null>
}

t.test('compose.yaml publishes to this machine alone, and each volume it mounts is its own', async (t) => {
  const { services, volumes } = parse(read('compose.yaml')) as Compose
  matches(t, services['epay-sandbox'], {
    ports: ['127.0.0.1:3729:3729'],
    read_only: true,
    extra_hosts: ['host.docker.internal:host-gateway'],
  })
  const mounted = Object.values(services).flatMap((service) =>
    service.volumes.map((pair) => pair.split(':')[0]),
  )
  t.same(mounted.sort(), Object.keys(volumes).sort())
})
