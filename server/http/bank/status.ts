import { toLegacyStatus } from '../../../contracts/operation.ts'
import { resultCodes, type StatusAnswer, toStatus } from '../../../contracts/transaction.ts'
import { isRefusal } from '../../core/decision.ts'
import { settingsOf } from '../../core/state.ts'
import { apiRefusal } from '../answer/refusal.ts'
import type { Asked, Handler } from './asked.ts'

const ask = ({ workspace, accessToken, params }: Asked<unknown>, how: { anyTerminal?: boolean } = {}) => {
  const { invoiceId = '', transactionId } = params
  const wanted =
    transactionId === undefined ? { invoiceId } : { invoiceId, transaction: transactionId.toLowerCase() }
  return workspace.emulator.perform({ kind: 'ask status', accessToken, ...wanted, ...how })
}

const quirksOf = ({ workspace }: Asked<unknown>) => settingsOf(workspace.emulator.state()).quirks

const notFound = {
  'invoice not found': [resultCodes.invoiceNotFound, 'Invoice not found'],
  'token without terminal': [
    resultCodes.tokenWithoutTerminal,
    'Token has no terminal: request it with the field terminal',
  ],
} as const

export const askStatus: Handler = async (asked) => {
  const { reply, override } = await ask(asked)
  if (isRefusal(reply)) return { ...apiRefusal(reply), override }
  const [resultCode, resultMessage] = reply.found ? [resultCodes.ok, 'SUCCESS'] : notFound[reply.why]
  const transaction = reply.found ? toStatus(reply.transaction, reply.terminal, quirksOf(asked)) : null
  return { status: 200, body: { resultCode, resultMessage, transaction } satisfies StatusAnswer, override }
}

/** The older address: flat, and an error where the newer one answers 102. */
export const askLegacyStatus: Handler = async (asked) => {
  const { reply, override } = await ask(asked, { anyTerminal: true })
  if (isRefusal(reply)) return { ...apiRefusal(reply), override }
  if (reply.found)
    return { status: 200, body: toLegacyStatus(reply.transaction, reply.terminal, quirksOf(asked)), override }
  return { status: 400, body: { code: 100, message: notFound[reply.why][1] }, override }
}
