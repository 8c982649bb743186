import { writeFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { type Check, type CheckFormat, checkFormats, countOf, reportChecks } from '../report/check.ts'
import { CheckFailed, NoVerdict, UsageError } from './exit.ts'
import { say } from './table.ts'

export interface ReportFlags {
  format: CheckFormat
  output?: string
}

export const reportOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--format <format>', 'text, json or junit').choices([...checkFormats]).default('text'),
    )
    .option('--output <file>', 'write the report there instead of printing it')

/** Prints or writes the report; throws CheckFailed when a check failed, NoVerdict when there was none. */
export const pronounce = async (
  name: string,
  checks: Check[],
  { format, output, assumed }: ReportFlags & { assumed?: string[] },
) => {
  if (checks.length === 0) throw new NoVerdict('there is nothing to check')
  const report = reportChecks(format, `epay-sandbox ${name}`, checks, assumed)
  if (output === undefined) say(report)
  else {
    await writeFile(output, `${report}\n`).catch((error: Error) => {
      throw new UsageError(`the report cannot be written: ${error.message}`)
    })
  }
  const { failed } = countOf(checks)
  if (failed > 0) throw new CheckFailed(`${failed} of ${checks.length} checks failed`)
}
