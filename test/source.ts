import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository as text: what tidy.test.ts judges. */

export const root = fileURLToPath(new URL('..', import.meta.url))

export interface Source {
  path: string
  lines: string[]
  /** The lines with comments blanked out. */
  code: string[]
}

const withoutComments = (text: string) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|\s)\/\/.*$/gm, '$1')

export const read = (path: string): Source => {
  const text = readFileSync(join(root, path), 'utf8').replace(/\n$/, '')
  return { path, lines: text.split('\n'), code: withoutComments(text).split('\n') }
}

export const under = (folder: string, ending: RegExp): Source[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules'))
    .sort()
    .map(read)

export interface Import {
  from: Source
  line: number
  name: string
  /** The imported file, seen from the root; undefined for packages. */
  file?: string
}

export const importsOf = (from: Source): Import[] =>
  from.code.flatMap((text, i) => {
    const name = /^(?:import|export|\}).*\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/.exec(text)
    const found = name?.[1] ?? name?.[2] ?? name?.[3]
    if (!found) return []
    const file = found.startsWith('.') ? relative(root, resolve(root, dirname(from.path), found)) : undefined
    return [{ from, line: i + 1, name: found, ...(file ? { file } : {}) }]
  })

/** Functions that begin at the first column, with the line they begin at and their length. */
export const functionsOf = ({ code }: Source) => {
  const found: { line: number; length: number; name: string }[] = []
  let start = -1
  let isFunction = false
  for (const [i, text] of code.entries()) {
    const head = /^(?:export )?(?:default )?(?:async )?(?:const|function) (\w+)/.exec(text)
    if (head) {
      start = i
      isFunction = false
    }
    if (start >= 0 && /^\S.*=>\s*[({[]*$|^(?:export )?(?:async )?function\b/.test(text)) isFunction = true
    if (start >= 0 && i > start && /^[)}\]]/.test(text) && !/[{([]$/.test(text)) {
      const name = /(?:const|function) (\w+)/.exec(code[start] ?? '')?.[1] ?? ''
      if (isFunction) found.push({ line: start + 1, length: i - start + 1, name })
      start = -1
    }
  }
  return found
}
