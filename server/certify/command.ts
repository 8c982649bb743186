import { writeFile } from 'node:fs/promises'
import { ConfigError } from '../errors.ts'
import type { Asked } from './asked.ts'
import { certify } from './certify.ts'
import { lastFailed, rememberFailed } from './last-failed.ts'
import type { Description } from './load.ts'
import { formatReport } from './report/format.ts'
import { painter } from './report/paint.ts'
import { caseLine, textEnd } from './report/text.ts'
import { exitCodes } from './verdict.ts'

/** The whole command: cases or interleavings, the report where it was asked for. Answers the exit code. */
export const putToTest = async (description: Description, asked: Asked): Promise<number> => {
  if (asked.explore !== undefined) {
    const { exploreAndTell } = await import('./explore.ts')
    return exploreAndTell(description, asked)
  }
  const { format, output, say, color, show } = asked
  const live = format === 'text' && !output
  const paint = painter(color)
  const report = await certify(description, {
    ...asked,
    only: asked.lastFailed ? await failedBefore(description) : asked.only,
    ...(live ? { onResult: (result) => say(caseLine(result, paint)) } : {}),
  })
  await rememberFailed(description, report)
  if (live) say(textEnd(report, color))
  else if (output) await save(output, formatReport(format, report))
  else say(formatReport(format, report))
  if (output) say(`${report.verdict}: ${output}`)
  await show?.(report)
  return exitCodes[report.verdict]
}

const failedBefore = async (description: Description) => {
  const names = await lastFailed(description)
  if (names.length > 0) return names
  throw new ConfigError(
    '--last-failed: nothing failed the last time, or certify has not run for this shop yet',
  )
}

const save = (path: string, text: string) =>
  writeFile(path, `${text}\n`).catch((error: Error) => {
    throw new ConfigError(`--output ${path} cannot be written: ${error.message}`)
  })
