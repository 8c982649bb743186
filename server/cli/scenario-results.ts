import type { Language } from '../../contracts/language.ts'
import type { Target } from '../client/transport.ts'
import { CheckFailed } from '../errors.ts'
import { type ReportFormat, report } from '../scenario/report.ts'
import type { ScenarioResult } from '../scenario/run.ts'
import { languageWanted } from './language.ts'
import { say } from './table.ts'

export interface RunFlags extends Partial<Target> {
  format: ReportFormat
  postLink?: string
  failurePostLink?: string
  backLink?: string
  config?: string
  codes?: string
  lang?: Language
}

export const tellResults = ({ format, lang }: RunFlags, results: ScenarioResult[]): void => {
  say(report(format, results, languageWanted(lang)))
  const failed = results.filter(({ ok }) => !ok)
  if (failed.length > 0) throw new CheckFailed(`${failed.length} of ${results.length} scenarios failed`)
}
