import { ConfigError, UsageError } from '../errors.ts'
import { writeWhole } from '../files/whole-file.ts'
import { printableLines } from '../redaction/printable.ts'
import type { Asked } from './asked.ts'
import type { Calibration } from './calibrate.ts'
import { certify } from './certify.ts'
import { fastCases } from './fast.ts'
import { lastFailed, rememberFailed } from './last-failed.ts'
import type { Description } from './load.ts'
import { formatReport } from './report/format.ts'
import { painter } from './report/paint.ts'
import { inEveryLanguage } from './report/sentences.ts'
import { caseLine, textEnd } from './report/text.ts'
import type { TestBed } from './test-bed.ts'
import { exitCodes, type Report } from './verdict.ts'

/** The whole command: cases or interleavings, the report where it was asked for. Answers the exit code. */
export const putToTest = async (description: Description, asked: Asked): Promise<number> => {
  if (asked.explore !== undefined) {
    const { exploreAndTell } = await import('./explore.ts')
    return exploreAndTell(description, asked)
  }
  const { say, color, language, note = () => {} } = asked
  if (asked.keep && asked.stages === 'both')
    throw new UsageError('--keep leaves one terminal running: give --stages one or two')
  const paint = painter(color)
  let ended = 0
  const report = await certify(description, {
    ...asked,
    only: asked.lastFailed ? await failedBefore(description) : onlyOf(asked),
    onCalibrated: (calibration, cases) => note(announcement(calibration, cases.length)),
    onResult(result) {
      if (isLive(asked)) say(caseLine(result, paint, language))
      else note(`${++ended} ${caseLine(result, painter(false), language)}`)
    },
    async beforeClose(report, bed) {
      if (!asked.keep) return
      await tell(description, report, asked)
      await hold(bed, note)
    },
  })
  await tell(description, report, asked)
  return exitCodes[report.verdict]
}

const isLive = ({ format, output }: Asked) => format === 'text' && !output

/** The report where it was asked for. */
const tell = async (description: Description, report: Report, asked: Asked): Promise<void> => {
  const { format, output, say, color, language, show } = asked
  await rememberFailed(description, report)
  if (isLive(asked)) say(textEnd(report, { color, language }))
  else if (output) await save(output, formatReport(format, report, { language }))
  else say(printableLines(formatReport(format, report, { language })))
  if (output) say(`${report.verdict}: ${output}`)
  await show?.(inEveryLanguage(report))
}

const onlyOf = ({ only, fast }: Asked) => only ?? (fast ? fastCases : undefined)

// What a case waits for, on the average, in quiet times and lags; and what it works itself, in seconds.
const waitsPerCase = 2.5
const workPerCaseS = 0.08

/** A word before the waiting begins. */
const announcement = ({ answerMs, lagMs = 0, quietMs }: Calibration, count: number): string => {
  const width = lagMs > 300 || answerMs > 300 ? 12 : 6
  const seconds = Math.ceil(
    count * (workPerCaseS + (waitsPerCase * (quietMs + lagMs + Math.min(answerMs, 5000))) / 1000 / width),
  )
  const lag = `your shop settles an order ${lagMs} ms after its answer`
  return `${lag}; unchanged means so after ${quietMs} ms; ${count} promises, some ${seconds} s`
}

const hold = ({ bank, merchant }: TestBed, note: (line: string) => void): Promise<void> => {
  const shop = merchant.child ? `, the shop at port ${merchant.port}` : ''
  note(`kept running: the sandbox at ${bank.url}/_sandbox/${shop}; Ctrl+C ends both`)
  // A timer keeps the process; a signal ends it.
  return new Promise((resolve) => setTimeout(resolve, 2 ** 31 - 1))
}

const failedBefore = async (description: Description) => {
  const names = await lastFailed(description)
  if (names.length > 0) return names
  throw new ConfigError(
    '--last-failed: nothing failed the last time, or certify has not run for this shop yet',
  )
}

const save = (path: string, text: string) =>
  writeWhole(path, `${text}\n`).catch((error: Error) => {
    throw new ConfigError(`--output ${path} cannot be written: ${error.message}`)
  })
