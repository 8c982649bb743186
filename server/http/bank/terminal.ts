import { type PublicProfileRequest, toPublicProfile, toTerminalAnswer } from '../../../contracts/profile.ts'
import { isRefusal } from '../../core/decision.ts'
import { apiRefusal } from '../answer/refusal.ts'
import { scanUrl } from '../request/address.ts'
import { wishOfQr } from '../request/order.ts'
import type { Asked, Handler } from './asked.ts'

const view = ({ workspace, accessToken, params }: Asked<unknown>) =>
  workspace.emulator.execute({ kind: 'view terminal', accessToken, terminal: params.terminalId ?? '' })

export const showTerminal: Handler = async (asked) => {
  const reply = await view(asked)
  return isRefusal(reply) ? apiRefusal(reply) : { status: 200, body: toTerminalAnswer(reply) }
}

export const showProfile: Handler<PublicProfileRequest> = async ({ workspace, fields, ...asked }) => {
  const { postLink = '', failureLink = '' } = fields
  const reply = await workspace.emulator.execute({
    ...{ kind: 'view profile', accessToken: asked.accessToken, unknownFields: asked.unknownFields },
    wish: wishOfQr({ postLink, failurePostLink: failureLink }),
  })
  if (isRefusal(reply)) return apiRefusal(reply)
  const link = reply.qr && scanUrl(asked.base(), reply.qr.billNumber)
  return { status: 200, body: toPublicProfile(reply.terminal, link) }
}

export const showKey: Handler = async ({ key }) => ({ status: 200, body: await key.publicPem() })
