import { type RecurrentRequest, toRecurrentAnswer } from '../../../contracts/recurrent.ts'
import { isRefusal } from '../../core/decision.ts'
import { apiRefusal } from '../answer/refusal.ts'
import type { Handler } from './asked.ts'

export const subscribe: Handler<RecurrentRequest> = async ({ workspace, fields, accessToken }) => {
  const { reply, override } = await workspace.emulator.perform({
    kind: 'subscribe',
    accessToken,
    transaction: fields.transactionId.toLowerCase(),
    frequency: fields.paymentFrequency,
  })
  return {
    ...(isRefusal(reply) ? apiRefusal(reply) : { status: 200, body: toRecurrentAnswer(reply) }),
    override,
  }
}
