import type { Asked, Interaction } from './interaction.ts'
import { filled } from './template.ts'

const path = '/epay2/oauth2/token'

const merchant = {
  grant_type: 'client_credentials',
  scope: 'webapi usermanagement email_send verification statement statistics payment',
  client_id: '${clientId}',
  client_secret: '${clientSecret}',
  terminal: '${terminalId}',
}

const order = {
  ...merchant,
  invoiceID: '100000001',
  amount: '1000',
  currency: 'KZT',
  postLink: 'https://shop.example/postlink',
  failurePostLink: 'https://shop.example/postlink',
  secret_hash: 'a-secret-of-the-shop',
}

const row = (
  description: string,
  form: Record<string, string>,
  { status = 200, exact }: { status?: number; exact: string[] },
): Interaction => ({
  operation: 'token',
  description,
  given: [['a merchant is known']],
  asked: { method: 'POST', path, form } satisfies Asked,
  call: (shop, values) => shop.token(filled(form, values)),
  status,
  exact,
})

const refused = ['code', 'error']

export const tokenInteractions: Interaction[] = [
  row('a request for a token to pay an order', order, { exact: ['token_type', 'scope'] }),
  row('a request for a token to ask and operate', merchant, { exact: ['token_type', 'scope'] }),
  row(
    'a request for a token with a wrong secret',
    { ...merchant, client_secret: 'wrong' },
    {
      status: 401,
      exact: refused,
    },
  ),
  row(
    'a request for a token of an unknown client',
    { ...merchant, client_id: 'nobody' },
    {
      status: 401,
      exact: refused,
    },
  ),
  row(
    'a request for a token of an unsupported grant',
    { ...merchant, grant_type: 'magic' },
    {
      status: 400,
      exact: refused,
    },
  ),
  row(
    'a request for a token with a malformed invoice',
    { ...order, invoiceID: 'INV-1' },
    {
      status: 400,
      exact: [...refused, 'violations[].where'],
    },
  ),
  row(
    'a request for a token of an unknown terminal',
    { ...merchant, terminal: '00000000-0000-4000-8000-000000000001' },
    { status: 400, exact: refused },
  ),
]
