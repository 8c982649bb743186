import { type Instant, secondMs } from '../../contracts/time.ts'
import { type Clock, JournalError } from '../ports.ts'

/** Whether the commands of a workspace get on. */
export interface Progress {
  begin(): void
  end(error?: unknown): void
  /** Why they do not. */
  stuck(): string | undefined
}

// A command waits for the journal alone, and that answers within milliseconds or says that it cannot.
const longestMs = 10 * secondMs
const mostFailures = 3
// Who is told that nothing gets on sends nothing more: only another try shows whether it does again.
const failureAgeMs = 30 * secondMs

export interface ProgressParts {
  workspace: string
  clock: Clock
}

export const openProgress = ({ workspace, clock }: ProgressParts): Progress => {
  let begun: Instant | undefined
  let failed: { count: number; at: Instant; why: string } | undefined
  return {
    begin() {
      begun = clock.now()
    },
    end(error) {
      begun = undefined
      if (!(error instanceof JournalError)) failed = undefined
      else failed = { count: (failed?.count ?? 0) + 1, at: clock.now(), why: error.message }
    },
    stuck() {
      const now = clock.now()
      if (begun !== undefined && now - begun >= longestMs) {
        const seconds = Math.floor((now - begun) / secondMs)
        return `workspace ${workspace}: a command has waited ${seconds} seconds for the journal`
      }
      if (!failed || failed.count < mostFailures || now - failed.at > failureAgeMs) return undefined
      return `workspace ${workspace}: its last ${failed.count} commands failed: ${failed.why}`
    },
  }
}
