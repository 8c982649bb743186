import type { FastifyInstance } from 'fastify'
import { isRefusal } from '../../core/decision.ts'
import type { Postlink } from '../../core/state.ts'
import { filtersOf, limitOf } from './payments.ts'
import { idOf, refused } from './problem.ts'
import { paged, postlinkView } from './readings.ts'

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
    return refused(reply, { refused: 'postlink unknown', field: 'id', came: idOf(request) })
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
