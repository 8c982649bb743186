import { type InvoiceLinkRequest, toInvoiceLinkAnswer } from '../../../contracts/invoice-link.ts'
import { isRefusal } from '../../core/decision.ts'
import { apiRefusal } from '../answer/refusal.ts'
import { orderOfLink } from '../request/order.ts'
import type { Handler } from './asked.ts'

export const makeInvoiceLink: Handler<InvoiceLinkRequest> = async (asked) => {
  const { workspace, fields, unknownFields, accessToken, base } = asked
  const { reply, bend } = await workspace.emulator.perform({
    kind: 'make invoice link',
    accessToken,
    shopId: fields.shop_id,
    order: orderOfLink(fields),
    expirePeriod: fields.expire_period,
    language: fields.language ?? '',
    contacts: {
      recipient: fields.recipient_contact ?? '',
      recipientSms: fields.recipient_contact_sms,
      notifier: fields.notifier_contact ?? '',
      notifierSms: fields.notifier_contact_sms ?? '',
    },
    unknownFields,
  })
  if (isRefusal(reply)) return { ...apiRefusal(reply), bend }
  const invoiceUrl = `${base()}/api/redirect/invoice-link/${reply.id}`
  return { status: 200, body: toInvoiceLinkAnswer(reply, reply.order.terminal, invoiceUrl), bend }
}
