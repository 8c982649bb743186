import type { Check, Step } from './evidence.ts'

/** What is written down while a case runs. */
export const openNotes = () => {
  const steps: Step[] = []
  const checks: Check[] = []
  /** The order before it was touched and when it was last seen. */
  const seen: { before?: string; after?: string } = {}
  /** Whether the case is about how often an order is paid. */
  const counting = { on: false }
  return {
    steps,
    checks,
    seen,
    counting,
    did(did: string, came?: string, sent?: Step['sent']): void {
      steps.push({ did, ...(sent ? { sent } : {}), ...(came ? { came } : {}) })
    },
    check(what: string, expected: string, came: string, ok: boolean | undefined): void {
      checks.push({ what, expected, came, ok })
    },
  }
}

export type Notes = ReturnType<typeof openNotes>
