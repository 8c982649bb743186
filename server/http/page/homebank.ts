import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Order } from '../../../contracts/entry.ts'
import { operations } from '../../../contracts/operations.ts'
import type { Refusal } from '../../../contracts/refusal.ts'
import type { PageView } from '../../core/command.ts'
import { isRefusal } from '../../core/decision.ts'
import { apiRefusal } from '../answer/refusal.ts'
import { sendPage } from '../answer/views.ts'
import { baseOf, prefixOf, scanUrl } from '../request/address.ts'
import { describeRoutes } from '../request/route.ts'
import { asViolation } from './open.ts'
import { errorView } from './views.ts'
import { backStep } from './visit.ts'

/** Doors to the payment page beside the shop's own: a link in a letter, and a code for the bank's app. */

const visit = { widget: false }

/** A person gets a page in the language of the order, a program the bank's JSON. */
const refuse = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal, order?: Order) => {
  const { status, body } = apiRefusal(refusal)
  reply.code(status)
  if (!request.headers.accept?.includes('text/html')) return reply.send(body)
  const view = errorView([asViolation(refusal)], order?.language, visit)
  return sendPage(reply, 'payform/error', { ...view, assets: `${prefixOf(request)}/payform/` })
}

const toPage = (request: FastifyRequest, reply: FastifyReply, { page }: PageView) =>
  reply.redirect(backStep(request, page.id, visit), 303)

const openLink = async (request: FastifyRequest, reply: FastifyReply) => {
  const { linkId } = request.params as { linkId: string }
  const { emulator } = await request.workspace()
  const link = linkId.toLowerCase()
  const opened = await emulator.execute({ kind: 'open invoice link', link })
  if (!isRefusal(opened)) return toPage(request, reply, opened)
  return refuse(request, reply, opened, emulator.state().links.get(link)?.order)
}

const billNumberIn = (request: FastifyRequest): string =>
  String((request.query as { billNumber?: unknown }).billNumber ?? '').slice(0, 64)

/** The buyer's telephone has read the code: this stands in for the bank's app. */
const scan = async (request: FastifyRequest, reply: FastifyReply) => {
  const billNumber = billNumberIn(request)
  const { emulator } = await request.workspace()
  const opened = await emulator.execute({ kind: 'scan qr', billNumber })
  if (!isRefusal(opened)) return toPage(request, reply, opened)
  return refuse(request, reply, opened, emulator.state().qrs.get(billNumber)?.order)
}

const draw = async (request: FastifyRequest, reply: FastifyReply) => {
  const billNumber = billNumberIn(request)
  const { emulator } = await request.workspace()
  if (!emulator.state().qrs.has(billNumber))
    return refuse(request, reply, {
      refused: 'qr unknown',
      field: 'billNumber',
      got: billNumber || 'nothing',
    })
  // Loaded at the first picture: start-up does not wait for it.
  const { renderSVG } = await import('uqr')
  const picture = renderSVG(scanUrl(baseOf(request), billNumber), { ecc: 'M', border: 4 })
  return reply.type('image/svg+xml; charset=utf-8').send(picture)
}

export const homebankRoutes = async (app: FastifyInstance): Promise<void> => {
  describeRoutes(app, { operation: 'other', kept: true })
  const config = { operation: 'openInvoiceLink' } as const
  for (const url of operations.openInvoiceLink.paths) app.get(url, { config }, openLink)
  app.get('/homebank/', scan)
  app.get('/homebank/qr.svg', { config: { kept: false } }, draw)
}
