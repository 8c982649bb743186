import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import type { TSchema } from 'typebox'
import { CardsAuthRequest } from '../../contracts/authorization.ts'
import { createAjv } from '../../contracts/reader.ts'
import { TokenRequest } from '../../contracts/token.ts'
import { chargeAnswer, tokenAnswer } from './answers.ts'

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
const required = CardsAuthRequest.required.filter((name) => name !== 'postLink')
app.post(
  '/payments/cards/auth',
  { schema: { body: { ...CardsAuthRequest, required } } },
  async () => chargeAnswer,
)
const url = await app.listen({ port: 0, host: '127.0.0.1' })
process.stdout.write(`${JSON.stringify({ event: 'ready', url })}\n`)
