import type { PageOutcome } from '../../contracts/scenario-expectation.ts'
import type { HttpAnswer, Transport } from './transport.ts'

/** What a buyer without script has on the screen. */
export interface Screen extends Omit<HttpAnswer, 'text' | 'headers'> {
  html: string
  outcome?: PageOutcome
  /** Where a redirect leads that is not of the sandbox. */
  left?: string
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

const maxRedirects = 5

/** One click: the request, and every redirect after it that stays in the sandbox. */
export const browse = async (
  transport: Transport,
  address: string,
  form?: Record<string, string>,
): Promise<Screen> => {
  const accept = 'text/html,application/xhtml+xml'
  const first = await transport(form ? 'POST' : 'GET', address, { accept, ...(form ? { form } : {}) })
  let seen = first
  let left: string | undefined
  for (let hops = 0; seen.headers.has('location') && hops < maxRedirects; hops++) {
    const next = new URL(seen.headers.get('location') ?? '', seen.url)
    if (next.origin !== new URL(first.url).origin) {
      left = next.href
      break
    }
    seen = await transport('GET', next.href, { accept })
  }
  const { text: html, headers, ...rest } = seen
  const outcome = marks.find(([mark]) => html.includes(mark))?.[1]
  return { ...rest, html, tookMs: first.tookMs, ...(outcome ? { outcome } : {}), ...(left ? { left } : {}) }
}

/** Submits the form on the screen with what is hidden in it, and what the buyer puts in. */
export const submitForm = (
  transport: Transport,
  { html, url }: Pick<Screen, 'html' | 'url'>,
  typed: Record<string, string> = {},
): Promise<Screen> => {
  const action = unescaped(/<form[^>]*\saction="([^"]*)"/.exec(html)?.[1] ?? '')
  return browse(transport, new URL(action, url).href, { ...hiddenFields(html), ...typed })
}

export const hiddenFields = (html: string): Record<string, string> => {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, unescaped(value)]))
}

/** What a page says to a person, without its markup. */
export const textOf = (html: string): string =>
  unescaped((/<main[\s\S]*?<\/main>/.exec(html)?.[0] ?? html).replace(markup, ' '))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300)

const markup = /<(script|style|head)[\s\S]*?<\/\1>|<[^>]+>/g

const unescaped = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
