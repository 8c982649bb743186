import type { FastifyInstance } from 'fastify'
import { EditedBody } from '../../../contracts/control/bodies.ts'
import type { PostlinkBody } from '../../../contracts/postlink.ts'
import { type Violation, violationsOf } from '../../../contracts/reader.ts'
import { isRefusal } from '../../core/decision.ts'
import type { Postlink } from '../../core/state.ts'
import { paged, postlinkView } from '../../readings/payments.ts'
import { filtersOf, limitOf } from './payments.ts'
import { idOf, invalid, refused } from './problem.ts'

const inBody = (violation: Violation): Violation => ({ ...violation, where: 'body' })

export const postlinkRoutes = (app: FastifyInstance): void => {
  app.get('/postlinks', async (request) => {
    const query = filtersOf(request)
    const { emulator } = await request.workspace()
    const found = [...emulator.state().postlinks.values()].filter(
      ({ invoiceId }) => query.invoiceId === undefined || invoiceId === query.invoiceId,
    )
    const { page, next } = paged(found, query.after, limitOf(query))
    return { postlinks: page.map(postlinkView), next }
  })
  app.get('/postlinks/:id', async (request, reply) => {
    const { emulator } = await request.workspace()
    const found = emulator.state().postlinks.get(idOf(request))
    if (found) return postlinkView(found)
    return refused(reply, { refused: 'postlink unknown', field: 'id', got: idOf(request) })
  })
  app.post('/postlinks/:id/send', async (request, reply) => {
    const { body } = Object(request.body) as { body?: unknown }
    const violations = violationsOf(EditedBody, body).map(inBody)
    if (violations.length > 0) return invalid(reply, 'The postlink cannot be sent', violations)
    const { emulator, timekeeper } = await request.workspace()
    const edited = { postlink: idOf(request), body: body as PostlinkBody }
    const sent = await emulator.execute({ kind: 'send edited postlink', ...edited })
    if (isRefusal(sent)) return refused(reply, sent)
    await timekeeper.idle()
    return reply.code(201).send(postlinkView(emulator.state().postlinks.get(sent.id) as Postlink))
  })
  for (const verb of ['resend', 'hold', 'release'] as const) {
    app.post(`/postlinks/:id/${verb}`, async (request, reply) => {
      const { emulator, timekeeper } = await request.workspace()
      const answer = await emulator.execute({ kind: `${verb} postlink`, postlink: idOf(request) })
      if (isRefusal(answer)) return refused(reply, answer)
      // Who asks to send wants to see what the merchant answered.
      if (verb !== 'hold') await timekeeper.idle()
      return postlinkView(emulator.state().postlinks.get(idOf(request)) as Postlink)
    })
  }
}
