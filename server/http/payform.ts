import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { decodeParams } from '../../contracts/params.ts'
import { PaymentObject } from '../../contracts/payment.ts'
import { readerOf, type Violation } from '../../contracts/reader.ts'
import { type Refusal, refusals } from '../../contracts/refusal.ts'
import type { PageView, ReplyTo } from '../core/command.ts'
import { isRefusal } from '../core/decision.ts'
import { settingsOf } from '../core/state.ts'
import type { Workspace } from '../workspaces.ts'
import { baseOf, prefixOf } from './address.ts'
import { sendBent } from './bend.ts'
import { orderOfPage } from './order.ts'
import { readOutcome } from './outcome.ts'
import { errorView, formView, resultView, type Typed } from './payform-views.ts'
import { pagePolicy, render, staticFolder } from './views.ts'

const bases = ['/payform', '/redesign-payform']
const assets = new Set(['payform.css', 'payform.js', 'plural.js'])
const read = readerOf(PaymentObject)

const send = async (reply: FastifyReply, status: number, template: string, view: object) =>
  reply
    .code(status)
    .header('content-security-policy', pagePolicy)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(await render(`payform/${template}`, view))

/** The query with its names in lower case: they are read in any case (wire/clients §4). */
const lowered = (request: FastifyRequest): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.query as Record<string, string | string[]>).map(([key, value]) => [
      key.toLowerCase(),
      String(Array.isArray(value) ? value[0] : value),
    ]),
  )

const isWidget = (query: Record<string, string>) => query.isshortform?.toLowerCase() === 'true'

/** On the page the token is the payment object's `auth`, not a header. */
const asViolation = ({ refused, field, came, expected }: Refusal): Violation => {
  const { message, mend } = refusals[refused]
  return {
    where: field === 'Authorization' ? 'auth' : (field ?? 'auth'),
    came: came ?? (refused === 'token missing' ? 'nothing' : 'a value (not shown)'),
    expected: expected ? `${message}: expected ${expected}` : message,
    mend: refused === 'token missing' ? 'pass auth: the object the token endpoint returned' : mend,
  }
}

const accessTokenOf = (auth: PaymentObject['auth']): string => {
  if (typeof auth === 'string') return auth
  return Object.entries(auth).find(([key]) => key.toLowerCase() === 'access_token')?.[1] ?? ''
}

const missingParams: Violation = {
  where: 'params',
  came: 'nothing that can be decoded',
  expected: 'LZ-string text made by halyk.pay() from a payment object',
  mend: 'open this page through payment-api.js; a copied URL may have been cut',
}

type Opened = { view: PageView } | { status: number; problems: Violation[]; language?: string }

const openFromParams = async ({ emulator }: Workspace, params: string): Promise<Opened> => {
  const payment = decodeParams(params)
  if (!payment) return { status: 400, problems: [missingParams] }
  const { value, unknown, violations } = read(payment)
  if (violations.length > 0) return { status: 400, problems: violations, language: value.language }
  const order = orderOfPage(value)
  const accessToken = accessTokenOf(value.auth)
  const reply = await emulator.execute({ kind: 'open page', accessToken, order, unknownFields: unknown })
  if (!isRefusal(reply)) return { view: reply }
  return { status: refusals[reply.refused].status, problems: [asViolation(reply)], language: order.language }
}

const openKnown = async ({ emulator }: Workspace, page: string): Promise<Opened> => {
  const reply = await emulator.execute({ kind: 'view page', page })
  if (!isRefusal(reply)) return { view: reply }
  return { status: refusals[reply.refused].status, problems: [asViolation(reply)] }
}

const testCards = ({ emulator }: Workspace) => {
  const state = emulator.state()
  return state.world.cards.filter(({ edition }) => edition === settingsOf(state).cards)
}

const showPage = async (request: FastifyRequest, reply: FastifyReply) => {
  const query = lowered(request)
  const workspace = await request.workspace()
  const { emulator } = workspace
  const opened = query.page
    ? await openKnown(workspace, query.page)
    : await openFromParams(workspace, query.params ?? '')
  const widget = isWidget(query)
  if ('problems' in opened) {
    return send(reply, opened.status, 'error', errorView(opened.problems, opened.language, widget))
  }
  if (opened.view.page.ended) return reply.redirect(resultUrl(opened.view.page.id, widget), 303)
  return send(
    reply,
    200,
    'page',
    formView(opened.view, { now: emulator.now(), cards: testCards(workspace), widget }),
  )
}

const resultUrl = (page: string, widget: boolean) => `result?page=${page}${widget ? '&isShortForm=true' : ''}`

const typedOf = (body: unknown): Typed & { page: string; testCard: string; widget: boolean } => {
  const form = Object(body) as Record<string, unknown>
  const field = (name: string) => (typeof form[name] === 'string' ? form[name].slice(0, 256) : '')
  return {
    page: field('page'),
    pan: field('pan'),
    expiry: field('expiry'),
    cvc: field('cvc'),
    holder: field('holder'),
    save: field('save') === 'true',
    outcome: field('outcome'),
    testCard: field('testCard'),
    widget: field('isShortForm').toLowerCase() === 'true',
  }
}

interface Mistaken {
  problem: Violation
  typed: ReturnType<typeof typedOf>
}

