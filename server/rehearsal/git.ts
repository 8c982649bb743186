import { execFile } from 'node:child_process'
import { realpath } from 'node:fs/promises'
import { relative } from 'node:path'
import { promisify } from 'node:util'
import { ConfigError } from '../errors.ts'

const run = promisify(execFile)

/** What git says in a folder; undefined where there is no git, no repository, or nothing to say. */
export const git = async (folder: string, ...args: string[]): Promise<string | undefined> => {
  try {
    // Of the folder alone: a hook of git's that runs us has set these for another one.
    const { GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE, ...env } = process.env
    const { stdout } = await run('git', args, { cwd: folder, env, maxBuffer: 16 * 1024 * 1024 })
    return stdout
  } catch {
    return undefined
  }
}

export interface Commit {
  /** The top of the repository, and the shop's folder in it. */
  top: string
  inside: string
  hash: string
  /** Files of the shop that are not as they were committed. */
  changed: string[]
}

/** The commit the shop's folder stands at. */
export const commitOf = async (folder: string, except: string[] = []): Promise<Commit | undefined> => {
  const hash = (await git(folder, 'rev-parse', '--verify', '-q', 'HEAD'))?.trim()
  const top = (await git(folder, 'rev-parse', '--show-toplevel'))?.trim()
  if (!hash || !top) return undefined
  const excluded = except.map((path) => `:(exclude)${path}`)
  const status = (await git(folder, 'status', '--porcelain', '--', '.', ...excluded)) ?? ''
  const changed = status
    .split('\n')
    .filter(Boolean)
    .map((line) => line.slice(3))
  return { top, inside: relative(await realpath(top), await realpath(folder)), hash, changed }
}

/** The files of a folder that git keeps, named from there. */
export const committedIn = async (folder: string): Promise<Set<string> | undefined> => {
  const listed = await git(folder, 'ls-files', '-z', '--', '.')
  return listed === undefined ? undefined : new Set(listed.split('\0').filter(Boolean))
}

/** The whole hash of a ref. Throws ConfigError. */
export const hashOf = async (folder: string, ref: string): Promise<string> => {
  const hash = ref.startsWith('-')
    ? undefined
    : (await git(folder, 'rev-parse', '--verify', '-q', '--end-of-options', `${ref}^{commit}`))?.trim()
  if (hash) return hash
  throw new ConfigError(
    `"${ref}" is no commit of the repository at ${folder}: give a branch, a tag or a hash`,
  )
}
