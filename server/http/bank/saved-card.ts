import { toCardRow } from '../../../contracts/saved-card.ts'
import { isRefusal } from '../../core/decision.ts'
import { terminalOf } from '../../core/terminal.ts'
import { apiRefusal } from '../answer/refusal.ts'
import type { Handler } from './asked.ts'

/** An account without cards is no error: 200 with code 1373. */
export const listCards: Handler = async ({ workspace, accessToken, params }) => {
  const { emulator } = workspace
  const accountId = params.accountId ?? ''
  const { reply, override } = await emulator.perform({ kind: 'list cards', accessToken, accountId })
  if (isRefusal(reply)) return { ...apiRefusal(reply), override }
  if (reply.length === 0)
    return { status: 200, body: { code: 1373, message: 'Saved cards are not found' }, override }
  const rows = reply.map((card) => toCardRow(card, terminalOf(emulator.state(), card.terminal)))
  return { status: 200, body: rows, override }
}

export const deactivateCard: Handler = async ({ workspace, accessToken, params }) => {
  const cardId = params.cardId?.toLowerCase() ?? ''
  const { reply, override } = await workspace.emulator.perform({
    kind: 'deactivate card',
    accessToken,
    cardId,
  })
  if (isRefusal(reply)) return { ...apiRefusal(reply), override }
  return { status: 200, body: { status: 'card successfully deactivated' }, override }
}
