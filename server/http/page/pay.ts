import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Order } from '../../../contracts/entry.ts'
import type { Violation } from '../../../contracts/reader.ts'
import { type Refusal, refusals } from '../../../contracts/refusal.ts'
import { type WalletName, walletNames } from '../../../contracts/wallet-token.ts'
import { fieldError } from '../../../static/payform/fields.js'
import type { ReplyTo } from '../../core/command.ts'
import { isRefusal } from '../../core/decision.ts'
import type { Workspace } from '../../workspace/workspaces.ts'
import { sendOverridden } from '../answer/answer-fault.ts'
import { sendPage } from '../answer/views.ts'
import { readOutcome } from '../request/outcome.ts'
import { asViolation, shownIn } from './open.ts'
import { errorView, formView, paidView, type Typed, testHolder, threeDSTestCards } from './views.ts'
import { issuerStep, pageStep, resultStep, type Visit, visitOf } from './visit.ts'

interface Posted extends Typed {
  page: string
  testCard: string
  wallet?: WalletName
  visit: Visit
}

const walletOf = (posted: string) => {
  const wallet = walletNames.find((name) => name === posted)
  return wallet ? { wallet } : {}
}

const postedOf = (body: unknown): Posted => {
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
    ...walletOf(field('wallet')),
    visit: visitOf({ isshortform: field('isShortForm'), strip: field('strip') }),
  }
}

/** Without script a click on a test card comes back as a form filled in. */
const fillTestCard = async (workspace: Workspace, posted: Posted, reply: FastifyReply) => {
  const shown = shownIn(workspace, posted.visit)
  const card = [...shown.cards, ...threeDSTestCards].find(({ pan }) => pan === posted.testCard)
  const view = await workspace.emulator.execute({ kind: 'view page', page: posted.page })
  if (isRefusal(view))
    return sendPage(reply.code(404), 'payform/error', errorView([asViolation(view)], undefined, posted.visit))
  // A name that the form would refuse gives way too.
  const holder = fieldError('holder', posted) === '' ? posted.holder : testHolder
  const typed = { ...posted, pan: card?.pan ?? '', expiry: card?.expiry ?? '', holder }
  return sendPage(reply, 'payform/page', formView(view, { ...shown, typed, cvc: card?.cvc }))
}

interface Mistaken {
  problem: Violation
  posted: Posted
}

const refuseOutcome = async ({ emulator }: Workspace, { problem, posted }: Mistaken, reply: FastifyReply) => {
  const view = await emulator.execute({ kind: 'view page', page: posted.page })
  const language = isRefusal(view) ? undefined : view.page.order.language
  return sendPage(reply.code(400), 'payform/error', errorView([problem], language, posted.visit))
}

interface Answered {
  posted: Posted
  answer: ReplyTo<'pay on page'> | Refusal
}

const orderOf = async (request: FastifyRequest, page: string): Promise<Order | undefined> => {
  const view = await (await request.workspace()).emulator.execute({ kind: 'view page', page })
  return isRefusal(view) ? undefined : view.page.order
}

/** A decline is a redirect too, so that a reload shows it again and does not pay again. */
const afterPay = async (request: FastifyRequest, { posted, answer }: Answered, reply: FastifyReply) => {
  const { page, visit } = posted
  if (!isRefusal(answer) && answer.challenge)
    return reply.redirect(issuerStep(request, answer.challenge.id, visit), 303)
  const ended = isRefusal(answer) ? answer.refused === 'page ended' : answer.page.ended !== undefined
  if (ended) return reply.redirect(resultStep(page, visit), 303)
  if (isRefusal(answer)) {
    const { status } = refusals[answer.refused]
    const order = answer.refused === 'invoice paid' ? await orderOf(request, page) : undefined
    if (order) return sendPage(reply.code(status), 'payform/paid', paidView(order, visit))
    return sendPage(reply.code(status), 'payform/error', errorView([asViolation(answer)], undefined, visit))
  }
  if (!answer.errors) return reply.redirect(pageStep(page, visit), 303)
  const shown = { ...shownIn(await request.workspace(), visit), typed: posted, errors: answer.errors }
  return sendPage(reply.code(422), 'payform/page', formView(answer, shown))
}

/** The buyer's card arrives. */
export const pay = async (request: FastifyRequest, reply: FastifyReply) => {
  const workspace = await request.workspace()
  const posted = postedOf(request.body)
  if (posted.testCard) return fillTestCard(workspace, posted, reply)
  const chosen = readOutcome(posted.outcome)
  if ('problem' in chosen) return refuseOutcome(workspace, { ...chosen, posted }, reply)
  const { reply: answer, override } = await workspace.emulator.perform({
    kind: 'pay on page',
    page: posted.page,
    card: posted,
    save: posted.save,
    buyerIp: request.ip,
    ...(posted.wallet ? { wallet: posted.wallet } : {}),
    ...chosen,
  })
  const send = () => afterPay(request, { posted, answer }, reply)
  if (!override) return send()
  return sendOverridden(request, reply, { answer: { status: 303, body: undefined }, override, send })
}
