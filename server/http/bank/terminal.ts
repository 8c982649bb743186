import { toPublicProfile, toTerminalAnswer } from '../../../contracts/profile.ts'
import { isRefusal } from '../../core/decision.ts'
import { apiRefusal } from '../answer/refusal.ts'
import type { Asked, Handler } from './asked.ts'

const view = ({ workspace, accessToken, params }: Asked<unknown>) =>
  workspace.emulator.execute({ kind: 'view terminal', accessToken, terminal: params.terminalId ?? '' })

export const showTerminal: Handler = async (asked) => {
  const reply = await view(asked)
  return isRefusal(reply) ? apiRefusal(reply) : { status: 200, body: toTerminalAnswer(reply) }
}

export const showProfile: Handler = async (asked) => {
  const reply = await view(asked)
  return isRefusal(reply) ? apiRefusal(reply) : { status: 200, body: toPublicProfile(reply) }
}

export const showKey: Handler = async ({ key }) => ({ status: 200, body: await key.publicPem() })
