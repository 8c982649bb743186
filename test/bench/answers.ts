/** What a server that decides nothing answers: the sandbox's own two answers with one payment's values in them. */
export const tokenAnswer = {
  access_token: 'DCEB8OIZM5U7SOITIU5EJQ',
  expires_in: 7200,
  refresh_token: '',
  scope: 'payment',
  token_type: 'Bearer',
}

export const chargeAnswer = {
  id: '5d5e0f3a-4b7e-4f0c-9d5b-0f6f6d8f9a11',
  accountId: 'bench',
  amount: 100,
  amountBonus: 0,
  currency: 'KZT',
  description: 'Tea',
  email: '',
  invoiceID: '000000001',
  language: 'RU',
  phone: '',
  reference: '109901587394',
  intReference: '7B5D0F3A4B7E4F0C',
  secure3D: null,
  cardID: '5d5e0f3a-4b7e-4f0c-9d5b-0f6f6d8f9a12',
}

/** Path and answer of the two endpoints, as every kind of mock is told them. */
export const endpoints: [path: string, answer: object][] = [
  ['/oauth2/token', tokenAnswer],
  ['/payments/cards/auth', chargeAnswer],
]
