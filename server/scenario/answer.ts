import { readJson } from '../../contracts/json.ts'
import type { AnswerKey, PageOutcome } from '../../contracts/scenario-expectation.ts'
import { journalOf } from '../client/control.ts'
import type { Screen } from '../client/screen.ts'
import type { HttpAnswer, Target } from '../client/transport.ts'

/** What a step was answered, in the words of an expectation. */
export type Answer = { [K in Exclude<AnswerKey, 'atLeastMs'>]?: unknown } & {
  httpStatus?: number
  page?: PageOutcome
  connection?: 'whole' | 'cut'
  tookMs?: number
}

/** Of the API: its `code` and `message`, or the token endpoint's OAuth words, beside the whole body. */
export const answerOf = (answer: HttpAnswer): Answer => {
  const body = readJson(answer.text)
  const { code, message, error } = Object(body) as Record<string, unknown>
  return { ...exchanged(answer), body, code, message, error }
}

export const answerOfScreen = async (target: Target, screen: Screen): Promise<Answer> => {
  const expired = screen.outcome === 'failed' && (await hasExpired(target, screen.url))
  return { ...exchanged(screen), page: expired ? 'expired' : screen.outcome }
}

const exchanged = ({ status, error, tookMs }: Pick<HttpAnswer, 'status' | 'error' | 'tookMs'>): Answer => ({
  httpStatus: status,
  connection: error === undefined ? 'whole' : 'cut',
  tookMs,
})

/** The result page says only that the payment failed; the journal knows that the time was up. */
const hasExpired = async (target: Target, url: string) => {
  const page = new URL(url).searchParams.get('page')
  return (await journalOf(target)).some(
    (entry) => entry.kind === 'page ended' && entry.page === page && entry.how === 'expired',
  )
}
