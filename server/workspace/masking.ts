import type { Entry } from '../../contracts/entry.ts'
import type { Command } from '../core/command.ts'
import type { Postlink, State } from '../core/state.ts'
import { isStarred, type Known, patternOf, starKnown, starred } from '../redaction/stars.ts'
import { mapTexts } from '../redaction/texts.ts'
import { type Originals, openOriginals } from './originals.ts'

/** Stands before the gateway: what it decides on, and so the journal, has no card number and no secret in it. */
export interface Masking {
  mask<C extends Command>(command: C): C
  /** A text without the tokens and secrets that are known here; what looks like one is for others to find. */
  hideKnown(text: string): string
  /** A postlink as the shop sent its texts; `left` when a mask is all that is known of one of them. */
  whole(postlink: Postlink): { postlink: Postlink; left: string[] }
  /** The ways back to the shop on a page of the bank, as the shop sent them. */
  wayBack<P extends { reply: unknown }>(performed: P): P
  /** After each replay; with nothing when a reset forgot it all. */
  onEntries(entries: Entry[]): void
}

export interface MaskingParts {
  state(): State
  digest(text: string): string
  /** Known letter by letter: of this server and of its merchants. */
  secrets: readonly string[]
}

/** What a command carries to where it is compared, and names of things that are only looked up. */
const carried = new Set([
  ...['kind', 'settings', 'change', 'clients', 'clock', 'alarm', 'accessToken', 'clientSecret', 'password'],
  ...['refreshToken', 'code', 'paRes', 'invoiceId', 'transaction', 'page', 'challenge', 'billNumber', 'link'],
  ...['postlink', 'cardId', 'subscription', 'senderType', 'receiverType', 'iban'],
])
/** Parts that are a card, and what of them it is. An order's own number stays: it is asked for by it. */
const cards = new Set(['card', 'sender', 'receiver'])
const ofCard = new Set(['pan', 'cvc', 'expiry', 'cardId'])
/** They look for an order's own number, and leave nothing behind. */
const searches = new Set<Command['kind']>(['list invoice links', 'list transfers', 'list register'])

/** The ways back are followed after the outcome has been told. */
const isWayBack = (field: string) => /backLink$/i.test(field)
const orderKey = (invoiceId: string, field: string) => (isWayBack(field) ? `${invoiceId}/back` : invoiceId)

const knownOf = ({ state, digest, secrets }: MaskingParts): Known => ({
  secrets: patternOf(secrets),
  hasOwnSecrets: () => (state().settings?.clients?.length ?? 0) > 0,
  isToken: (word) => /^[A-Z0-9_]{22}$/.test(word) && state().tokens.has(digest(word)),
  isSecret(word) {
    const { clients = [] } = state().settings ?? {}
    return clients.length > 0 && clients.some(({ secretDigest }) => secretDigest === digest(word))
  },
})

/** Of which order a command speaks: by itself, or by the token that pays it. */
const invoiceOf = ({ state, digest }: MaskingParts, command: Command): string => {
  if ('order' in command) return command.order.invoiceId
  if ('invoiceId' in command) return command.invoiceId ?? ''
  if ('postlink' in command) return state().postlinks.get(command.postlink)?.invoiceId ?? ''
  if ('page' in command) return state().pages.get(command.page)?.order.invoiceId ?? ''
  return ('wish' in command && state().tokens.get(digest(command.accessToken))?.invoiceId) || ''
}

/** The buyer may try again on an open page: the next outcome echoes the same texts. */
const isOver = (state: State, transaction: string) => {
  const page = state.pages.get(state.transactions.get(transaction)?.page ?? '')
  return page === undefined || page.ended !== undefined
}

const forgetAnswered = (originals: Originals, entries: Entry[], state: State) => {
  if (entries.length === 0) originals.clear()
  if (originals.count() === 0) return
  for (const entry of entries) {
    const postlink = entry.kind === 'postlink answered' && state.postlinks.get(entry.postlink)
    if (postlink && isOver(state, postlink.transaction)) originals.forget(postlink.invoiceId)
  }
}

export const openMasking = (parts: MaskingParts): Masking => {
  const { state } = parts
  const originals = openOriginals()
  const known = knownOf(parts)
  const restored = (key: string, text: string, left?: () => void) => {
    if (!isStarred(text)) return text
    const original = originals.of(key, text)
    if (original === undefined) left?.()
    return original ?? text
  }

  return {
    mask(command) {
      if (searches.has(command.kind)) return command
      let part = ''
      const change = (text: string, field: string) => {
        if (field === 'invoiceId' || (cards.has(part) && ofCard.has(field))) return text
        const masked = starred(text, field, known)
        if (isStarred(masked)) originals.keep(orderKey(invoiceOf(parts, command), field), masked, text)
        return masked
      }
      let masked = command
      const values = command as Record<string, unknown>
      for (const name of Object.keys(command)) {
        if (carried.has(name)) continue
        part = name
        const one = mapTexts(values[name], change, name)
        if (one !== values[name]) masked = { ...masked, [name]: one }
      }
      return masked
    },
    hideKnown: (text) => starKnown(text, known),
    whole(postlink) {
      const left: string[] = []
      const { url, body, invoiceId } = postlink
      const sent = mapTexts({ url, body }, (text, field) =>
        restored(invoiceId, text, () => left.push(field === 'url' ? 'postLink' : field)),
      )
      return sent.url === url && sent.body === body
        ? { postlink, left }
        : { postlink: { ...postlink, ...sent }, left }
    },
    wayBack(performed) {
      const invoiceId = originals.count() === 0 ? undefined : orderIn(performed.reply)?.invoiceId
      if (invoiceId === undefined) return performed
      const reply = mapTexts(performed.reply, (text, field) =>
        isWayBack(field) ? restored(orderKey(invoiceId, field), text) : text,
      )
      return { ...performed, reply }
    },
    onEntries: (entries) => forgetAnswered(originals, entries, state()),
  }
}

interface AboutAnOrder {
  page?: { order: { invoiceId: string } }
  /** Of a transfer there is no order. */
  challenge?: { transaction?: { order: { invoiceId: string } } }
}

const orderIn = (reply: unknown) => {
  const { page, challenge } = Object(reply) as AboutAnOrder
  return page?.order ?? challenge?.transaction?.order
}
