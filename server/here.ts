import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { isSea } from 'node:sea'
import { root } from './root.ts'

interface Surroundings {
  argv: string[]
  cwd: string
  env: NodeJS.ProcessEnv
  execPath: string
  /** The package's own folder. */
  root: string
  isBinary: boolean
}

const surroundings = (): Surroundings => ({
  ...{ argv: process.argv, cwd: process.cwd(), env: process.env, execPath: process.execPath },
  root,
  isBinary: isSea(),
})

const isWithin = (folder: string, cwd: string) => `${cwd}${sep}`.startsWith(`${folder}${sep}`)

const shellWord = (text: string) => (/^[\w./:\\@+-]+$/.test(text) ? text : `"${text}"`)

const pathFrom = (cwd: string, file: string) => {
  const near = relative(cwd, file)
  return shellWord(near.startsWith('..') ? file : `.${sep}${near}`)
}

/** What somebody types to run this very program again, from the folder he is in. */
export const commandHere = (place: Partial<Surroundings> = {}): string => {
  const { argv, cwd, env, execPath, root, isBinary } = { ...surroundings(), ...place }
  if (isBinary) return pathFrom(cwd, execPath)
  if (env.npm_lifecycle_event === 'epay-sandbox' || env.npm_lifecycle_event === 'start')
    return 'npm run epay-sandbox --'
  const folder = root.replace(/[\\/]$/, '')
  const parent = dirname(folder)
  const isInstalled = basename(parent) === 'node_modules'
  // npx finds what is installed in this folder or above it, and in a clone the clone's own.
  if (isWithin(isInstalled ? dirname(parent) : folder, cwd)) return 'npx epay-sandbox'
  const typed = argv[1] ?? ''
  const onPath = (env.PATH ?? '').split(process.platform === 'win32' ? ';' : ':')
  if (onPath.some((one) => isOurs(join(one, 'epay-sandbox'), folder)) && typed) return 'epay-sandbox'
  return `node ${pathFrom(cwd, join(folder, 'server/bin.js'))}`
}

const isOurs = (file: string, folder: string) =>
  existsSync(file) && realpathSync(file) === join(folder, 'server/bin.js')

/** A text with `epay-sandbox` commands in it, as they are typed here. */
export const asTypedHere = (text: string): string =>
  text.replaceAll(
    /(^|[\s(:"'`])(?:npx )?epay-sandbox (?=[a-z])/g,
    (_, before) => `${before}${commandHere()} `,
  )
