import type { Check, Step } from './evidence.ts'

/** What is written down while a case runs. */
export const openNotes = () => {
  const steps: Step[] = []
  const checks: Check[] = []
  /** The order before it was touched and when it was last seen. */
  const seen: { before?: string; after?: string } = {}
  return {
    steps,
    checks,
    seen,
    did(did: string, came?: string, sent?: Step['sent']): void {
      steps.push({ did, ...(sent ? { sent } : {}), ...(came ? { came } : {}) })
    },
    check(what: string, expected: string, came: string, ok: boolean | undefined): void {
      checks.push({ what, expected, came, ok })
    },
  }
}

export type Notes = ReturnType<typeof openNotes>
