import { join } from 'node:path'
import { systemClock } from '../adapters/clock/system.ts'
import type { Config } from '../config.ts'
import type { Running } from '../main.ts'
import { tell } from './terminal.ts'

interface RunOutcome {
  /** Set where both dialects are run: each has a folder of its own. */
  dialect?: string
  exitCode?: number
}

/** Writes what `--report` asks for, while the sandbox still knows it all. */
export const writeRunReport = async (
  running: Running,
  config: Config,
  { dialect, exitCode }: RunOutcome = {},
) => {
  const { runLog } = running
  if (config.report === undefined || runLog === undefined) return
  const [{ reportOfRun }, { writeReport }] = await Promise.all([
    import('../report/run/run-report.ts'),
    import('../report/run/write.ts'),
  ])
  const facts = { at: systemClock().now(), dialect: config.dialect, language: config.lang }
  const outcome = exitCode === undefined ? facts : { ...facts, exitCode }
  const folder = dialect ? join(config.report, dialect) : config.report
  const report = await reportOfRun({ ...running, runLog }, outcome)
  await writeReport(folder, report, process.env.GITHUB_STEP_SUMMARY)
  tell(`epay-sandbox: report ${join(folder, 'report.html')}\n`)
}
