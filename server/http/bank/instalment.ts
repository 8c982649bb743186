import {
  CreditQuery,
  InstalmentQuery,
  type InstalmentRequest,
  toCreditConditions,
  toInstalmentAnswer,
} from '../../../contracts/instalment.ts'
import { readerOf } from '../../../contracts/reader.ts'
import { isRefusal } from '../../core/decision.ts'
import { apiRefusal, violationAnswer } from '../answer/refusal.ts'
import { orderOfInstalment } from '../request/order.ts'
import type { Handler } from './asked.ts'
import { tokenOf } from './authorization.ts'

const readShop = readerOf(CreditQuery)

export const listConditions: Handler = async ({ workspace, query, accessToken }) => {
  const { value, violations } = readShop(query)
  if (violations.length > 0) return violationAnswer(apiRefusal, violations)
  const shopId = value.shopId.toLowerCase()
  const asked = { kind: 'list credit conditions', accessToken, shopId } as const
  const { reply, override } = await workspace.emulator.perform(asked)
  const answer = isRefusal(reply) ? apiRefusal(reply) : { status: 200, body: toCreditConditions(shopId) }
  return { ...answer, override }
}

export const makeInstalment: Handler<InstalmentRequest> = async (asked) => {
  const { workspace, fields, accessToken, ip } = asked
  const { reply, override } = await workspace.emulator.perform({
    ...{ kind: 'make instalment', accessToken, shopId: fields.shopId.toLowerCase() },
    condition: fields.creditConditionId.toLowerCase(),
    order: orderOfInstalment(fields, tokenOf(asked), ip),
  })
  const answer = isRefusal(reply) ? apiRefusal(reply) : { status: 200, body: toInstalmentAnswer(reply) }
  return { ...answer, override }
}

const readOrder = readerOf(InstalmentQuery)

export const askInstalment: Handler = async ({ workspace, query, accessToken }) => {
  const { value, violations } = readOrder(query)
  if (violations.length > 0) return violationAnswer(apiRefusal, violations)
  const asked = { kind: 'ask instalment', accessToken, instalment: value.orderId } as const
  const { reply, override } = await workspace.emulator.perform(asked)
  const answer = isRefusal(reply)
    ? apiRefusal(reply)
    : { status: 200, body: { id: reply.id, name: reply.status } }
  return { ...answer, override }
}
