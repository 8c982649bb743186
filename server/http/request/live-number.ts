import type { FastifyRequest } from 'fastify'
import { cardsIn, isOfScheme, mayHoldCard } from '../../../contracts/card-text.ts'
import type { Finding } from '../../../contracts/finding.ts'
import { looksLive } from '../../../contracts/live-card.ts'
import { beyondIds, isId } from '../../../contracts/mask.ts'
import { decodeParams } from '../../../contracts/params.ts'
import type { State } from '../../core/state.ts'
import { liveCard } from '../../readings/findings/judge.ts'
import { isPlainNumber } from '../../redaction/sensitive.ts'
import { mapTexts, someText } from '../../redaction/texts.ts'

/** Of which a shop may not know that somebody keeps them. */
const headers = ['referer', 'x-request-id', 'user-agent', 'cookie'] as const

/** Digits enough for a card, and no id. */
const mayBeLive = (text: string): boolean => mayHoldCard(text) && !isId(text)

/** Most requests have none, and nothing is made of those. */
const mayHoldLive = ({ url, query, body, headers: sent }: FastifyRequest) =>
  // A payment object is packed in its address, and shows nothing there.
  isPacked(query) ||
  mayBeLive(url) ||
  someText(query, mayBeLive) ||
  someText(body, mayBeLive) ||
  headers.some((name) => mayBeLive(String(sent[name] ?? '')))

const isPacked = (query: unknown): query is { params: string } =>
  typeof (query as Record<string, unknown> | undefined)?.params === 'string'

/** Numbers that could be charged, wherever in a request they stand. */
export const liveFindings = (request: FastifyRequest, { world }: State): Finding[] =>
  mayHoldLive(request) ? lookThrough(request, world) : []

const lookThrough = (request: FastifyRequest, world: State['world']): Finding[] => {
  const found = new Map<string, Finding>()
  const lookAt = (text: string, field: string) => {
    if (mayHoldCard(text) && !isPlainNumber(field))
      beyondIds(text, (part) => {
        for (const { pan } of cardsIn(part))
          if (isOfScheme(pan) && looksLive(pan) && !world.cards.some((card) => card.pan === pan))
            found.set(field, liveCard(field || 'body', pan))
        return part
      })
    return text
  }
  const [path = ''] = request.url.split('?')
  lookAt(path, 'path')
  const { query } = request
  mapTexts(isPacked(query) ? (decodeParams(query.params) ?? query) : query, lookAt)
  mapTexts(request.body, lookAt)
  for (const name of headers) lookAt(String(request.headers[name] ?? ''), name)
  return [...found.values()]
}
