import type { FastifyError, FastifyRequest } from 'fastify'
import { maskSecrets } from '../../../contracts/mask.ts'
import { JournalError, Unavailable } from '../../ports.ts'
import type { CountersByWorkspace } from '../../readings/metrics/counters.ts'
import { defaultWorkspace } from '../../workspace/workspaces.ts'
import { inWords } from '../request/limits.ts'

/** Which request it was: by this a line of the log is found again. */
export interface RequestFacts {
  request: string
  method: string
  /** Without the query, where tokens may stand. */
  path: string
  workspace: string
}

export interface TroubleParts {
  counters: CountersByWorkspace
  /** Called with errors that are the sandbox's own fault, and with the request they spoiled. */
  onFault?(error: Error, request?: RequestFacts): void
  /** Called when a request is turned away: a limit was hit, or the journal cannot be reached. */
  onTurnedAway?(error: Unavailable, request: RequestFacts): void
}

export interface Trouble {
  status: number
  title: string
  message: string
  /** In seconds. */
  retryAfter?: number
}

const factsOf = ({ id, method, url, raw }: FastifyRequest): RequestFacts => ({
  request: id,
  method,
  path: maskSecrets(url.split('?')[0] ?? ''),
  workspace: raw.workspaceName ?? defaultWorkspace,
})

/** What the asker is told of an error that was thrown; anyone who keeps the sandbox hears the rest. */
export const troubleOf = (
  error: FastifyError | Unavailable,
  request: FastifyRequest,
  { counters, onFault, onTurnedAway }: TroubleParts,
): Trouble => {
  if (error instanceof Unavailable) {
    counters.limit(error)
    // Some cannot be waited for: anyone who keeps the server must fix them.
    const isFinal = error instanceof JournalError && error.final
    const tell = isFinal ? onFault : onTurnedAway
    tell?.(error, factsOf(request))
    const retryAfter = Math.ceil(error.retryAfter)
    return { status: 503, title: 'Not now', message: error.message, retryAfter }
  }
  const status = error.statusCode ?? 500
  if (status < 500) return { status, title: 'The request cannot be read', message: inWords(error) }
  counters.fault()
  onFault?.(error, factsOf(request))
  const message = `Internal error of the sandbox: see its log, request ${request.id}`
  return { status, title: 'Internal error', message }
}
