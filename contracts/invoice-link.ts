import type { Static } from 'typebox'
import type { InvoiceLinkRecord } from './link-record.ts'
import type { Terminal } from './merchant.ts'
import { fromTiyn } from './money.ts'
import { merchantId } from './profile.ts'
import { Amount, BackLink, Currency, documented, Flag, Link, observed, Text, Type, Uuid } from './schema.ts'
import { bankTime } from './time.ts'

const page = documented('invoice-link-page')
const seen = observed('client', 'in a captured answer')
const link = (description: string) => Type.Optional(Link({ description, ...page }))
const backLink = (description: string) => Type.Optional(BackLink({ description, ...page }))

/** `POST invoice`, in snake case unlike everything else: a link to pay by, sent to a buyer. */
export const InvoiceLinkRequest = Type.Object({
  shop_id: Uuid({ description: 'The shop, or one of its terminals.', ...page }),
  account_id: Text(255, { description: "The shop's id of the customer.", strip: 'ends', ...page }),
  invoice_id: Type.String({
    pattern: '^[0-9A-Za-z_-]{1,64}$',
    description: 'The order number, wider than anywhere else.',
    expected: '1 to 64 letters, digits, hyphens and underscores',
    fix: 'send the number of the order without spaces and other signs',
    strip: 'ends',
    ...observed(['invoice-link-page', 'clients-2'], '17 digits on the page, UUIDs and 002 in code'),
  }),
  invoice_alt: Type.Optional(Text(64, { description: 'A second order number.', ...seen })),
  amount: Amount(page),
  currency: Currency(page),
  language: Type.Optional(Text(16, { description: 'rus, kaz, eng and other spellings.', ...page })),
  description: Type.Optional(
    Text(125, {
      bytes: 125,
      description: 'Order description, at most 125 bytes (62 Cyrillic letters).',
      expected: 'at most 125 bytes of UTF-8',
      fix: 'shorten the text: a Cyrillic letter is two bytes',
      ...page,
    }),
  ),
  expire_period: Type.Optional(
    Type.String({
      pattern: '^[1-9][0-9]{0,2}d$',
      description: 'How many days the link can be paid.',
      expected: 'a number of days such as 1d or 3d',
      fix: 'send 1d for a day, 3d for three',
      strip: 'ends',
      ...observed(['invoice-link-page', 'client'], '1d, 3d'),
    }),
  ),
  recipient_contact: Type.Optional(
    Text(254, {
      description: 'The e-mail that gets the link; see the quirk recipientContact.',
      strip: 'ends',
      ...page,
    }),
  ),
  recipient_contact_sms: Type.Optional(
    Text(32, {
      description: 'The telephone that gets the link: +7 and ten digits; see the quirk recipientContact.',
      expected: '+7 and ten digits',
      fix: 'send the telephone number of the buyer, such as +77770000000',
      strip: 'ends',
      ...page,
    }),
  ),
  notifier_contact: Type.Optional(
    Text(254, { description: 'Who hears of the payment, by e-mail.', ...page }),
  ),
  notifier_contact_sms: Type.Optional(Text(32, { description: 'The same by telephone.', ...page })),
  post_link: link('Where the success postlink goes.'),
  failure_post_link: link('Where the failure postlink goes; post_link when empty.'),
  back_link: backLink('Where the buyer goes after success.'),
  failure_back_link: backLink('Where the buyer goes after failure.'),
  card_save: Type.Optional(Flag({ description: 'Save the card.', ...seen })),
  data: Type.Optional(Text(8192, { description: 'Extra data, echoed in the postlink.', ...seen })),
})
export type InvoiceLinkRequest = Static<typeof InvoiceLinkRequest>

const captured = observed('client', 'a captured answer')
const text = Type.String(captured)

/** ACTIVE and CHARGED were seen; what becomes of the others is our guess. */
export const linkStatuses = ['ACTIVE', 'CHARGED', 'EXPIRED', 'CANCELLED'] as const
export type LinkStatus = (typeof linkStatuses)[number]

/** The answer, in the order of the captured one. */
export const InvoiceLinkAnswer = Type.Object(
  {
    id: Uuid(captured),
    shop_id: text,
    amount: Type.Number(captured),
    invoice_id: text,
    invoice_alt: text,
    language: Type.String({ description: 'As it came.', ...captured }),
    currency: text,
    description: text,
    account_id: text,
    recipient_contact: text,
    recipient_contact_sms: text,
    notifier_contact: text,
    notifier_contact_sms: text,
    expire_period: text,
    post_link: text,
    failure_post_link: text,
    back_link: text,
    failure_back_link: text,
    created_date: Type.String({ description: 'RFC 3339, the time of Kazakhstan.', ...captured }),
    expire_date: text,
    status: Type.Enum([...linkStatuses], { description: 'CHARGED once it is paid.', ...captured }),
    updated_date: Type.String({ description: 'The zero time of a Go server.', ...captured }),
    invoice_url: Type.String({ description: 'The link to pay by.', ...captured }),
    merchant_id: text,
    terminal_id: Type.String({ description: 'The UUID of the terminal.', ...captured }),
    card_save: Type.Boolean(captured),
    data: text,
  },
  { additionalProperties: false },
)
export type InvoiceLinkAnswer = Static<typeof InvoiceLinkAnswer>

export const toInvoiceLinkAnswer = (
  { id, at, nanos, order, contacts, ...link }: InvoiceLinkRecord,
  {
    terminal,
    invoiceUrl,
    status = 'ACTIVE',
  }: { terminal: Terminal['id']; invoiceUrl: string; status?: LinkStatus },
): InvoiceLinkAnswer => ({
  id,
  shop_id: link.shopId,
  amount: fromTiyn(order.amount),
  invoice_id: order.invoiceId,
  invoice_alt: order.invoiceIdAlt,
  language: link.language,
  currency: order.currency,
  description: order.description,
  account_id: order.accountId,
  recipient_contact: contacts.recipient,
  recipient_contact_sms: contacts.recipientSms,
  notifier_contact: contacts.notifier,
  notifier_contact_sms: contacts.notifierSms,
  expire_period: link.expirePeriod,
  post_link: order.postLink,
  failure_post_link: order.failurePostLink,
  back_link: order.backLink,
  failure_back_link: order.failureBackLink,
  created_date: bankTime(at, nanos),
  expire_date: bankTime(link.expiresAt, nanos),
  status,
  updated_date: '0001-01-01T00:00:00Z',
  invoice_url: invoiceUrl,
  merchant_id: merchantId,
  terminal_id: terminal,
  card_save: order.cardSave,
  data: order.data,
})

// The zero time of a Go server in the time zone of Almaty: the mean time of its meridian. Written out, because the time
// zones of the runtime take long to load.
const zeroTime = '0001-01-01T05:07:48+05:07'

/** The same in a list: microseconds, and the zero time in the zone of the bank. */
export const toInvoiceLinkRow = (
  link: InvoiceLinkRecord,
  facts: { terminal: Terminal['id']; invoiceUrl: string; status: LinkStatus },
): InvoiceLinkAnswer => {
  const nanos = link.nanos - (link.nanos % 1000)
  return {
    ...toInvoiceLinkAnswer({ ...link, nanos }, facts),
    updated_date: zeroTime,
  }
}
