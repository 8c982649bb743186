import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './source.ts'

/** How much of the bank the sample shops and the suites to copy meet, as each README says it. */
export interface CoverageFigures {
  /** Met and all of them, such as `34 of 101`. */
  shops: string
  /** The least and the most of node:test, tap, Vitest and Jest. */
  suites: string
  playwright: string
}

type Said = (...numbers: string[]) => CoverageFigures

const forward: Said = (met, of, least, most, suites, met2, of2) => ({
  shops: `${met} of ${of}`,
  suites: `${least} to ${most} of ${suites}`,
  playwright: `${met2} of ${of2}`,
})

/** Kazakh says the whole before its part. */
const backward: Said = (of, met, suites, least, most, of2, met2) => ({
  shops: `${met} of ${of}`,
  suites: `${least} to ${most} of ${suites}`,
  playwright: `${met2} of ${of2}`,
})

const sentences: Record<string, [RegExp, Said]> = {
  'README.md': [
    /shops meet (\d+) of (\d+) \(Node, PHP and Python .*;.* (\d+) to (\d+) of (\d+), Playwright's (\d+) of (\d+)\./,
    forward,
  ],
  'README.ru.md': [
    /видят (\d+) из (\d+) \(Node, PHP и Python одинаково\);.* (\d+)–(\d+) из (\d+), с Playwright (\d+) из (\d+)\./,
    forward,
  ],
  'README.kk.md': [
    /дүкендер (\d+)\S+ (\d+)\S+ \(Node,.* (\d+)-\S+ (\d+)–(\d+)\S+ Playwright (\d+)\S+ (\d+)\S+/,
    backward,
  ],
}

export const readmes = Object.keys(sentences)

/** Throws where a README does not say them. */
export const figuresIn = (readme: string): CoverageFigures => {
  const [sentence, said] = sentences[readme] ?? [/$^/, forward]
  const found = sentence.exec(readFileSync(join(root, readme), 'utf8').replaceAll('\n', ' '))
  if (!found) throw new Error(`${readme} does not say how much the sample shops and the suites meet`)
  return said(...found.slice(1))
}

const suiteNames = ['node:test', 'tap', 'Vitest', 'Jest', 'Playwright'] as const

export type Suite = (typeof suiteNames)[number]

/** The figure of each suite, as static/docs/in-ci.md says it. */
export const suiteFigures = (): Record<Suite, string> => {
  const page = readFileSync(join(root, 'static/docs/in-ci.md'), 'utf8').replaceAll('\n', ' ')
  const figureOf = (name: string) => new RegExp(`${name} (\\d+ of \\d+)[,.]`).exec(page)?.[1] ?? 'nothing'
  return Object.fromEntries(suiteNames.map((name) => [name, figureOf(name)])) as never
}

/** What a suite printed of the bank while it ran, fork by fork. */
export const figuresPrinted = (output: string): string[] =>
  [...output.matchAll(/exercised (\d+ of \d+) behaviours of what you use/g)].map(([, figure = '']) => figure)
