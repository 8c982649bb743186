import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import type { TSchema } from 'typebox'
import { CardsAuthRequest } from '../../contracts/authorization.ts'
import { createAjv } from '../../contracts/reader.ts'
import { TokenRequest } from '../../contracts/token.ts'

const tokenAnswer = {
  access_token: 'DCEB8OIZM5U7SOITIU5EJQ',
  expires_in: 7200,
  refresh_token: '',
  scope: 'payment',
  token_type: 'Bearer',
}

const chargeAnswer = {
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

/** The same two requests, parsed and checked by the same schemas with ajv, and a constant for an answer. */
const app = Fastify()
await app.register(formbody)
const ajv = createAjv()
app.setValidatorCompiler(({ schema }) => ajv.compile(schema as TSchema))
app.post<{ Body: Record<string, unknown> }>(
  '/oauth2/token',
  {
    schema: { body: TokenRequest },
    // A form carries texts only.
    preValidation: async ({ body }) => void Object.assign(body, { amount: Number(body.amount) }),
  },
  async () => tokenAnswer,
)
app.post('/payments/cards/auth', { schema: { body: CardsAuthRequest } }, async () => chargeAnswer)
const url = await app.listen({ port: 0, host: '127.0.0.1' })
process.stdout.write(`${JSON.stringify({ event: 'ready', url })}\n`)
