import type { PageOutcome } from '../../contracts/scenario-expectation.ts'
import { journalOf, type Place } from './control.ts'
import { type Answer, type Exchange, exchange } from './exchange.ts'

/** What a buyer without script has on the screen. */
export interface Seen extends Exchange {
  html: string
  page?: PageOutcome
}

/** What a page says it is; the first mark that is found. */
const marks: [mark: string, outcome: PageOutcome][] = [
  ['data-testid="result-ok"', 'paid'],
  ['data-testid="result-failed"', 'failed'],
  ['data-testid="page-error"', 'error'],
  ['data-testid="acs-code"', 'challenge'],
  ['data-testid="decline"', 'declined'],
  ['data-testid="error-summary"', 'mistyped'],
  ['data-testid="payform"', 'open'],
]

/** The result page tells a buyer that it failed, not that the time was up; the journal knows. */
const timeIsUp = async (place: Place, url: string) => {
  const page = new URL(url).searchParams.get('page')
  return (await journalOf(place)).some(
    (entry) => entry.kind === 'page ended' && entry.page === page && entry.how === 'expired',
  )
}

/** One click: the request, and every redirect after it. */
export const browse = async (place: Place, url: string, request: RequestInit = {}): Promise<Seen> => {
  const first = await exchange(url, request)
  let seen = first
  for (let hops = 0; seen.location !== '' && hops < 5; hops++) {
    seen = await exchange(new URL(seen.location, seen.url).href)
  }
  const outcome = marks.find(([mark]) => seen.text.includes(mark))?.[1]
  const page = outcome === 'failed' && (await timeIsUp(place, seen.url)) ? 'expired' : outcome
  return { ...seen, tookMs: first.tookMs, html: seen.text, ...(page ? { page } : {}) }
}

export const answerOfPage = ({ httpStatus, connection, page, tookMs }: Seen): Answer => ({
  httpStatus,
  connection,
  page,
  tookMs,
})

const unescaped = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

/** Submits the form on the screen with what is hidden in it, and what the buyer puts in. */
export const submitForm = (
  place: Place,
  { html, url }: Seen,
  typed: Record<string, string>,
): Promise<Seen> => {
  const action = unescaped(/<form[^>]*\saction="([^"]*)"/.exec(html)?.[1] ?? '')
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const fields = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, unescaped(value)]))
  const body = new URLSearchParams({ ...fields, ...typed })
  return browse(place, new URL(action, url).href, { method: 'POST', body })
}
