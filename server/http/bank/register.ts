import type { RegisterRequest } from '../../../contracts/register.ts'
import { isRefusal } from '../../core/decision.ts'
import { apiRefusal } from '../answer/refusal.ts'
import type { Handler } from './asked.ts'

export const listRegister: Handler<RegisterRequest> = async ({ workspace, fields: wish, accessToken }) => {
  const { reply, override } = await workspace.emulator.perform({ kind: 'list register', accessToken, wish })
  return { ...(isRefusal(reply) ? apiRefusal(reply) : { status: 200, body: reply }), override }
}
