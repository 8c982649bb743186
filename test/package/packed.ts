import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../source.ts'

/**
 * The environment of a user of this machine, with the certificates its network wants, and without the settings of npm
 * and of a test runner above us.
 */
export const usersEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(EPAY_|NODE_OPTIONS|TAP|npm_|INIT_CWD)/i.test(name)),
)

/** Runs a program in a folder, with a given Node first on the path, and without what tap preloads into children. */
export const runIn =
  (cwd: string, nodeFolder = dirname(process.execPath)) =>
  async (program: string, args: string[], env: Record<string, string> = {}): Promise<string> => {
    const path = [nodeFolder, process.env.PATH].join(delimiter)
    const { stdout } = await promisify(execFile)('env', ['-u', 'NODE_OPTIONS', program, ...args], {
      cwd,
      env: { ...usersEnvironment, PATH: path, ...env },
      maxBuffer: 16 * 2 ** 20,
      // npm asks a registry it cannot reach again for minutes, package by package.
      timeout: 240_000,
    })
    return stdout
  }

const parts = ['package.json', 'tsconfig.json', 'README.md', 'CHANGELOG.md', 'LICENSE', '.npmrc']
const folders = ['contracts', 'fixtures', 'server', 'static']

interface Packed {
  tarball: string
  size: number
  files: string[]
}

/** One tarball and one install for all files of a process: each takes half a minute of a processor. */
const once = <T>(make: () => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

const openHome = () => {
  const home = mkdtempSync(join(tmpdir(), 'epay-packed-'))
  process.on('exit', () => rmSync(home, { recursive: true, force: true }))
  return home
}

export const packed = once(async () => {
  const home = openHome()
  return { home, ...(await pack(home)) }
})

/** A user's folder with the package in it, under the Node of this process. */
export const installed = once(async () => {
  const { home, tarball } = await packed()
  const shop = join(home, 'shop24')
  return { shop, run: await install(shop, [tarball]) }
})

/** `npm pack` in a copy of the sources, so that nobody else's dist/ is touched. */
export const pack = async (folder: string): Promise<Packed> => {
  const copy = join(folder, 'source')
  for (const part of [...parts, ...folders]) cpSync(join(root, part), join(copy, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  const output = await runIn(copy)('npm', [
    'pack',
    '--json',
    '--loglevel=error',
    '--pack-destination',
    folder,
  ])
  // npm 11 tells a list, npm 12 a record by the package's name.
  const said = JSON.parse(output.slice(output.search(/^[[{]$/m))) as object
  const [{ filename, size, files }] = Object.values(said) as [
    { filename: string; size: number; files: { path: string }[] },
  ]
  return { tarball: join(folder, filename), size, files: files.map(({ path }) => path) }
}

const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']

/** A folder of a user with nothing in it but these packages. */
export const install = async (folder: string, packages: string[], nodeFolder?: string) => {
  mkdirSync(folder, { recursive: true })
  const manifest = { private: true, type: 'module', allowScripts: { node: true } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  await runIn(folder, nodeFolder)('npm', ['install', ...quietly, ...packages])
  return runIn(folder, nodeFolder)
}

/** The bin of a Node 22 that outlives the run, as Chromium does: of those who install it at once the first wins. */
export const node22Bin = once(async () => {
  const place = join(tmpdir(), 'epay-sandbox-node-22')
  const bin = join(place, 'node_modules/.bin')
  if (existsSync(bin)) return bin
  const stage = mkdtempSync(`${place}-`)
  try {
    await install(stage, ['node@22'])
    renameSync(stage, place)
  } catch (error) {
    if (!existsSync(bin)) throw error
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
  return bin
})
