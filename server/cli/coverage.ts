import { readFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { call } from '../client/control.ts'
import type { Config } from '../config.ts'
import { percentage } from '../config-value.ts'
import { CheckFailed, ConfigError } from '../errors.ts'
import { writeWhole } from '../files/whole-file.ts'
import { joinRuns, type Run, readCoverageFile, toCoverageFile, together } from '../readings/coverage/file.ts'
import { type CoverageView, coverageView } from '../readings/coverage/table.ts'
import { type Common, type Format, formatOption, remote } from './remote.ts'
import { print, say } from './table.ts'
import { show as showText, tell } from './terminal.ts'

type Row = CoverageView['behaviours'][number]

const windowText = ({ workspace, mark }: Row['by'][number]) =>
  mark === undefined ? `workspace ${workspace}` : `"${mark}"`

const rowLine = ({ what, met, count, by, provoke }: Row): string => {
  const about = met
    ? `${count === 1 ? 'once' : `${count} times`}${by[0] ? `, first in ${windowText(by[0])}` : ''}`
    : (provoke ?? '')
  return `    ${met ? 'yes' : 'no '}  ${what.padEnd(52)}  ${about}`.trimEnd()
}

const figure = ({ met, of, percent }: CoverageView, dialect?: string) =>
  `exercised ${met} of ${of} behaviours of what you use (${percent} %)${dialect ? ` in the dialect ${dialect}` : ''}`

/** The figure, what it counts, and for each behaviour who met it or what would provoke it. */
export const coverageText = (view: CoverageView, dialect?: string): string => {
  if (view.of === 0) return 'epay-sandbox: no behaviour was exercised: nothing was called\n'
  const parts = view.uses.map(({ use, name }) => {
    const rows = view.behaviours.filter((row) => row.use === use)
    const title = `  ${name}: ${rows.filter(({ met }) => met).length} of ${rows.length}`
    return [title, ...rows.map(rowLine)].join('\n')
  })
  return `epay-sandbox: ${figure(view, dialect)}\n${parts.join('\n')}\n`
}

/** Of a run in one dialect or in both; with both the last line counts what was met in either. */
export const runsText = (runs: Run[], format: Format): string => {
  if (format === 'json') return `${JSON.stringify({ event: 'coverage', ...toCoverageFile(runs) })}\n`
  const views = runs.map(({ dialect, reading }) => ({ dialect, view: coverageView(reading) }))
  const [only, ...more] = views
  if (!only) return ''
  if (more.length === 0) return coverageText(only.view)
  const all = `epay-sandbox: ${figure(coverageView(together(runs)))}, in either dialect\n`
  return `${views.map(({ view, dialect }) => coverageText(view, dialect)).join('')}${all}`
}

const tooLittle = (runs: Run[], least: number) => coverageView(together(runs)).percent < least

type Asked = Pick<Config, 'coverage' | 'minCoverage' | 'format'>

/** What exec says of its runs; false when they met less than was asked for. */
export const tellCoverage = async (runs: Run[], { coverage, minCoverage, format }: Asked) => {
  if (coverage === undefined && minCoverage === undefined) return true
  if (typeof coverage === 'string') await save(coverage, runs)
  tell(runsText(runs, format))
  if (minCoverage === undefined || !tooLittle(runs, minCoverage)) return true
  tell(`epay-sandbox: less than the ${minCoverage} % of --min-coverage\n`)
  return false
}

const save = (file: string, runs: Run[]) =>
  writeWhole(file, `${JSON.stringify(toCoverageFile(runs), null, 2)}\n`).catch((error: Error) => {
    throw new ConfigError(`coverage cannot be written to ${file}: ${error.message}`)
  })

const readRuns = async (file: string): Promise<Run[]> => {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new ConfigError(`${file} cannot be read: ${error.message}`)
  })
  return readCoverageFile(file, text)
}

interface MergeFlags {
  out?: string
  minCoverage?: string
  format: Format
}

const merge = async (files: string[], { out, minCoverage, format }: MergeFlags) => {
  const runs = joinRuns((await Promise.all(files.map(readRuns))).flat())
  const least = minCoverage === undefined ? 0 : percentage('--min-coverage', minCoverage)
  if (out) await save(out, runs)
  if (format === 'json') print('json', toCoverageFile(runs))
  else showText(runsText(runs, 'text'))
  if (tooLittle(runs, least)) throw new CheckFailed(`less than the ${least} % of --min-coverage`)
}

const show = async ({ format, all, ...target }: Common & { all?: boolean }) => {
  const view = await call<CoverageView>(target, 'GET', `coverage${all ? '?workspaces=all' : ''}`)
  if (format === 'json') print('json', view)
  else say(coverageText(view).trimEnd())
}

export const coverageCommand = (program: Command): void => {
  const coverage = program
    .command('coverage')
    .description('what a bank can do, and which of it your tests met; see also exec --coverage')
  remote(coverage.command('show', { isDefault: true }).description('what a running sandbox has met so far'))
    .option('--all', 'of all its workspaces')
    .action(show)
  coverage
    .command('merge <files...>')
    .description('join the files of parallel jobs (exec --coverage=<file.json>)')
    .option('--out <file>', 'write the whole here')
    .addOption(new Option('--min-coverage <percent>', 'exit with 1 below it'))
    .addOption(formatOption())
    .action(merge)
}
