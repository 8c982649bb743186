import type { Answer, Sent } from './target.ts'

/** What may never come back, whatever was sent. Texts of values.ts that say `hostile` would run if they were markup. */

const running = [
  /<script>\s*hostile/i,
  /<img src=x/i,
  /<svg onload/i,
  /" onmouseover="hostile/i,
  /' onfocus='hostile/i,
  /\b(?:href|src|action|formaction)="\s*(?:javascript|data:text)/i,
]

const stack = /\n\s+at (?:async )?[\w.<>[\] ]+ \(?(?:file|node|\/)/

/** The sample shop says what the bank said to it. */
const hasCause = ({ text }: Answer, { url }: Sent) =>
  url.includes('/_sandbox/shop') && text.includes('The bank answered')

const isPage = ({ headers }: Answer) => String(headers['content-type']).startsWith('text/html')

export const troublesOf = (answer: Answer, sent: Sent): string[] => {
  const { status, headers, text } = answer
  const polluted = Object.keys(Object.getPrototypeOf({}))
  return [
    status >= 500 && !hasCause(answer, sent) && `answered ${status}: ${text.slice(0, 300)}`,
    !(status >= 200) && `answered ${status}`,
    text !== '' &&
      headers['content-type'] === undefined &&
      'a browser may guess what the answer is: no content type',
    isPage(answer) &&
      running.find((pattern) => pattern.test(text)) &&
      'a text that was sent is markup of the page',
    isPage(answer) &&
      headers['content-security-policy'] === undefined &&
      'a page without a content security policy',
    'x-hostile' in headers && 'a text that was sent is a header of the answer',
    stack.test(text) && `a stack trace came out: ${stack.exec(text)?.[0]}`,
    polluted.length > 0 && `every object now has ${polluted}`,
  ].filter((trouble) => typeof trouble === 'string')
}
