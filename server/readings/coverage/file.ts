import { type Use, uses } from '../../../contracts/behaviour.ts'
import { violationsOf } from '../../../contracts/reader.ts'
import { Type } from '../../../contracts/schema.ts'
import { ConfigError } from '../../errors.ts'
import { type CoverageReading, type CoverageView, coverageView, joinReadings } from './table.ts'

/** What `--coverage=<file>` writes and `coverage merge` reads: one part a dialect. */
export interface CoverageFile {
  coverage: 1
  runs: (CoverageView & { dialect: string })[]
}

/** The coverage of one dialect. */
export interface Run {
  dialect: string
  reading: CoverageReading
}

const Window = Type.Object({ workspace: Type.String(), mark: Type.Optional(Type.String()) })
const Row = Type.Object({
  id: Type.String(),
  use: Type.String(),
  count: Type.Integer({ minimum: 0 }),
  by: Type.Array(Window),
})
const Saved = Type.Object({
  coverage: Type.Literal(1, { expected: '1: a file that --coverage=<file.json> has written' }),
  runs: Type.Array(
    Type.Object({
      dialect: Type.String({ expected: 'documented or observed' }),
      uses: Type.Array(Type.Object({ use: Type.String() })),
      behaviours: Type.Array(Row),
    }),
    { expected: 'a list of runs' },
  ),
})

export const toCoverageFile = (runs: Run[]): CoverageFile => ({
  coverage: 1,
  runs: runs.map(({ dialect, reading }) => ({ dialect, ...coverageView(reading) })),
})

/** Throws ConfigError with what is wrong; behaviours of another version that are unknown here are left out. */
export const readCoverageFile = (name: string, text: string): Run[] => {
  const file = parsed(name, text) as CoverageFile
  const [wrong] = violationsOf(Saved, file)
  if (wrong) throw new ConfigError(`${name}: ${wrong.where} is ${wrong.got}, expected ${wrong.expected}`)
  return file.runs.map(({ dialect, uses: used, behaviours }) => ({
    dialect,
    reading: {
      uses: used.map(({ use }) => use).filter((use): use is Use => uses.includes(use)),
      rows: behaviours.map(({ id, use, count, by }) => ({ id, use, count, by })),
    },
  }))
}

const parsed = (name: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ConfigError(`${name} is no JSON: ${(error as Error).message}`)
  }
}

/** One run a dialect, in the order in which they come. */
export const joinRuns = (runs: Run[]): Run[] =>
  [...new Set(runs.map(({ dialect }) => dialect))].map((dialect) => ({
    dialect,
    reading: joinReadings(runs.filter((run) => run.dialect === dialect).map(({ reading }) => reading)),
  }))

/** Whatever was met in any dialect: what the minimum is about. */
export const together = (runs: Run[]): CoverageReading => joinReadings(runs.map(({ reading }) => reading))
