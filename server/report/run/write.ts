import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../../errors.ts'
import { writeWhole } from '../../files/whole-file.ts'
import { htmlOf } from './html.ts'
import { markdownOf } from './markdown.ts'
import { junitOf } from './run-checks.ts'
import type { RunReport } from './run-report.ts'

const files: Record<string, (report: RunReport) => string> = {
  'report.html': htmlOf,
  'report.json': (report) => `${JSON.stringify(report, null, 2)}\n`,
  'report.xml': (report) => `${junitOf(report)}\n`,
  'report.md': markdownOf,
}

/** All forms of a report into a folder; its summary also where a CI job shows one. Throws ConfigError. */
export const writeReport = async (folder: string, report: RunReport, summaryFile?: string): Promise<void> => {
  try {
    await mkdir(folder, { recursive: true })
    await Promise.all(
      Object.entries(files).map(([name, form]) => writeWhole(join(folder, name), form(report))),
    )
    if (summaryFile) await appendFile(summaryFile, `${markdownOf(report)}\n`)
  } catch (error) {
    throw new ConfigError(`the report cannot be written to ${folder}: ${(error as Error).message}`)
  }
}
