import type { Instant } from '../../contracts/time.ts'
import type { CertifyFormat } from './report/format.ts'
import type { Report } from './verdict.ts'

/** What the command line was asked to do. */
export interface Asked {
  at: Instant
  only?: string[]
  skip?: string[]
  lastFailed?: boolean
  bail?: boolean
  seed: string
  own: string[]
  sandboxPort: number
  explore?: true | string
  output?: string
  format: CertifyFormat
  color: boolean
  say(line: string): void
  /** Shows the report elsewhere too. */
  show?(report: Report): Promise<void>
}
