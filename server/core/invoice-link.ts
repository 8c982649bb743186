import type { EntryBody, InvoiceLinkRecord, Order, PageRecord, TokenRecord } from '../../contracts/entry.ts'
import { assumedOf } from '../../contracts/fidelity.ts'
import type { LinkStatus } from '../../contracts/invoice-link.ts'
import type { Terminal } from '../../contracts/merchant.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { dayMs } from '../../contracts/time.ts'
import { inCabinet } from './cabinet.ts'
import type { CommandOf, MakeInvoiceLink, PageView, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal, refusal, refuse } from './decision.ts'
import { checkInvoice, invoiceKey } from './invoice.ts'
import { accessToken, digits, type Moment, uuid } from './moment.ts'
import { checkOrder } from './order.ts'
import { pageLifetimeMs, pageView } from './page.ts'
import { type InvoiceLink, type State, settingsOf, type Token } from './state.ts'
import { terminalOf, terminalsOf } from './terminal.ts'
import { checkToken, tokenLifetimeMs } from './token.ts'

/** The documents name the shop here, everything else the terminal: the id of either will do. */
const findTerminal = (state: State, shopId: string, token: Token): Terminal | Refusal => {
  const wanted = shopId.toLowerCase()
  const found = terminalsOf(state, token.client).filter((one) => one.shopId === wanted || one.id === wanted)
  if (found.length === 0) return refuse('shop unknown', { field: 'shop_id', got: shopId })
  if (token.terminal === undefined) return found[0] as Terminal
  const own = found.find(({ id }) => id === token.terminal)
  return own ?? refuse('token of another terminal', { field: 'Authorization' })
}

const checkContacts = (state: State, { contacts }: MakeInvoiceLink): Refusal | undefined => {
  const { recipient, recipientSms } = contacts
  if (settingsOf(state).quirks.recipientContact === 'required') {
    if (recipient === '') return refuse('recipient missing', { field: 'recipient_contact', got: 'nothing' })
    if (recipientSms === '')
      return refuse('recipient missing', { field: 'recipient_contact_sms', got: 'nothing' })
  }
  if (recipientSms === '' || /^\+7\d{10}$/.test(recipientSms)) return undefined
  const expected = '+7 and ten digits'
  return refuse('telephone wrong', {
    field: 'recipient_contact_sms',
    got: recipientSms,
    expected,
  })
}

const isActive = ({ ended, expiresAt }: InvoiceLink, moment: Moment) => !ended && moment.now < expiresAt

/** What the bank's list says of it; nothing else than ACTIVE and CHARGED was ever seen. */
export const linkStatus = (link: InvoiceLink, moment: Pick<Moment, 'now'>): LinkStatus => {
  if (link.ended === 'paid') return 'CHARGED'
  if (link.ended === 'cancelled') return 'CANCELLED'
  return link.ended === undefined && moment.now < link.expiresAt ? 'ACTIVE' : 'EXPIRED'
}

const checkOther = (state: State, { terminal, invoiceId }: Order, moment: Moment): Refusal | undefined => {
  const other = state.links.get(state.linkOf.get(invoiceKey(terminal, invoiceId)) ?? '')
  if (!other || !isActive(other, moment)) return undefined
  return refuse('link taken', { field: 'invoice_id', got: invoiceId, expected: `not ${other.id}'s` })
}

