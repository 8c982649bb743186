import type { TObject } from 'typebox'
import { Type } from '../../contracts/schema.ts'

/** What a person picks from a menu: a task, written so that an agent does it with the tools. */
export interface Prompt {
  name: string
  title: string
  description: string
  input: TObject
  say(given: Record<string, string | undefined>): string
}

const strict = { additionalProperties: false }

export const prompts: Prompt[] = [
  {
    name: 'integrate-epay',
    title: 'Integrate ePay',
    description: 'Build the integration of a shop, from the token to a handler that survives certification.',
    input: Type.Object(
      { framework: Type.Optional(Type.String({ description: 'What the shop is written with.' })) },
      strict,
    ),
    say: ({
      framework = 'the framework of this project',
    }) => `Integrate Halyk ePay into this shop with ${framework}.

1. Read the resource epay-sandbox://skill whole; it is the right way, in 150 lines.
2. Call the tool sandbox (start: true when none answers), then env, and put the addresses into the settings of the shop.
3. Write the token request (server side), the page that calls halyk.pay(), and the postlink handler.
4. Try it with make_payment or in a browser; look with show_payment and list_payments. Fix every finding.
5. Describe the shop in certify.yaml and call certify until the verdict is "certified".

Ask search_reference for any field you are not sure of; do not guess.`,
  },
  {
    name: 'why-was-it-refused',
    title: 'Why was it refused?',
    description: 'Find out why a payment or a request was refused, and what to change.',
    input: Type.Object(
      { invoiceId: Type.Optional(Type.String({ description: 'The order number.' })) },
      strict,
    ),
    say: ({
      invoiceId,
    }) => `Find out why ${invoiceId ? `the payment of invoice ${invoiceId}` : 'the latest payment'} was refused.

1. Call ${invoiceId ? `show_payment with invoiceId "${invoiceId}"` : 'list_payments, then show_payment of the last'}.
2. A decline has a reason code: call explain with it. Is it final, whose fault is it, what does the buyer do?
3. A request that never became a payment stands in the findings and exchanges: call explain with its message.
4. Name the line of our code that has to change, and change it. If nothing in our code is wrong, say so.`,
  },
  {
    name: 'make-it-certified',
    title: 'Make it certified',
    description: 'Run certify, fix what it finds, and repeat until the shop keeps every promise.',
    input: Type.Object(
      { config: Type.Optional(Type.String({ description: 'The path of certify.yaml.' })) },
      strict,
    ),
    say: ({ config = 'certify.yaml' }) => `Make this shop pass epay-sandbox certify.

1. Call certify with config "${config}". If there is no such file, write one: start, createOrder, probe.
2. For each failed case read why and fix, find the cause in the postlink handler or in how orders are kept.
   Fix causes, not cases: no code that knows it is being tested.
3. Call certify with only the failed cases, then whole again.
4. "not proven" means that the probe tells too little: let it tell an amount and a number of shipments.`,
  },
]
