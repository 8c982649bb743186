import type { InvoiceLinkListRequest } from '../../contracts/invoice-link-list.ts'
import type { CommandOf, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal, refusal } from './decision.ts'
import { linkStatus } from './invoice-link.ts'
import type { Moment } from './moment.ts'
import type { InvoiceLink, State } from './state.ts'
import { checkToken } from './token.ts'

type Search = NonNullable<InvoiceLinkListRequest['searchParameters']>[number]

const fieldOf = (link: InvoiceLink, name: Search['name'], moment: Moment): string => {
  if (name === 'id') return link.id
  if (name === 'invoice_id') return link.order.invoiceId
  if (name === 'account_id') return link.order.accountId
  return name === 'shop_id' ? link.shopId : linkStatus(link, moment)
}

const fits = (link: InvoiceLink, { name, method, searchParameter }: Search, moment: Moment): boolean => {
  const value = fieldOf(link, name, moment).toLowerCase()
  const wanted = searchParameter.map((text) => text.toLowerCase())
  if (method === 'like') return wanted.some((part) => value.includes(part.replaceAll('%', '')))
  return method === 'in' ? wanted.includes(value) : value === wanted[0]
}

/** A merchant's own links, oldest first unless it asks otherwise: in the order in which they were made. */
export const listInvoiceLinks = (
  state: State,
  { accessToken, wish }: CommandOf<'list invoice links'>,
  moment: Moment,
): Decision<ReplyTo<'list invoice links'>> => {
  const token = checkToken(state, accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  const { searchParameters = [], orderParameters = [], paging: { skip = 0, limit = 10 } = {} } = wish
  const found = [...state.links.values()].filter(
    (link) => link.client === token.client && searchParameters.every((search) => fits(link, search, moment)),
  )
  const [order] = [orderParameters].flat()
  if (order?.typeOrder === 'DESC') found.reverse()
  const records = found.slice(skip, skip + limit).map((link) => ({ link, status: linkStatus(link, moment) }))
  return accept([], { totalCount: found.length, records })
}
