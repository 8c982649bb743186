import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Violation } from '../../contracts/reader.ts'
import { reasonCodes } from '../../contracts/reason-code.ts'
import { type Refusal, refusals } from '../../contracts/refusal.ts'
import { isRefusal } from '../core/decision.ts'
import { type Postlink, settingsOf } from '../core/state.ts'
import { version } from '../version.ts'
import { readClockOrder } from './clock.ts'
import { forbid } from './guard.ts'
import { alarmView, clockView, paged, paymentView, postlinkView } from './readings.ts'

/** RFC 9457. */
const problem = (
  reply: FastifyReply,
  status: number,
  title: string,
  detail: string,
  violations: Violation[] = [],
) =>
  reply
    .code(status)
    .type('application/problem+json')
    .send({ type: 'about:blank', title, status, detail, violations })

const refused = (reply: FastifyReply, { refused, field, came }: Refusal) => {
  const { status, message, mend } = refusals[refused]
  const violations = field ? [{ where: field, came: came ?? 'nothing', expected: mend }] : []
  return problem(reply, status, message, mend, violations)
}

interface Filters {
  invoiceId?: string
  status?: string
  after?: string
  limit?: string
}

const limitOf = ({ limit }: Filters) => Math.min(Math.max(Number(limit) || 100, 1), 1000)

const queryOf = (request: FastifyRequest) => request.query as Filters
const idOf = (request: FastifyRequest) => (request.params as { id: string }).id

const journalRoutes = (app: FastifyInstance) => {
  app.get('/journal', async (request, reply) => {
    const { emulator } = await request.workspace()
    const entries = await emulator.entries()
    if (!request.headers.accept?.includes('text/event-stream')) {
      return reply
        .type('application/x-ndjson')
        .send(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    }
    const last = Number(request.headers['last-event-id'] ?? 0) || 0
    const { raw } = reply.hijack()
    // The headers go out now: a reader of an empty journal must know that it is connected.
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders()
    const write = (list: typeof entries) => {
      for (const entry of list)
        raw.write(`id: ${entry.seq}\nevent: ${entry.kind}\ndata: ${JSON.stringify(entry)}\n\n`)
    }
    write(entries.filter(({ seq }) => seq > last))
    raw.on('close', emulator.onEntries(write))
    return reply
  })
}

const paymentRoutes = (app: FastifyInstance) => {
  app.get('/payments', async (request) => {
    const query = queryOf(request)
    const { emulator } = await request.workspace()
    const found = [...emulator.state().transactions.values()].filter(
      ({ order, status }) =>
        (query.invoiceId === undefined || order.invoiceId === query.invoiceId) &&
        (query.status === undefined || status === query.status),
    )
    const { page, next } = paged(found, query.after, limitOf(query))
    return { payments: page.map(paymentView), next }
  })
  app.get('/payments/:id', async (request, reply) => {
    const { emulator } = await request.workspace()
    const found = emulator.state().transactions.get(idOf(request))
    if (found) return paymentView(found)
    return problem(
      reply,
      404,
      'Payment is not found',
      `came ${idOf(request)}; list them: GET /_sandbox/payments`,
    )
  })
}

const postlinkRoutes = (app: FastifyInstance) => {
  app.get('/postlinks', async (request) => {
    const query = queryOf(request)
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
    return found
      ? postlinkView(found)
      : refused(reply, { refused: 'postlink unknown', field: 'id', came: idOf(request) })
  })
  const verbs = ['resend', 'hold', 'release'] as const
  for (const verb of verbs) {
    app.post(`/postlinks/:id/${verb}`, async (request, reply) => {
      const { emulator, timekeeper } = await request.workspace()
      const answer = await emulator.execute({ kind: `${verb} postlink`, postlink: idOf(request) })
      if (isRefusal(answer)) return refused(reply, answer)
      if (verb !== 'hold') await timekeeper.idle()
      return postlinkView(emulator.state().postlinks.get(idOf(request)) as Postlink)
    })
  }
}

const clockRoutes = (app: FastifyInstance) => {
  app.get('/clock', async (request) => {
    const { emulator } = await request.workspace()
    return clockView(emulator.state(), emulator.now())
  })
  app.post('/clock', async (request, reply) => {
    const { emulator, timekeeper } = await request.workspace()
    const { clock } = emulator.state()
    const order = readClockOrder(request.body, emulator.now())
    if ('violations' in order)
      return problem(reply, 400, 'Clock cannot be moved so', 'see violations', order.violations)
    if (order.mode === 'system') await timekeeper.useSystemTime()
    // Advancing makes time virtual but asks for no date: it must not expire a test card by accident.
    const set = order.mode === 'set' || (clock.mode === 'virtual' && clock.set)
    const fired = order.mode === 'system' ? [] : await timekeeper.moveTo(order.to, set)
    return { ...clockView(emulator.state(), emulator.now()), fired: fired.map(alarmView) }
  })
}

const tableRoutes = (app: FastifyInstance) => {
  app.get('/health', async (request) => {
    const { emulator, name } = await request.workspace()
    return { status: 'ok', version, workspace: name, now: new Date(emulator.now()).toISOString() }
  })
  app.get('/reason-codes', async () => ({ reasonCodes }))
  app.get('/cards', async (request) => {
    const state = (await request.workspace()).emulator.state()
    const edition = settingsOf(state).cards
    return { edition, cards: state.world.cards.filter((card) => card.edition === edition) }
  })
  app.get('/settings', async (request) => settingsOf((await request.workspace()).emulator.state()))
  app.post('/reset', async (request) => {
    const { emulator, name } = await request.workspace()
    await emulator.reset()
    return { workspace: name, journal: 0 }
  })
}

/** `/_sandbox/…`: what a developer, a test or the dashboard asks of the sandbox itself. */
export const controlRoutes = async (root: FastifyInstance, { controlToken }: { controlToken?: string }) => {
  await root.register(
    async (app) => {
      app.addHook('onRequest', async (request, reply) => {
        const forbidden = forbid(request, controlToken)
        if (forbidden) return problem(reply, forbidden.status, forbidden.title, forbidden.detail)
      })
      for (const routes of [tableRoutes, paymentRoutes, postlinkRoutes, clockRoutes, journalRoutes])
        routes(app)
    },
    { prefix: '/_sandbox' },
  )
}
