import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import manifest from '../../package.json' with { type: 'json' }
import { root } from '../root.ts'

const dist = join(root, 'dist')

// Small modules that every start loads: in one file with ours they take no time.
const bundled = ['commander', 'tinyqueue', 'tinyduration', 'fastest-levenshtein']

/** Every dependency but these stays where npm puts it. */
const allBut = (names: string[]) => {
  const all = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)]
  return all.filter((name) => !names.includes(name)).flatMap((name) => [name, `${name}/*`])
}

const shared: BuildOptions & { metafile: true } = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  preserveSymlinks: true,
  target: 'node22.18',
  legalComments: 'none', // the licences stand together in dist/licenses.txt
  metafile: true,
}

/** What the package runs: dist/, from the sources. */
export const buildPackage = async (): Promise<void> => {
  await rm(dist, { recursive: true, force: true })
  await mkdir(dist)
  const [modules, commonJs] = await Promise.all([buildModules(), buildCommonJs(), emitTypes()])
  const inputs = { ...modules.metafile.inputs, ...commonJs.metafile.inputs }
  await writeFile(join(dist, 'licenses.txt'), await licenses(Object.keys(inputs)))
}

/** The command line and the library, in pieces that are loaded when they are needed. */
const buildModules = () =>
  build({
    ...shared,
    external: allBut(bundled),
    entryPoints: {
      cli: 'server/cli.ts',
      sandbox: 'server/sandbox.ts',
      // Looked for by its name beside whatever piece server/verify/engine.ts ends up in.
      worker: 'server/verify/worker.ts',
    },
    outdir: dist,
    format: 'esm',
    splitting: true,
    alias: { '@modelcontextprotocol/server/_shims': join(root, 'server/package/mcp-shims.ts') },
  })

/** The library for require(), with what Jest could not require: below @fastify/static some are modules only. */
const buildCommonJs = () =>
  build({
    ...shared,
    external: allBut([...bundled, '@fastify/static']),
    entryPoints: ['server/sandbox.ts'],
    outfile: join(dist, 'sandbox.cjs'),
    format: 'cjs',
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href" },
    // Jest runs CommonJS in a context of its own, which knows no import().
    supported: { 'dynamic-import': false },
    logOverride: { 'empty-import-meta': 'silent' },
  })

/** Declarations of the library and of all they mention, and of nothing else. */
const emitTypes = async (): Promise<void> => {
  const [config, all, types] = ['tsconfig.json', 'all-types', 'types'].map((name) => join(dist, name))
  if (!config || !all || !types) return
  const emit = { noEmit: false, declaration: true, emitDeclarationOnly: true, noCheck: true }
  const compilerOptions = { ...emit, outDir: all, rootDir: root, types: ['node'] }
  const files = [join(root, 'server/sandbox.ts')]
  await writeFile(
    config,
    JSON.stringify({ extends: '../tsconfig.json', compilerOptions, files, include: [] }),
  )
  execFileSync(process.execPath, [compiler(), '-p', config], { stdio: 'inherit' })
  for (const [path, text] of await reachable(join(all, 'server/sandbox.d.ts'))) {
    const target = join(types, relative(all, path))
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, text)
  }
  await Promise.all([rm(config), rm(all, { recursive: true })])
}

const compiler = () => {
  const place = createRequire(import.meta.url).resolve('typescript/package.json')
  return join(dirname(place), 'bin/tsc')
}

const relativeImport = /(from |import\()(['"])(\.[^'"]+)\.ts\2/g

/** Every declaration file reached from one, by its path, with the endings that work once it is published. */
const reachable = async (entry: string, found = new Map<string, string>()) => {
  if (found.has(entry)) return found
  const text = await readFile(entry, 'utf8')
  found.set(entry, text.replace(relativeImport, '$1$2$3.js$2'))
  for (const [, , , name] of text.matchAll(relativeImport)) {
    await reachable(resolve(dirname(entry), `${name}.d.ts`), found)
  }
  return found
}

const packageOf = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//

/** What the authors of the bundled packages ask for: that their licence goes along. */
const licenses = async (inputs: string[]): Promise<string> => {
  const names = new Set(inputs.flatMap((path) => packageOf.exec(path)?.[1] ?? []))
  const texts = await Promise.all(
    [...names].sort().map(async (name) => `${name}\n\n${await licenseOf(name)}`),
  )
  return texts.join(`\n${'-'.repeat(80)}\n`)
}

const licenseOf = async (name: string): Promise<string> => {
  const folder = join(root, 'node_modules', name)
  const file = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file))
  if (file) return readFile(join(folder, file), 'utf8')
  const { license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  if (typeof license === 'string') return `${license}\n`
  throw new Error(`${name} is bundled and names no licence: take it out of server/package/build.ts`)
}

await buildPackage()
