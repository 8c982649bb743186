import type { Language } from '../../contracts/language.ts'
import type { Instant } from '../../contracts/time.ts'
import type { Stages } from './bank.ts'
import type { CertifyFormat } from './report/format.ts'
import type { Report } from './verdict.ts'

/** What the command line was asked to do. */
export interface Asked {
  at: Instant
  only?: string[]
  skip?: string[]
  lastFailed?: boolean
  bail?: boolean
  /** The twenty promises that matter most. */
  fast?: boolean
  /** Shop and sandbox go on until somebody ends them. */
  keep?: boolean
  seed: string
  /** Given on the command line, not made up for this run. */
  isSeedChosen?: boolean
  own: string[]
  sandboxPort: number
  explore?: true | string
  /** Where the worst order of events is saved as a scenario. */
  exploreFile?: string
  stages?: Stages | 'both'
  output?: string
  format: CertifyFormat
  color: boolean
  /** Of text and HTML; formats for programs are English. */
  language?: Language
  say(line: string): void
  /** Progress, beside the report. */
  note?(line: string): void
  /** Shows the report elsewhere too. */
  show?(report: Report): Promise<void>
}
