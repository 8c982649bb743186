import type { Static } from 'typebox'
import { observed, Text, Type, Uuid } from './schema.ts'

const carried = observed('wire/core §3.3: posted by the issuer through the browser')
const served = observed("wire/core §3.3: posted by a shop's own server to payment/confirm")

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
      ...observed('wire/core §3.3'),
    }),
  ),
  isShortForm: Type.Optional(
    Text(8, {
      description: "true inside the shop's widget; passed on.",
      ...observed('wire/core §2.1: of the payment page'),
    }),
  ),
})
export type ConfirmQuery = Static<typeof ConfirmQuery>

/** A page for people. */
export const Page = Type.String(observed('wire/core §3.3: a browser comes here'))
