import { type Operation, operations } from './operations.ts'
import type { Block } from './reference-block.ts'
import { toMarkdown } from './reference-markdown.ts'

/** A page of the documents, as the list of them tells it. */
export interface ListedPage {
  title: string
  url: string
}

export interface LlmsParts {
  /** Where the sandbox answers. */
  base: string
  pages: ListedPage[]
}

const summary =
  "An offline stand-in for Halyk Bank's ePay: tokens, payment page, saved cards, 3-D Secure and postlinks on your " +
  'own machine, with every decline and every fault on demand, and a contract test for the shop.'

const rules = [
  'The token is requested by the server of the shop; the secret never reaches a browser.',
  'Only a postlink with the right `secret_hash`, amount, currency and terminal may pay an order; the way back may not.',
  'Ask for the status before shipping. The same postlink may come twice, late, or never.',
  'Amounts are main units with at most two decimals on the wire; count in whole tiyn inside.',
  '`AUTH` holds money and `CHARGE` takes it; a postlink says `"code": "ok"` to both.',
]

const link = (text: string, url: string, about: string) => `- [${text}](${url}): ${about}`

const section = (title: string, lines: string[]) => [`## ${title}`, '', ...lines, '']

/** `llms.txt`: what there is to read, for a program that reads. See llmstxt.org. */
export const toLlms = ({ base, pages }: LlmsParts): string => {
  const at = (path: string) => `${base}/_sandbox/${path}`
  const endpoints = Object.values(operations as Record<string, Operation>).map(
    ({ method, paths: [path = ''], summary }) => `- \`${method} ${path}\`: ${summary}`,
  )
  return [
    '# epay-sandbox',
    '',
    `> ${summary}`,
    '',
    ...rules.map((rule) => `- ${rule}`),
    '',
    ...section('Reference', [
      link('Everything in one file', at('llms-full.txt'), 'how to integrate, and the whole reference'),
      link('OpenAPI 3.1', at('openapi.json'), 'every endpoint and postlink with examples and provenance'),
      link(
        'Control API',
        at('control/openapi.json'),
        'how a test steers the sandbox and reads what happened',
      ),
      link('Reason codes', at('reason-codes'), 'what each means, whether it is final, what to do'),
      link('Test cards', at('cards'), 'documented ones, and one for each outcome'),
    ]),
    ...section('Endpoints', endpoints),
    ...section(
      'Documents',
      pages.map(({ title, url }) => `- [${title}](${url})`),
    ),
  ].join('\n')
}

/** `llms-full.txt`: the same, to be read without following a link. */
export const toLlmsFull = (guide: string, reference: Block[]): string =>
  `${guide.replace(/^---\n[\s\S]*?\n---\n+/, '')}\n${toMarkdown(reference)}`
