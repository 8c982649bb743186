import type { Static } from 'typebox'
import {
  Amount,
  assumed,
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

const place = documented('saving-a-card')

/**
 * The payment object given to halyk.pay(), after decoding. Everything arrives as text, in the letter case of
 * whichever document the merchant copied: `InvoiceID`, `AccountId`, `PaymentType` or camel case.
 */
export const PaymentObject = Type.Object({
  invoiceId: InvoiceId({ aliases: ['InvoiceID', 'invoiceID'] }),
  invoiceIdAlt: Type.Optional(
    InvoiceId({ description: 'A second order number.', ...documented('payment-page') }),
  ),
  backLink: BackLink({
    minLength: 1,
    expected: 'an absolute http or https URL',
    description: 'Where the buyer returns after success.',
    ...documented(['saving-a-card', 'payment-page', 'saved-card-payment'], 'required'),
  }),
  failureBackLink: Type.Optional(
    BackLink({
      description: 'Where the buyer returns after failure.',
      ...documented(['saving-a-card', 'payment-page']),
    }),
  ),
  postLink: Type.Optional(
    Link({
      description: 'Where the success postlink goes.',
      ...documented(['saving-a-card', 'payment-page']),
    }),
  ),
  failurePostLink: Type.Optional(
    Link({
      description: 'Where the failure postlink goes; postLink when empty.',
      ...documented('payment-page'),
    }),
  ),
  language: Type.Optional(
    Text(16, { description: 'rus, kaz, eng and other spellings.', ...documented('payment-page') }),
  ),
  description: Text(125, {
    bytes: 125,
    description: 'Order description, at most 125 bytes (62 Cyrillic letters).',
    expected: 'at most 125 bytes of UTF-8',
    fix: 'shorten the text: a Cyrillic letter is two bytes',
    ...documented(['saving-a-card', 'payment-page', 'saved-card-payment'], '125 bytes'),
  }),
  accountId: Type.Optional(
    Text(255, {
      description: "The shop's id of the customer.",
      strip: 'ends',
      aliases: ['AccountId'],
      ...documented(['saving-a-card', 'payment-page', 'saved-card-payment']),
    }),
  ),
  terminal: Uuid({
    description: 'The point of sale.',
    aliases: ['terminalId'],
    ...documented(['saving-a-card', 'payment-page', 'saved-card-payment'], 'terminalId on the last page'),
  }),
  amount: Amount(),
  currency: Currency({ aliases: ['curency'] }),
  data: Type.Optional(
    Text(8192, {
      description: 'Extra data, echoed verbatim and shown in the statement.',
      ...documented('payment-page'),
    }),
  ),
  phone: Type.Optional(Text(32, { aliases: ['telephone'], ...documented('payment-page') })),
  name: Type.Optional(Text(128, documented('payment-page'))),
  email: Type.Optional(Text(254, documented('payment-page'))),
  cardSave: Type.Optional(
    Flag({
      description: 'Save the card; needs accountId.',
      ...documented(['saving-a-card', 'payment-page']),
    }),
  ),
  paymentType: Type.Optional(
    Text(32, {
      description: 'cardVerification to save a card without paying, cardId to pay with a saved one.',
      strip: 'ends',
      aliases: ['PaymentType'],
      ...documented(['saving-a-card', 'saved-card-payment']),
    }),
  ),
  cardId: Type.Optional(
    Uuid({
      description: 'The saved card that pays, with paymentType cardId: the cardId of an earlier postlink.',
      aliases: ['cardid'],
      ...documented('saved-card-payment', 'cardid on the payment page, cardId in the call'),
    }),
  ),
  recurrent: Type.Optional(Flag(observed('client', 'a parameter of the page with a saved card'))),
  useBonus: Type.Optional(
    Flag({
      description: 'Spend bonuses as far as they go.',
      ...assumed('a field of cryptopay; whether the page reads it is not told', 'ios-sdk'),
    }),
  ),
  autoRedirect: Type.Optional(
    Flag({
      description: 'Return without a click.',
      aliases: ['autoBackLink'],
      ...observed(['bitrix-module', 'ios-sdk', 'clients-8'], 'eight clients say autoBackLink'),
    }),
  ),
  secret_hash: Type.Optional(
    Text(512, {
      description: "The shop's own random string, echoed in the postlink; instead of the token's.",
      aliases: ['secretHash'],
      ...observed('client'),
    }),
  ),
  auth: Type.Union([Type.String(), Type.Record(Type.String(), Type.String())], {
    description: 'The whole token answer (an object), or the bare token.',
    expected: 'the whole answer of the token endpoint',
    fix: 'pass auth: the object the token endpoint returned',
    secret: true,
    aliases: ['token'],
    ...documented(['payment-page', 'saved-card-payment'], 'token on the page of saved cards'),
  }),
  ip: Type.Optional(Text(64, place)),
  ipCountry: Type.Optional(Text(128, place)),
  ipCity: Type.Optional(Text(128, place)),
  ipRegion: Type.Optional(Text(128, place)),
  ipDistrict: Type.Optional(Text(128, place)),
  ipLatitude: Type.Optional(Type.Number({ minimum: -90, maximum: 90, expected: 'a latitude', ...place })),
  ipLongitude: Type.Optional(Type.Number({ minimum: -180, maximum: 180, expected: 'a longitude', ...place })),
})
export type PaymentObject = Static<typeof PaymentObject>
