import { hash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { importsOf, root, type Source, under } from '../source.ts'
import type { Mutant } from './mutants.ts'
import { startTests } from './start.ts'

/** What of the sources a test file runs, in its process and in those it starts, and how long that takes. */
export interface Reach {
  test: string
  ms: number
  passes: boolean
  ran: Record<string, [start: number, end: number][]>
}

interface Script {
  url: string
  functions: { ranges: { startOffset: number; endOffset: number; count: number }[] }[]
}

const script = /^(server|contracts)\/.*\.ts$/

const sourceOf = (url: string) => {
  const [path = ''] = url.split('?')
  const file = path.slice(pathToFileURL(root).href.length)
  return path.startsWith(pathToFileURL(root).href) && script.test(file) ? file : undefined
}

/** One place of the text after the other, 1 where it ran; inner ranges correct what the outer ones say. */
const placesOf = ({ functions }: Script): Uint8Array => {
  const ranges = functions.flatMap((one) => one.ranges)
  ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)
  const places = new Uint8Array(Math.max(...ranges.map(({ endOffset }) => endOffset)))
  for (const { startOffset, endOffset, count } of ranges)
    places.fill(count > 0 ? 1 : 0, startOffset, endOffset)
  return places
}

const intervalsOf = (places: Uint8Array) => {
  const found: [number, number][] = []
  for (let start = places.indexOf(1); start >= 0; ) {
    const zero = places.indexOf(0, start)
    const end = zero < 0 ? places.length : zero
    found.push([start, end])
    start = places.indexOf(1, end)
  }
  return found
}

const ranIn = (folder: string): Reach['ran'] => {
  const total = new Map<string, Uint8Array>()
  for (const name of readdirSync(folder)) {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: Script[] }
    for (const one of result) {
      const file = sourceOf(one.url)
      if (!file) continue
      const places = placesOf(one)
      total.get(file)?.forEach((ran, i) => {
        if (ran && i < places.length) places[i] = 1
      })
      total.set(file, places)
    }
  }
  return Object.fromEntries([...total].map(([file, places]) => [file, intervalsOf(places)]))
}

const measure = async (test: string): Promise<Reach> => {
  const folder = mkdtempSync(join(tmpdir(), 'reach-'))
  const started = performance.now()
  // Compiled code that was kept says less exactly what ran.
  const env = { NODE_V8_COVERAGE: folder, NODE_DISABLE_COMPILE_CACHE: '1' }
  const verdict = await startTests([test], { silenceMs: 120_000, env })
  const ms = Math.round(performance.now() - started)
  const ran = ranIn(folder)
  rmSync(folder, { recursive: true })
  return { test, ms, passes: verdict === 'passed', ran }
}

const sources = new Map(
  ['server', 'contracts', 'fixtures', 'static', 'test']
    .flatMap((folder) => under(folder, /\.([jt]s|json)$/))
    .map((source): [string, Source] => [source.path, source]),
)

/** A test file with all it imports: what was measured holds as long as these texts do. */
const withImports = (path: string, found = new Set<string>()): Set<string> => {
  const source = sources.get(path)
  if (!source || found.has(path)) return found
  found.add(path)
  for (const { file } of importsOf(source)) if (file) withImports(file, found)
  return found
}

const keptAs = (test: string) => {
  const texts = [...withImports(test)].sort().map((path) => sources.get(path)?.lines)
  return `${root}.tap/reach/${hash('sha256', JSON.stringify([test, texts]))}.json`
}

export const reachOf = async (test: string): Promise<Reach> => {
  const kept = keptAs(test)
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8'))
  const reach = await measure(test)
  mkdirSync(`${root}.tap/reach`, { recursive: true })
  if (reach.passes) writeFileSync(kept, JSON.stringify(reach))
  return reach
}

/** V8 counts an operator to the operand on its right, which may never run: then the place before it tells. */
export const reaches = ({ ran }: Reach, { file, start }: Mutant): boolean =>
  (ran[file] ?? []).some(([from, to]) => from <= start && start - 1 < to)
