import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { languageTag } from '../../../contracts/language.ts'
import texts from '../../../static/homebank/texts.json' with { type: 'json' }
import { userOf } from '../../core/user.ts'
import { apiRefusal } from '../answer/refusal.ts'
import { sendPage } from '../answer/views.ts'
import { cabinetUrl, prefixOf } from '../request/address.ts'
import { languageFor } from '../request/language.ts'
import { describeRoutes } from '../request/route.ts'

/** The door of the merchant's cabinet, at the bank's address of it; behind it is the dashboard. */

const sendForm = async (request: FastifyRequest, reply: FastifyReply, email?: string) => {
  const { emulator } = await request.workspace()
  const language = languageFor(request)
  return sendPage(reply, 'homebank/sign-in', {
    t: { ...texts[language], ...texts[language].signIn },
    lang: languageTag[language],
    base: prefixOf(request),
    isWrong: email !== undefined,
    email: email ?? '',
    // Printed by the bank for everybody.
    users: emulator.state().world.users,
  })
}

const fieldsIn = (request: FastifyRequest) => {
  const { email, password } = Object(request.body) as Record<string, unknown>
  return { email: String(email ?? '').slice(0, 256), password: String(password ?? '').slice(0, 256) }
}

/** No session: the dashboard asks for what it needs itself, which is the control token where there is one. */
const signIn = async (request: FastifyRequest, reply: FastifyReply) => {
  const { email, password } = fieldsIn(request)
  const { emulator } = await request.workspace()
  if (userOf(emulator.state(), email, password)) return reply.redirect(cabinetUrl(request), 303)
  const { status, body } = apiRefusal({ refused: 'user unknown', field: 'email', got: email || 'nothing' })
  reply.code(status)
  return request.headers.accept?.includes('text/html') ? sendForm(request, reply, email) : reply.send(body)
}

export const signInRoutes = async (app: FastifyInstance): Promise<void> => {
  // A merchant's own visit is none of the shop's exchanges, and its password is written down nowhere.
  describeRoutes(app, { operation: 'other', kept: false })
  app.get('/login', (request, reply) => sendForm(request, reply))
  app.post('/login', signIn)
}
