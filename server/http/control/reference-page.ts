import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Block } from '../../../contracts/reference-block.ts'
import { languageFor } from '../request/language.ts'

const shownRows = 20

/** The page carries its own style and nothing else: only this very style is allowed. */
const policyFor = (styleHash: string) =>
  `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`

/** A page of a locked sandbox was opened with its token in the address, and is searched with it. */
const keptOf = ({ token }: { token?: unknown }): Record<string, string> =>
  typeof token === 'string' ? { token } : {}

/** Loads what both references are shown with: searched by the words of the address, in the reader's language. */
export const referencePage = async () => {
  const [{ inLanguage }, { searchReference }, { referenceStyle, toHtml }] = await Promise.all([
    import('../../../contracts/reference-language.ts'),
    import('../../../contracts/reference-search.ts'),
    import('../../../contracts/reference-html.ts'),
  ])
  const policy = policyFor(createHash('sha256').update(referenceStyle).digest('base64'))
  return (english: Block[], request: FastifyRequest, reply: FastifyReply) => {
    const { q = '', ...rest } = Object(request.query) as { q?: unknown; token?: unknown }
    const [language, words] = [languageFor(request), String(q).trim()]
    const blocks = inLanguage(english, language)
    const found = searchReference(blocks, words, shownRows)
    return reply
      .header('content-security-policy', policy)
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8')
      .send(toHtml(blocks, { language, words, found, kept: keptOf(rest) }))
  }
}
