import type { AnswerKey, PageOutcome } from '../../contracts/scenario-expectation.ts'

/** One HTTP exchange as a merchant or a browser lives through it. */
export interface Exchange {
  /** Where it ended; redirects are not followed. */
  url: string
  httpStatus?: number
  location: string
  text: string
  connection: 'whole' | 'cut'
  tookMs: number
}

export const exchange = async (url: string, request: RequestInit = {}): Promise<Exchange> => {
  const started = performance.now()
  const told: Exchange = { url, location: '', text: '', connection: 'cut', tookMs: 0 }
  try {
    const response = await fetch(url, { ...request, redirect: 'manual' })
    told.httpStatus = response.status
    told.location = response.headers.get('location') ?? ''
    told.text = await response.text()
    told.connection = 'whole'
  } catch {
    // No answer, or half of one: what a rule may well have been asked for.
  }
  told.tookMs = performance.now() - started
  return told
}

/** What a step was answered, in the words of an expectation. */
export type Answer = { [K in Exclude<AnswerKey, 'atLeastMs'>]?: unknown } & {
  httpStatus?: number
  page?: PageOutcome
  connection?: 'whole' | 'cut'
  tookMs?: number
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An answer of the API: seed 004's `{code, message}` or the token endpoint's OAuth words beside the whole body. */
export const answerOf = ({ httpStatus, connection, text, tookMs }: Exchange): Answer => {
  const body = parsed(text)
  const { code, message, error } = Object(body) as Record<string, unknown>
  return { httpStatus, connection, tookMs, body, code, message, error }
}
