import { execFileSync } from 'node:child_process'
import { chmod, copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../../root.ts'

const folder = join(root, 'dist-binary')

/** What the program reads while it runs, from beside its sources or out of the executable. */
const kept = [
  ...['static', 'fixtures', 'contracts/published/pacts', 'server/takeover/runtime', 'package.json'],
  // Sent to browsers as it is.
  ...['node_modules/lz-string/package.json', 'node_modules/lz-string/libs/lz-string.min.js'],
]

const filesOf = async (path: string): Promise<string[]> => {
  if ((await stat(join(root, path))).isFile()) return [path]
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true })
  return entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name).slice(root.length))
}

const packed = async (): Promise<string> => {
  const paths = (await Promise.all(kept.map(filesOf))).flat().toSorted()
  const files = paths.map(async (path) => [path, await readFile(join(root, path), 'base64')])
  return JSON.stringify(Object.fromEntries(await Promise.all(files)))
}

/** What cli.ts does, without a top-level await: a single executable runs one CommonJS script. */
const entry = `import { main } from './cli/program.ts'
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error
  })
void main(process.argv.slice(2))
`

const script = () =>
  build({
    absWorkingDir: root,
    stdin: { contents: entry, resolveDir: join(root, 'server'), sourcefile: 'binary.ts', loader: 'ts' },
    outfile: join(folder, 'epay-sandbox.cjs'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minifySyntax: true,
    // Native and large: only `verify` wants it, and says that it needs the package.
    external: ['@pact-foundation/*', 'pg-native'],
    define: { 'import.meta.url': 'moduleUrl', 'import.meta.main': 'false' },
    alias: { '@modelcontextprotocol/server/_shims': join(root, 'server/package/mcp-shims.ts') },
    logOverride: { 'empty-import-meta': 'silent' },
  })

const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

/** One file that needs nothing beside it; for the system and processor it is built on. Answers its path. */
export const buildBinary = async (): Promise<string> => {
  await mkdir(folder, { recursive: true })
  const file = (name: string) => join(folder, name)
  await script()
  const unpack = await readFile(join(root, 'server/package/binary/unpack.cjs'), 'utf8')
  const first = `const moduleUrl = (() => { const module = {}; ${unpack}\nreturn module.exports })()\n`
  await writeFile(file('main.cjs'), first + (await readFile(file('epay-sandbox.cjs'), 'utf8')))
  await writeFile(file('files.json'), await packed())
  const config = {
    ...{ main: file('main.cjs'), output: file('main.blob'), disableExperimentalSEAWarning: true },
    assets: { 'files.json': file('files.json') },
  }
  await writeFile(file('sea.json'), JSON.stringify(config))
  execFileSync(process.execPath, ['--experimental-sea-config', file('sea.json')], { stdio: 'ignore' })
  const binary = file(process.platform === 'win32' ? 'epay-sandbox.exe' : 'epay-sandbox')
  await copyFile(process.execPath, binary)
  await chmod(binary, 0o755)
  const postject = ['--yes', 'postject@1.0.0-alpha.6', binary, 'NODE_SEA_BLOB', file('main.blob')]
  const macho = process.platform === 'darwin' ? ['--macho-segment-name', 'NODE_SEA'] : []
  execFileSync('npx', [...postject, '--sentinel-fuse', fuse, ...macho], { stdio: 'ignore' })
  return binary
}

if (import.meta.main) process.stdout.write(`${await buildBinary()}\n`)
