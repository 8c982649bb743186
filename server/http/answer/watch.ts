import type { FastifyInstance } from 'fastify'
import { type Operation, operations } from '../../../contracts/operations.ts'

/** An answer of the bank's side as it leaves. */
export interface BankAnswer {
  method: string
  /** As the table of operations writes it: `/operation/:id/charge`. */
  path: string
  status: number
  contentType: string
  body: string
  /** A rule spoiled it: it need not keep the contract. */
  altered: boolean
}

const rows: Record<string, Operation> = operations

/** Tells of every answer of the table's operations, refusals and errors included: for checks. */
export const watchAnswers = (app: FastifyInstance, onAnswer: (answer: BankAnswer) => void): void => {
  app.addHook('onSend', async (request, reply, payload) => {
    const { method } = request
    const { url: path = '', config } = request.routeOptions
    if (rows[config.operation ?? '']?.method !== method) return
    onAnswer({
      method,
      path,
      status: reply.statusCode,
      contentType: String(reply.getHeader('content-type') ?? ''),
      body: typeof payload === 'string' ? payload : '',
      altered: reply.altered,
    })
  })
}
