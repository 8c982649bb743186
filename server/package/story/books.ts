import type { Recorder } from './recorder.ts'

/** What happened at the terminal, as a merchant's bookkeeping asks for it. */
export const books = async ({ call }: Recorder, own: string) => {
  const list = (as: string, summary: string, name: string) =>
    call('register', {
      as,
      summary,
      path: '/operations',
      token: own,
      body: {
        searchParameters: [{ name, method: '=', searchParameter: ['000000101'] }],
        paging: { page: 0, size: 100 },
        orderParameters: [{ field: 'created_date', typeOrder: 'DESC' }],
      },
    })
  await list('one', 'the payment of one order, refunded by now', 'invoiceId')
  await list('unknownField', 'no such field', 'colour')
}
