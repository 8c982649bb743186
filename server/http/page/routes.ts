import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PageView } from '../../core/command.ts'
import { isRefusal } from '../../core/decision.ts'
import { settingsOf } from '../../core/state.ts'
import type { Workspace } from '../../workspace/workspaces.ts'
import { sendPage } from '../answer/views.ts'
import { describeRoutes } from '../request/route.ts'
import { asViolation, open, shownIn } from './open.ts'
import { pay } from './pay.ts'
import { paymentApiScript } from './payment-api.ts'
import { showTransfer, takeTransfer, transferIn } from './transfer.ts'
import { errorView, formView, paidView, resultView } from './views.ts'
import { issuerStep, pageStep, resultStep, visitOf } from './visit.ts'

const bases = ['/payform', '/redesign-payform']
const modules = ['payform', 'form', 'fields', 'mask', 'errors', 'outcomes', 'progress', 'countdown', 'plural']
const assets = new Set(['payform.css', ...modules.map((name) => `${name}.js`)])

/** The query with its names in lower case: they are read in any case. */
const lowered = (request: FastifyRequest): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.query as Record<string, string | string[]>).map(([key, value]) => [
      key.toLowerCase(),
      String(Array.isArray(value) ? value[0] : value),
    ]),
  )

/** The issuer's question that may still pay this page. */
const openQuestion = ({ emulator }: Workspace, { page }: PageView): string | undefined => {
  const { transactions } = emulator.state()
  const asked = page.attempts.map((id) => transactions.get(id)).filter((attempt) => attempt?.status === '3D')
  return asked.at(-1)?.challenge
}

/** A buyer who can pay no other way is led back to the issuer; a reload, Back and a second tab end up there too. */
const showPage = async (request: FastifyRequest, reply: FastifyReply) => {
  const query = lowered(request)
  // Shown once more: the exchange that opened it is kept.
  if (query.page) reply.isKept = true
  const kind = transferIn(query)
  if (kind) return showTransfer(request, { kind, query }, reply)
  const visit = visitOf(query)
  const workspace = await request.workspace()
  const opened = await open(workspace, request, query)
  if ('paid' in opened) return sendPage(reply.code(400), 'payform/paid', paidView(opened.paid, visit))
  if ('problems' in opened) {
    const { status, problems, code, language } = opened
    return sendPage(reply.code(status), 'payform/error', errorView(problems, language, visit, code))
  }
  const { view } = opened
  if (view.page.ended) return reply.redirect(resultStep(view.page.id, visit), 303)
  const question = openQuestion(workspace, view)
  if (question && view.attemptsLeft <= 0) return reply.redirect(issuerStep(request, question, visit), 303)
  const issuerWaits = question !== undefined
  return sendPage(reply, 'payform/page', formView(view, { ...shownIn(workspace, visit), issuerWaits }))
}

/** The way back to a question that was left. */
const showIssuer = async (request: FastifyRequest, reply: FastifyReply) => {
  const query = lowered(request)
  const visit = visitOf(query)
  const workspace = await request.workspace()
  const view = await workspace.emulator.execute({ kind: 'view page', page: query.page ?? '' })
  const question = isRefusal(view) ? undefined : openQuestion(workspace, view)
  const step = question ? issuerStep(request, question, visit) : pageStep(query.page ?? '', visit)
  return reply.redirect(step, 303)
}

const showResult = async (request: FastifyRequest, reply: FastifyReply) => {
  const query = lowered(request)
  const visit = visitOf(query)
  const workspace = await request.workspace()
  const { emulator } = workspace
  const view = await emulator.execute({ kind: 'view page', page: query.page ?? '' })
  if (isRefusal(view))
    return sendPage(reply.code(404), 'payform/error', errorView([asViolation(view)], undefined, visit))
  const { id, ended, deadline } = view.page
  if (!ended && emulator.now() < deadline) return reply.redirect(pageStep(id, visit), 303)
  // The page's time ran out while the buyer was asked: the right code still pays.
  const question = ended === 'paid' ? undefined : openQuestion(workspace, view)
  if (question) return reply.redirect(issuerStep(request, question, visit), 303)
  return sendPage(reply, 'payform/result', resultView(view, shownIn(workspace, visit)))
}

/** Without a mark in its address there is no transfer: the payment page says what is wrong with the rest. */
const postTransfer = async (request: FastifyRequest, reply: FastifyReply) => {
  const query = lowered(request)
  const kind = transferIn(query)
  return kind ? takeTransfer(request, { kind, query }, reply) : showPage(request, reply)
}

/** The bank's page, under both of its folders, and the script that leads there. */
export const payformRoutes = async (app: FastifyInstance): Promise<void> => {
  describeRoutes(app, { operation: 'page', kept: true })
  const quiet = { config: { kept: false } }
  for (const base of bases) {
    app.get(base, quiet, (request, reply) => {
      const [, query] = request.originalUrl.split('?')
      return reply.redirect(`${base.slice(1)}/${query ? `?${query}` : ''}`, 302)
    })
    app.get(`${base}/`, showPage)
    app.get(`${base}/result`, quiet, showResult)
    app.get(`${base}/issuer`, showIssuer)
    app.post(`${base}/pay`, pay)
    app.post(`${base}/transfer`, postTransfer)
    app.get(`${base}/payment-api.js`, quiet, async (request, reply) => {
      const { widgetClose } = settingsOf((await request.workspace()).emulator.state()).quirks
      return (
        reply
          .type('text/javascript; charset=utf-8')
          .header('cache-control', 'no-cache')
          // A page that isolates itself (COEP) loads nothing that does not say who may.
          .header('cross-origin-resource-policy', 'cross-origin')
          .send(await paymentApiScript({ widgetCloses: widgetClose === 'yes' }))
      )
    })
    app.get(`${base}/base.css`, quiet, (_, reply) => reply.sendFile('base.css'))
    app.get<{ Params: { file: string } }>(`${base}/:file`, quiet, (request, reply) =>
      assets.has(request.params.file)
        ? reply.sendFile(`payform/${request.params.file}`)
        : reply.callNotFound(),
    )
  }
}
