import { toTiyn } from '../../../contracts/money.ts'
import { OperationRequest } from '../../../contracts/operation.ts'
import { readerOf } from '../../../contracts/reader.ts'
import type { Operate } from '../../core/command.ts'
import { isRefusal } from '../../core/decision.ts'
import { apiRefusal, violationAnswer } from '../answer/refusal.ts'
import type { Handler } from './asked.ts'

const readQuery = readerOf(OperationRequest)

const tiynOf = (amount: number | undefined) => (amount === undefined ? undefined : toTiyn(amount))

/** The amount may come in the query, in the body, in both or not at all. */
export const operate =
  (operation: Operate['operation']): Handler<OperationRequest> =>
  async ({ workspace, fields, query, accessToken, params }) => {
    const { value, violations } = readQuery(query)
    if (violations.length > 0) return violationAnswer(apiRefusal, violations)
    const { reply, override } = await workspace.emulator.perform({
      kind: 'operate',
      operation,
      accessToken,
      transaction: params.id?.toLowerCase() ?? '',
      queryAmount: tiynOf(value.amount),
      bodyAmount: tiynOf(fields.amount),
      externalId: value.externalID ?? fields.externalID,
    })
    return { ...(isRefusal(reply) ? apiRefusal(reply) : { status: 200, body: undefined }), override }
  }
