import type { Report } from '../verdict.ts'
import { htmlReport } from './html.ts'
import { jsonReport } from './json.ts'
import { junitReport } from './junit.ts'
import { sarifReport } from './sarif.ts'
import { type TextOptions, textReport } from './text.ts'

const formats = {
  text: textReport,
  json: jsonReport,
  junit: junitReport,
  sarif: sarifReport,
  html: htmlReport,
}

export type CertifyFormat = keyof typeof formats

export type ReportOptions = TextOptions

export const formatReport = (format: CertifyFormat, report: Report, options: ReportOptions = {}): string =>
  formats[format](report, options)
