import { createReadStream } from 'node:fs'
import type { Document, LineCounter } from 'yaml'
import { ConfigError } from '../errors.ts'

/** What people write by hand, and what nobody writes by hand: a file that is made to cost much is refused in words. */

const mostBytes = 1_000_000
const deepest = 64
// Of what a parser would need seconds for before it gave up.
const mostOpen = 1_000
const mostProblems = 20

const tooLarge = (path: string) =>
  new ConfigError(`${path} is larger than ${mostBytes / 1e6} MB: too large to be read`)

const tooDeep = (path: string) => new ConfigError(`${path} is nested more than ${deepest} levels deep`)

/** The text of a file of settings, a scenario, a description. Throws ConfigError. */
export const readWritten = async (path: string, words = `${path} cannot be read`): Promise<string> => {
  const pieces: Buffer[] = []
  let bytes = 0
  try {
    // In pieces: a file may have no end.
    for await (const piece of createReadStream(path)) {
      bytes += piece.length
      if (bytes > mostBytes) break
      pieces.push(piece)
    }
  } catch (error) {
    throw new ConfigError(`${words}: ${(error as Error).message}`)
  }
  if (bytes > mostBytes) throw tooLarge(path)
  return Buffer.concat(pieces).toString()
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null

/** Throws ConfigError for what nests so deep that anyone who walks it would not come back. */
export const refuseDeep = (path: string, value: unknown): void => {
  let level = [value].filter(isObject)
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) throw tooDeep(path)
    // Each once: an alias may lead back to what it stands in, twice.
    level = [...new Set(level.flatMap((one) => Object.values(Object(one))))].filter(isObject)
  }
}

export interface WrittenYaml {
  document: Document.Parsed
  lines: LineCounter
  value: unknown
}

/** YAML with the places of its words. Throws ConfigError: a line for each thing that is wrong, and where. */
export const parseYaml = async (source: string, path: string): Promise<WrittenYaml> => {
  if (Buffer.byteLength(source) > mostBytes) throw tooLarge(path)
  if (openBrackets(source) > mostOpen) throw tooDeep(path)
  const { LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  try {
    const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
    if (document.errors.some(({ message }) => message.includes('Maximum call stack'))) throw tooDeep(path)
    const problems = document.errors.slice(0, mostProblems).map(({ pos, message }) => {
      const { line, col } = lines.linePos(pos[0])
      return `${path}:${Math.max(line, 1)}:${Math.max(col, 1)}  ${message}`
    })
    if (problems.length > 0) throw new ConfigError(problems.join('\n'))
    const value = document.toJS()
    refuseDeep(path, value)
    return { document, lines, value }
  } catch (error) {
    if (error instanceof ConfigError) throw error
    // The stack of anyone who walks it had an end before it.
    if (error instanceof RangeError) throw tooDeep(path)
    throw new ConfigError(`${path} cannot be read as YAML: ${whyOf(error as Error)}`)
  }
}

const openBrackets = (source: string): number => {
  let open = 0
  let most = 0
  for (const bracket of source.match(/[[\]{}]/g) ?? []) {
    open = '[{'.includes(bracket) ? open + 1 : Math.max(0, open - 1)
    most = Math.max(most, open)
  }
  return most
}

const whyOf = ({ message }: Error) =>
  /excessive alias/i.test(message)
    ? 'its aliases stand for more than a hundred times as much as is written; write it out'
    : message