/** Without script a click on a test card comes back as a form filled in. */
const fillTestCard = async (workspace: Workspace, typed: ReturnType<typeof typedOf>, reply: FastifyReply) => {
  const cards = testCards(workspace)
  const card = cards.find(({ pan }) => pan === typed.testCard)
  const view = await workspace.emulator.execute({ kind: 'view page', page: typed.page })
  if (isRefusal(view))
    return send(reply, 404, 'error', errorView([asViolation(view)], undefined, typed.widget))
  const form = {
    ...typed,
    pan: card?.pan ?? '',
    expiry: card?.expiry ?? '',
    holder: typed.holder || 'TEST TEST',
  }
  const shown = { now: workspace.emulator.now(), cards, widget: typed.widget, typed: form, cvc: card?.cvc }
  return send(reply, 200, 'page', formView(view, shown))
}

const refuseOutcome = async ({ emulator }: Workspace, { problem, typed }: Mistaken, reply: FastifyReply) => {
  const view = await emulator.execute({ kind: 'view page', page: typed.page })
  const language = isRefusal(view) ? undefined : view.page.order.language
  return send(reply, 400, 'error', errorView([problem], language, typed.widget))
}

const pay = async (request: FastifyRequest, reply: FastifyReply) => {
  const workspace = await request.workspace()
  const { emulator } = workspace
  const typed = typedOf(request.body)
  if (typed.testCard) return fillTestCard(workspace, typed, reply)
  const chosen = readOutcome(typed.outcome)
  if ('problem' in chosen) return refuseOutcome(workspace, { ...chosen, typed }, reply)
  const { reply: answer, bend } = await emulator.perform({
    kind: 'pay on page',
    page: typed.page,
    card: typed,
    save: typed.save,
    buyerIp: request.ip,
    ...chosen,
  })
  const send = () => afterPay(request, { typed, answer }, reply)
  if (!bend) return send()
  return sendBent(request, reply, { answer: { status: 303, body: undefined }, bend, send })
}

/** To the issuer, and from there back to confirmPayment of this workspace. */
const issuerUrl = (request: FastifyRequest, challenge: string, widget: boolean) => {
  const termUrl = `${baseOf(request)}/payments/cards/confirmPayment${widget ? '?isShortForm=true' : ''}`
  return `${prefixOf(request)}/acs/?${new URLSearchParams({ MD: challenge, TermUrl: termUrl })}`
}

/** A decline is a redirect too, so that a reload shows it again and does not pay again. */
const afterPay = async (
  request: FastifyRequest,
  { typed, answer }: { typed: ReturnType<typeof typedOf>; answer: ReplyTo<'pay on page'> | Refusal },
  reply: FastifyReply,
) => {
  const workspace = await request.workspace()
  if (!isRefusal(answer) && answer.challenge)
    return reply.redirect(issuerUrl(request, answer.challenge.id, typed.widget), 303)
  const ended = isRefusal(answer) ? answer.refused === 'page ended' : answer.page.ended !== undefined
  if (ended) return reply.redirect(resultUrl(typed.page, typed.widget), 303)
  if (isRefusal(answer)) {
    const { status } = refusals[answer.refused]
    return send(reply, status, 'error', errorView([asViolation(answer)], undefined, typed.widget))
  }
  if (!answer.errors)
    return reply.redirect(`./?page=${typed.page}${typed.widget ? '&isShortForm=true' : ''}`, 303)
  const shown = {
    now: workspace.emulator.now(),
    cards: testCards(workspace),
    widget: typed.widget,
    typed,
    errors: answer.errors,
  }
  return send(reply, 422, 'page', formView(answer, shown))
}

const showResult = async (request: FastifyRequest, reply: FastifyReply) => {
  const query = lowered(request)
  const { emulator } = await request.workspace()
  const view = await emulator.execute({ kind: 'view page', page: query.page ?? '' })
  const widget = isWidget(query)
  if (isRefusal(view)) return send(reply, 404, 'error', errorView([asViolation(view)], undefined, widget))
  const running = !view.page.ended && emulator.now() < view.page.deadline
  if (running) return reply.redirect(`./?page=${view.page.id}${widget ? '&isShortForm=true' : ''}`, 303)
  return send(reply, 200, 'result', resultView(view, widget))
}

/** The bank's page, under both of its folders, and the script that leads there. */
export const payformRoutes = async (app: FastifyInstance): Promise<void> => {
  const script = join(staticFolder, 'payment-api.js')
  const library = createRequire(import.meta.url).resolve('lz-string/libs/lz-string.min.js')
  const paymentApi = async () => `${await readFile(library, 'utf8')}\n${await readFile(script, 'utf8')}`

  for (const base of bases) {
    app.get(base, (request, reply) => {
      const [, query] = request.originalUrl.split('?')
      return reply.redirect(`${base.slice(1)}/${query ? `?${query}` : ''}`, 302)
    })
    app.get(`${base}/`, showPage)
    app.get(`${base}/result`, showResult)
    app.post(`${base}/pay`, pay)
    app.get(`${base}/payment-api.js`, async (_, reply) =>
      reply
        .type('text/javascript; charset=utf-8')
        .header('cache-control', 'no-cache')
        .send(await paymentApi()),
    )
    app.get<{ Params: { file: string } }>(`${base}/:file`, (request, reply) =>
      assets.has(request.params.file)
        ? reply.sendFile(`payform/${request.params.file}`)
        : reply.callNotFound(),
    )
  }
}
