import { type Command, Option } from 'commander'
import { CheckFailed, NoVerdict, UsageError } from '../errors.ts'
import { writeWhole } from '../files/whole-file.ts'
import { type Check, type CheckFormat, checkFormats, countOf, reportChecks } from '../report/check.ts'
import { ownOption, type Publish, publishOption } from './publish.ts'
import { say } from './table.ts'

export interface ReportFlags {
  format: CheckFormat
  output?: string
  publish?: string
  token?: string
  iOwn?: string[]
}

export const reportOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--format <format>', 'text, json or junit').choices([...checkFormats]).default('text'),
    )
    .option('--output <file>', 'write the report there instead of printing it')
    .addOption(publishOption())
    .addOption(ownOption())

/** Prints or writes the report, and shows it; throws CheckFailed when a check failed, NoVerdict without a check. */
export const pronounce = async (
  name: string,
  checks: Check[],
  { format, output, assumed, show }: ReportFlags & { assumed?: string[]; show?: Publish },
) => {
  if (checks.length === 0) throw new NoVerdict('there is nothing to check')
  const report = reportChecks(format, `epay-sandbox ${name}`, checks, assumed)
  if (output === undefined) say(report)
  else {
    await writeWhole(output, `${report}\n`).catch((error: Error) => {
      throw new UsageError(`the report cannot be written: ${error.message}`)
    })
  }
  await show?.(JSON.parse(reportChecks('json', `epay-sandbox ${name}`, checks, assumed)))
  const { failed } = countOf(checks)
  if (failed > 0) throw new CheckFailed(`${failed} of ${checks.length} checks failed`)
}
