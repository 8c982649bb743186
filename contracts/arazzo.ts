/** The stories of a shop as Arazzo workflows over openapi.json: what is called in which order, and what must come. */

const input = (description: string, fallback: string | number) => ({
  type: typeof fallback,
  description,
  default: fallback,
})

const inputs = (more: Record<string, object> = {}) => ({
  type: 'object',
  properties: {
    clientId: input('client_id of the shop', 'test'),
    clientSecret: input('client_secret of the shop', 'yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG'),
    terminal: input('The point of sale', '67e34d63-102f-4bd1-898e-370781d0074d'),
    invoiceId: input('A new order number, 6 to 15 digits', '000000301'),
    amount: input('Amount in main units', 1000),
    ...more,
  },
})

const withStatus = (status: number) => [{ condition: `$statusCode == ${status}` }]
const answers = (condition: string) => ({ context: '$response.body', condition, type: 'jsonpath' })

const token = {
  stepId: 'getToken',
  description: 'A token that pays this order and no other.',
  operationId: 'createToken',
  requestBody: {
    contentType: 'application/x-www-form-urlencoded',
    payload: {
      grant_type: 'client_credentials',
      scope: 'webapi usermanagement email_send verification statement statistics payment',
      client_id: '$inputs.clientId',
      client_secret: '$inputs.clientSecret',
      invoiceID: '$inputs.invoiceId',
      amount: '$inputs.amount',
      currency: 'KZT',
      terminal: '$inputs.terminal',
    },
  },
  successCriteria: withStatus(200),
  outputs: { accessToken: '$response.body#/access_token' },
}

const bearer = { name: 'Authorization', in: 'header', value: 'Bearer {$steps.getToken.outputs.accessToken}' }

const pay = {
  stepId: 'pay',
  description: 'Charge a saved card.',
  operationId: 'chargeSavedCard',
  parameters: [bearer],
  requestBody: {
    contentType: 'application/json',
    payload: {
      amount: '$inputs.amount',
      currency: 'KZT',
      terminalId: '$inputs.terminal',
      invoiceId: '$inputs.invoiceId',
      description: 'Green tea, 100 g',
      backLink: 'https://shop.example/thanks',
      postLink: 'https://shop.example/postlink',
      paymentType: 'cardId',
      cardId: { id: '$inputs.cardId' },
    },
  },
}

const paid = { ...pay, successCriteria: withStatus(200), outputs: { id: '$response.body#/id' } }

const ask = (stepId: string, statusName: string) => ({
  stepId,
  description: `The status says ${statusName}.`,
  operationId: 'getStatus',
  parameters: [bearer, { name: 'invoiceId', in: 'path', value: '$inputs.invoiceId' }],
  successCriteria: [...withStatus(200), answers(`$[?@.transaction.statusName == '${statusName}']`)],
  outputs: { statusName: '$response.body#/transaction/statusName' },
})

const operate = (stepId: string, operationId: string, payload?: object) => ({
  stepId,
  description: `The operation ${operationId} on the payment.`,
  operationId,
  parameters: [bearer, { name: 'id', in: 'path', value: '$steps.pay.outputs.id' }],
  ...(payload ? { requestBody: { contentType: 'application/json', payload } } : {}),
  successCriteria: withStatus(200),
})

const approvedCard = { cardId: input('A saved card that pays', '00000000-0000-4000-8000-000000000000') }
const poorCard = { cardId: input('A saved card without money', '00000000-0000-4000-8000-000000000484') }
const twoStages = { terminal: input('A terminal of two stages', '2d1f6a0e-5b7c-4c39-8e42-7a90c3d5e6f2') }

export const toArazzo = (version: string) => ({
  arazzo: '1.0.1',
  info: { title: 'Stories of a shop that takes payments by Halyk ePay', version },
  sourceDescriptions: [{ name: 'epay', url: './openapi.json', type: 'openapi' }],
  workflows: [
    {
      workflowId: 'payAndRefundInPart',
      summary: 'A payment by a saved card goes through; a part of it is refunded.',
      inputs: inputs(approvedCard),
      steps: [token, paid, ask('paid', 'CHARGE'), operate('refundPart', 'refund', { amount: 300 })],
      outputs: { transaction: '$steps.pay.outputs.id' },
    },
    {
      workflowId: 'declined',
      summary: 'The bank of the buyer declines: 400 with a reason code.',
      inputs: inputs(poorCard),
      steps: [token, { ...pay, successCriteria: [...withStatus(400), answers('$[?@.code == 484]')] }],
    },
    {
      workflowId: 'holdAndCharge',
      summary: 'A terminal of two stages holds the money first; charge takes it.',
      inputs: inputs({ ...approvedCard, ...twoStages }),
      steps: [token, paid, ask('held', 'AUTH'), operate('take', 'charge'), ask('taken', 'CHARGE')],
      outputs: { transaction: '$steps.pay.outputs.id' },
    },
    {
      workflowId: 'holdAndCancel',
      summary: 'A hold is let go.',
      inputs: inputs({ ...approvedCard, ...twoStages }),
      steps: [token, paid, operate('letGo', 'cancel'), ask('cancelled', 'CANCEL')],
    },
  ],
})
