/** A pact a shop's team might have written by hand, in the third edition of the format. */

interface Given {
  state?: string
  params?: object
  status?: number
  body?: object
}

export const statusPact = ({
  state = 'a payment was approved',
  params = {},
  status = 200,
  body,
}: Given = {}) => ({
  consumer: { name: 'tea-shop' },
  provider: { name: 'epay' },
  interactions: [
    {
      description: 'a question about an order',
      providerStates: [{ name: state, params }],
      request: {
        method: 'GET',
        path: '/api/check-status/payment/transaction/100000001',
        headers: { Authorization: 'Bearer of the state' },
        generators: {
          header: { Authorization: { type: 'ProviderState', expression: 'Bearer ${accessToken}' } },
        },
      },
      response: { status, body: body ?? { resultCode: '100' } },
    },
  ],
  metadata: { pactSpecification: { version: '3.0.0' } },
})

export const emptyPact = { consumer: { name: 'tea-shop' }, provider: { name: 'epay' }, interactions: [] }
