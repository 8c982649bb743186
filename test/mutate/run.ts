import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { root } from '../source.ts'
import equivalents from './equivalents.json' with { type: 'json' }
import { type Mutant, mutantsOf } from './mutants.ts'
import { type Reach, reaches, reachOf } from './reach.ts'
import { startTests } from './start.ts'
import { folders } from './table.ts'

/** `npm run mutate -- <folder> [--sample 300] [--seed 1] [--only <part of a file's name>]` */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
})

const say = (text: string) => process.stdout.write(`${text}\n`)

const lineOf = ({ file, line }: Mutant) =>
  readFileSync(`${root}${file}`, 'utf8').split('\n')[line - 1]?.trim() ?? ''

const described = (mutant: Mutant) =>
  `${mutant.file}:${mutant.line}  ${mutant.was.slice(0, 60)} → ${mutant.instead || 'nothing'}   in   ${lineOf(mutant)}`

const isEquivalent = (mutant: Mutant) =>
  equivalents.some(
    ({ file, line, was, instead }) =>
      file === mutant.file && line === lineOf(mutant) && was === mutant.was && instead === mutant.instead,
  )

/** The same for the same seed, wherever and whenever it is drawn. */
const sampleOf = (mutants: Mutant[], count: number, seed: string) =>
  mutants
    .map((mutant) => ({
      mutant,
      draw: hash('sha256', `${seed} ${mutant.file} ${mutant.start} ${mutant.instead}`),
    }))
    .sort((one, other) => (one.draw < other.draw ? -1 : 1))
    .slice(0, count)
    .map(({ mutant }) => mutant)

/** Two at a time, as the machine has two cores; kept for the next run. */
const reachesOf = async (tests: string[]): Promise<Reach[]> => {
  const found: Reach[] = []
  const left = [...tests]
  const work = async () => {
    for (let test = left.shift(); test; test = left.shift()) found.push(await reachOf(test))
  }
  await Promise.all([work(), work()])
  for (const { test } of found.filter(({ passes }) => !passes))
    say(`left out, fails without any mutant: ${test}`)
  return found.filter(({ passes }) => passes).sort((one, other) => one.ms - other.ms)
}

const folder = folders[positionals[0] ?? '']
if (!folder) {
  say(`expected one of ${Object.keys(folders).join(', ')}`)
  process.exit(2)
}
const sources = folder.sources.filter((file) => file.includes(values.only))
const all = sources.flatMap((file) => mutantsOf(file, readFileSync(`${root}${file}`, 'utf8')))
const sample = sampleOf(
  all.filter((mutant) => !isEquivalent(mutant)),
  Number(values.sample),
  values.seed,
)
const tests = await reachesOf(folder.tests)

/** The tests that run the place, the quickest first, until one fails. */
const isNoticed = async (mutant: Mutant) => {
  const able = tests.filter((reach) => reaches(reach, mutant))
  if (able.length === 0) return false
  const silenceMs = 20_000 + 3 * Math.max(...able.map(({ ms }) => ms))
  const env = { EPAY_MUTANT: JSON.stringify(mutant) }
  return (
    (await startTests(
      able.map(({ test }) => test),
      { silenceMs, env },
    )) !== 'passed'
  )
}

let noticed = 0
for (const [i, mutant] of sample.entries()) {
  if (await isNoticed(mutant)) noticed += 1
  else say(`${i + 1}/${sample.length} not noticed  ${described(mutant)}`)
}
const percent = Math.round((1000 * noticed) / sample.length) / 10
const summary = `${noticed} of ${sample.length} noticed, ${percent} %`
say(`${positionals[0]}: ${summary}, of ${all.length} mutants; seed ${values.seed}`)
