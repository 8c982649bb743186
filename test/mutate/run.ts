import { spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { root } from '../source.ts'
import equivalents from './equivalents.json' with { type: 'json' }
import { type Mutant, mutantsOf } from './mutants.ts'
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

type Verdict = 'noticed' | 'too slow' | 'unnoticed'

const run = (tests: string[], mutant: Mutant | null, limitMs: number): Promise<Verdict> =>
  new Promise((resolve) => {
    const hook = `--import=${root}test/mutate/hook.ts`
    // As tap starts a test file: t.mockImport needs it. Whole, because a test may start a process elsewhere.
    const mock = `--import=${import.meta.resolve('@tapjs/mock/import')}`
    const options = `--disable-warning=ExperimentalWarning ${mock} ${hook}`
    const env = { ...process.env, NODE_OPTIONS: options, EPAY_MUTANT: JSON.stringify(mutant), TAP_BAIL: '1' }
    const child = spawn(process.execPath, [`${root}test/mutate/tests.ts`, ...tests], {
      cwd: root,
      env,
      stdio: 'ignore',
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      resolve(signal === 'SIGKILL' ? 'too slow' : code === 0 ? 'unnoticed' : 'noticed')
    })
  })

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
const started = performance.now()
if ((await run(folder.tests, null, 600_000)) !== 'unnoticed')
  throw new Error('the tests fail without any mutant')
const limitMs = 3 * (performance.now() - started) + 20_000
let noticed = 0
for (const [i, mutant] of sample.entries()) {
  const verdict = await run(folder.tests, mutant, limitMs)
  if (verdict === 'unnoticed') say(`${i + 1}/${sample.length} not noticed  ${described(mutant)}`)
  else noticed += 1
}
const percent = Math.round((1000 * noticed) / sample.length) / 10
const summary = `${noticed} of ${sample.length} noticed, ${percent} %`
say(`${positionals[0]}: ${summary}, of ${all.length} mutants; seed ${values.seed}`)