export const makeInvoiceLink = (
  state: State,
  asked: MakeInvoiceLink,
  moment: Moment,
): Decision<InvoiceLinkRecord> => {
  const token = checkToken(state, asked.accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  const terminal = findTerminal(state, asked.shopId, token)
  if (isRefusal(terminal)) return refusal(terminal)
  const order = { ...asked.order, terminal: terminal.id }
  const refused = checkContacts(state, asked)
  return refused ? refusal(refused) : linkOf(state, { ...asked, order, token }, moment)
}

type Wish = Pick<
  MakeInvoiceLink,
  'order' | 'expirePeriod' | 'shopId' | 'language' | 'contacts' | 'unknownFields'
>

const linkOf = (
  state: State,
  asked: Wish & { token: Pick<Token, 'client' | 'secretHash'> },
  moment: Moment,
): Decision<InvoiceLinkRecord> => {
  const { order, token, shopId, language, contacts, unknownFields } = asked
  const refused = checkOrder(order) ?? checkInvoice(state, order) ?? checkOther(state, order, moment)
  if (refused) return refusal(refused)
  const assumed = assumedOf(asked.expirePeriod ? [] : ['invoice link without expire_period lives one day'])
  const expirePeriod = asked.expirePeriod ?? '1d'
  const link: InvoiceLinkRecord = {
    id: uuid(moment.draw('invoice link')),
    at: moment.now,
    nanos: Number(digits(moment.draw('invoice link', 'nanoseconds'), 6)),
    order,
    client: token.client,
    secretHash: token.secretHash,
    ...{ shopId, language, expirePeriod, contacts, unknownFields },
    expiresAt: moment.now + Number.parseInt(expirePeriod, 10) * dayMs,
    ...(assumed.length > 0 ? { assumed } : {}),
  }
  return accept([{ kind: 'invoice link made', link }], link)
}

const nobody = { recipient: '', recipientSms: '', notifier: '', notifierSms: '' }

/** Made in the cabinet: nobody is sent it, the merchant passes the address on. */
export const makeCabinetLink = (
  state: State,
  asked: CommandOf<'make link in cabinet'>,
  moment: Moment,
): Decision<InvoiceLinkRecord> => {
  const order = inCabinet(state, asked.order, moment)
  const terminal = terminalOf(state, order.terminal)
  if (!terminal) return refusal(refuse('terminal unknown', { field: 'terminal', got: order.terminal }))
  const { expirePeriod } = asked
  const wish = { order, shopId: terminal.id, language: order.language, contacts: nobody, unknownFields: [] }
  const token = { client: terminal.client, secretHash: '' }
  return linkOf(state, { ...wish, token, ...(expirePeriod ? { expirePeriod } : {}) }, moment)
}

const unknown = (id: string) => refusal(refuse('link unknown', { field: 'id', got: id }))

const over = (link: InvoiceLink) => {
  const facts = { field: 'id', got: `${link.id}, ${link.ended ?? 'expired'}`, expected: 'an active link' }
  return refusal(refuse('link over', facts))
}

/** The bank's own token: the buyer has none, and everything after this is an ordinary payment. */
const tokenOf = (state: State, link: InvoiceLink, moment: Moment): TokenRecord => {
  const { order, client, secretHash, id } = link
  const { terminal, invoiceId, amount, currency, postLink, failurePostLink } = order
  return {
    digest: moment.digest(accessToken(moment.draw('token'))),
    ...{ client, terminal, invoiceId, amount, currency, postLink, failurePostLink, secretHash },
    scope: 'payment',
    issuedAt: moment.now,
    expiresAt: moment.now + tokenLifetimeMs(state, terminal),
    unknownFields: [],
    link: id,
  }
}

/** The page of a paid link says so; an open one is opened again; a failed one gives way to another. */
export const openInvoiceLink = (
  state: State,
  { link: id }: CommandOf<'open invoice link'>,
  moment: Moment,
): Decision<PageView> => {
  const link = state.links.get(id)
  if (!link) return unknown(id)
  const known = state.pages.get(link.page ?? '')
  if (known && link.ended === 'paid') return accept([], pageView(state, known))
  if (!isActive(link, moment)) return over(link)
  if (known && !known.ended && moment.now < known.deadline) return accept([], pageView(state, known))
  const refused = checkInvoice(state, link.order)
  if (refused) return refusal(refused)

  const token = tokenOf(state, link, moment)
  const page: PageRecord = {
    id: uuid(moment.draw('page')),
    token: token.digest,
    order: link.order,
    openedAt: moment.now,
    deadline: Math.min(moment.now + pageLifetimeMs, link.expiresAt),
    unknownFields: [],
    link: id,
  }
  const entries: EntryBody[] = [
    { kind: 'token issued', token },
    { kind: 'page opened', page },
  ]
  return accept(entries, pageView(state, { ...page, attempts: [] }))
}

/** What the merchant does in the bank's cabinet; no call of the bank for it is known. */
export const cancelInvoiceLink = (
  state: State,
  { link: id }: CommandOf<'cancel invoice link'>,
  moment: Moment,
): Decision<ReplyTo<'cancel invoice link'>> => {
  const link = state.links.get(id)
  if (!link) return unknown(id)
  if (!isActive(link, moment)) return over(link)
  const page = state.pages.get(link.page ?? '')
  const closed: EntryBody[] =
    page && !page.ended ? [{ kind: 'page ended', page: page.id, how: 'expired' }] : []
  return accept([{ kind: 'invoice link ended', link: id, how: 'cancelled' }, ...closed], undefined)
}

export const expireInvoiceLink = (state: State, id: string): Decision<Record<never, never>> =>
  accept(state.links.has(id) ? [{ kind: 'invoice link ended', link: id, how: 'expired' }] : [], {})
