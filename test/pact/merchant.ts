/** How a careful shop talks to the bank: every operation once, nothing that is not in the documents. */

export interface Answer {
  status: number
  body: unknown
}

type Fields = Record<string, string | number>

const read = async (answer: Response): Promise<Answer> => {
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : readJson(text) }
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export const openMerchant = (baseUrl: string) => {
  const get = async (path: string, accessToken?: string) =>
    read(await fetch(baseUrl + path, bearer(accessToken)))
  const getSignedIn = async (path: string, accessToken: string, homebankToken: string) => {
    const headers = { ...bearer(accessToken).headers, 'x-homebank-auth': homebankToken }
    return read(await fetch(baseUrl + path, { headers }))
  }
  const post = async (path: string, accessToken: string, body?: object) => {
    const json = body ? { body: JSON.stringify(body) } : {}
    const { headers } = bearer(accessToken)
    const type = { 'content-type': 'application/json' }
    return read(
      await fetch(baseUrl + path, {
        method: 'POST',
        headers: { ...headers, ...(body ? type : {}) },
        ...json,
      }),
    )
  }
  return {
    async token(fields: Fields) {
      const texts = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)])
      const body = new URLSearchParams(texts).toString()
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      return read(await fetch(`${baseUrl}/epay2/oauth2/token`, { method: 'POST', headers, body }))
    },
    statusById: (transactionId: string, accessToken?: string) =>
      get(`/api/check-status/payment/transactionId/${transactionId}`, accessToken),
    status: (invoiceId: string, accessToken?: string) =>
      get(`/api/check-status/payment/transaction/${invoiceId}`, accessToken),
    legacyStatus: (invoiceId: string, accessToken: string) => get(`/api/operation/${invoiceId}`, accessToken),
    charge: (id: string, accessToken: string, body?: object) =>
      post(`/api/operation/${id}/charge`, accessToken, body),
    cancel: (id: string, accessToken: string) => post(`/api/operation/${id}/cancel`, accessToken),
    refund: (id: string, accessToken: string, body?: object) =>
      post(`/api/operation/${id}/refund`, accessToken, body),
    payWithSavedCard: (accessToken: string, body: object) =>
      post('/api/payments/cards/auth', accessToken, body),
    payByCryptogram: (accessToken: string, body: object) => post('/api/payment/cryptopay', accessToken, body),
    confirm: (body: object) => post('/api/payment/confirm', '', body),
    makeLink: (accessToken: string, body: object) => post('/api/invoice', accessToken, body),
    listLinks: (accessToken: string, body: object) => post('/api/invoice-links', accessToken, body),
    openLink: (id: string) => get(`/api/redirect/invoice-link/${id}`),
    makeQr: (accessToken: string, body: object) => post('/api/payment/qr/generate', accessToken, body),
    qrStatus: (accessToken: string) => get('/api/qr', accessToken),
    send: post,
    transferStatus: (order: string, accessToken: string) =>
      get(`/api/check-status/p2p/transaction/${order}`, accessToken),
    register: (accessToken: string) =>
      post('/api/operations', accessToken, { paging: { page: 0, size: 100 } }),
    homebankCards: (accessToken: string, homebankToken: string) =>
      getSignedIn('/api/hb-cards', accessToken, homebankToken),
    accountBonus: (iban: string, accessToken: string, homebankToken: string) =>
      getSignedIn(`/api/payment/bonus-by-iban?iban=${iban}`, accessToken, homebankToken),
    creditConditions: (shopId: string, accessToken: string) =>
      get(`/api/credit-condition?shopId=${shopId}`, accessToken),
    instalmentStatus: (orderId: string, accessToken: string) =>
      get(`/api/order/status?orderId=${orderId}`, accessToken),
    savedCards: (accountId: string, accessToken: string) => get(`/api/cards/${accountId}`, accessToken),
    deactivate: (cardId: string, accessToken: string) => post(`/api/card/deactivate/${cardId}`, accessToken),
    terminal: (id: string, accessToken: string) => get(`/api/terminals/${id}`, accessToken),
    publicProfile: (accessToken: string) => post('/api/public-profile', accessToken, {}),
    publicKey: () => get('/api/public.rsa'),
  }
}

const bearer = (accessToken?: string): { headers: Record<string, string> } => ({
  headers: accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` },
})

export type Merchant = ReturnType<typeof openMerchant>
