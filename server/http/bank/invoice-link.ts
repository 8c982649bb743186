import {
  type InvoiceLinkRequest,
  toInvoiceLinkAnswer,
  toInvoiceLinkRow,
} from '../../../contracts/invoice-link.ts'
import type { InvoiceLinkListRequest } from '../../../contracts/invoice-link-list.ts'
import { isRefusal } from '../../core/decision.ts'
import { apiRefusal } from '../answer/refusal.ts'
import { invoiceUrl } from '../request/address.ts'
import { orderOfLink } from '../request/order.ts'
import type { Handler } from './asked.ts'

export const makeInvoiceLink: Handler<InvoiceLinkRequest> = async (asked) => {
  const { workspace, fields, unknownFields, accessToken, base } = asked
  const { reply, override } = await workspace.emulator.perform({
    kind: 'make invoice link',
    accessToken,
    shopId: fields.shop_id,
    order: orderOfLink(fields),
    expirePeriod: fields.expire_period,
    language: fields.language ?? '',
    contacts: {
      recipient: fields.recipient_contact ?? '',
      recipientSms: fields.recipient_contact_sms ?? '',
      notifier: fields.notifier_contact ?? '',
      notifierSms: fields.notifier_contact_sms ?? '',
    },
    unknownFields,
  })
  if (isRefusal(reply)) return { ...apiRefusal(reply), override }
  const facts = { terminal: reply.order.terminal, invoiceUrl: invoiceUrl(base(), reply.id) }
  return { status: 200, body: toInvoiceLinkAnswer(reply, facts), override }
}

export const listInvoiceLinks: Handler<InvoiceLinkListRequest> = async (asked) => {
  const { workspace, fields: wish, accessToken, base } = asked
  const { reply, override } = await workspace.emulator.perform({
    kind: 'list invoice links',
    accessToken,
    wish,
  })
  if (isRefusal(reply)) return { ...apiRefusal(reply), override }
  const Records = reply.records.map(({ link, status }) =>
    toInvoiceLinkRow(link, {
      terminal: link.order.terminal,
      invoiceUrl: invoiceUrl(base(), link.id),
      status,
    }),
  )
  return { status: 200, body: { TotalCount: reply.totalCount, Records }, override }
}
