import type { Interaction } from './interaction.ts'

type Verb = 'charge' | 'cancel' | 'refund'

interface Row {
  given: Interaction['given']
  body?: { amount: number }
  status?: number
}

const operate = (verb: Verb, description: string, { given, body, status = 200 }: Row): Interaction => ({
  operation: verb,
  description,
  given,
  asked: {
    method: 'POST',
    path: `/api/operation/\${transactionId}/${verb}`,
    accessToken: '${accessToken}',
    ...(body ? { json: body } : {}),
  },
  call: (shop, { transactionId, accessToken }) =>
    verb === 'cancel'
      ? shop.cancel(String(transactionId), String(accessToken))
      : shop[verb](String(transactionId), String(accessToken), body),
  status,
  exact: ['code'],
})

const held: Interaction['given'] = [['a payment is held']]
const approved: Interaction['given'] = [['a payment was approved']]

export const operationInteractions: Interaction[] = [
  operate('charge', 'a charge of a held payment', { given: held }),
  operate('charge', 'a charge of a part of a held payment', { given: held, body: { amount: 400 } }),
  operate('charge', 'a charge of more than was held', {
    given: held,
    body: { amount: 1000.01 },
    status: 400,
  }),
  operate('charge', 'a charge of a payment that was charged', {
    given: [['a held payment was charged']],
    status: 400,
  }),
  operate('cancel', 'a cancellation of a held payment', { given: held }),
  operate('cancel', 'a cancellation of a payment that was charged', { given: approved, status: 400 }),
  operate('refund', 'a refund of a payment', { given: approved }),
  operate('refund', 'a refund of a part of a payment', { given: approved, body: { amount: 400 } }),
  operate('refund', 'a refund of a payment that was refunded', {
    given: [['a payment was refunded']],
    status: 400,
  }),
  operate('refund', 'a refund of a payment that was declined', {
    given: [['a payment was declined', { reasonCode: 484 }]],
    status: 400,
  }),
]
