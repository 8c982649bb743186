import type { Static } from 'typebox'
import {
  Amount,
  BackLink,
  Currency,
  documented,
  Flag,
  InvoiceId,
  Link,
  observed,
  Text,
  Type,
  Uuid,
} from './schema.ts'
import { walletFields } from './wallet.ts'

const page = documented(['cryptogram-page', 'ios-sdk', 'android-sdk'])

/** The body of `POST payment/cryptopay`. The bank's own SDKs spell the field with a Cyrillic с (U+0441). */
export const CryptopayRequest = Type.Object({
  amount: Amount(page),
  currency: Currency(page),
  name: Type.Optional(Text(128, page)),
  cryptogram: Type.Optional(
    Text(4096, {
      description:
        'Base64 of RSA PKCS#1 v1.5 over {"hpan","expDate":"MMYY","cvc","terminalId"}. Needed and read unless a ' +
        'wallet pays.',
      expected: 'base64 text of the encrypted card',
      aliases: ['\u0441ryptogram'],
      secret: true,
      ...page,
    }),
  ),
  invoiceId: InvoiceId(page),
  invoiceIdAlt: Type.Optional(InvoiceId(page)),
  description: Type.Optional(
    Text(125, { bytes: 125, expected: 'at most 125 bytes of UTF-8', fix: 'shorten the text', ...page }),
  ),
  accountId: Type.Optional(Text(255, { strip: 'ends', ...page })),
  email: Type.Optional(Text(254, page)),
  phone: Type.Optional(Text(32, page)),
  cardSave: Type.Optional(Flag(page)),
  data: Type.Optional(Text(8192, page)),
  postLink: Type.Optional(Link(page)),
  failurePostLink: Type.Optional(Link(page)),
  backLink: Type.Optional(BackLink(page)),
  failureBackLink: Type.Optional(BackLink(page)),
  useBonus: Type.Optional(Flag({ description: 'Spend bonuses as far as they go.', ...observed('ios-sdk') })),
  paymentType: Type.Optional(
    Text(32, {
      description:
        'cardVerification to save a card without paying; applePay, samsungPay, masterPass, halykId.',
      ...page,
    }),
  ),
  terminalId: Type.Optional(Uuid(observed('ios-sdk', 'sent by some branches'))),
  language: Type.Optional(Text(16, page)),
  ...walletFields,
})
export type CryptopayRequest = Static<typeof CryptopayRequest>

/** What is inside a cryptogram once it has been opened. */
export const CardSecret = Type.Object({
  hpan: Type.String({
    pattern: '^[0-9 ]{13,23}$',
    secret: true,
    expected: 'the card number, digits',
    ...page,
  }),
  expDate: Type.String({
    pattern: '^(0[1-9]|1[0-2])[0-9]{2}$',
    expected: 'MMYY, four digits without a separator',
    ...page,
  }),
  cvc: Type.String({ pattern: '^[0-9]{1,4}$', secret: true, expected: 'the CVC, digits', ...page }),
  terminalId: Type.Optional(Type.String(page)),
})
export type CardSecret = Static<typeof CardSecret>
