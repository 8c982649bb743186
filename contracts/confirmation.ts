import type { Static } from 'typebox'
import { observed, Text, Type, Uuid } from './schema.ts'

const carried = observed(['ios-sdk', 'android-sdk'], 'posted by the issuer through the browser')
const served = observed('clients-2', "posted by a shop's own server to payment/confirm")

/** `payments/cards/confirmPayment`: the issuer's word arrives, with the browser or from the shop's own server. */
export const ConfirmRequest = Type.Object({
  MD: Type.Optional(Text(4096, { description: 'secure3D.md of the payment.', ...carried })),
  PaRes: Type.Optional(Text(4096, { description: "The issuer's signed word.", ...carried })),
  ID: Type.Optional(Uuid({ description: 'The transaction; MD or both will do.', ...served })),
})
export type ConfirmRequest = Static<typeof ConfirmRequest>

export const ConfirmQuery = Type.Object({
  Access: Type.Optional(
    Text(64, {
      description: 'The token of the payment, as both SDKs write it into TermUrl; a header will do.',
      secret: true,
      ...observed(['ios-sdk', 'android-sdk']),
    }),
  ),
  isShortForm: Type.Optional(
    Text(8, {
      description: "true inside the shop's widget; passed on.",
      ...observed(
        'clients-8',
        "copies of the bank's payment-api.js: the whole payment object in the address",
      ),
    }),
  ),
})
export type ConfirmQuery = Static<typeof ConfirmQuery>

/** A page for people. */
export const Page = Type.String(observed(['ios-sdk', 'android-sdk'], 'a browser comes here'))
