import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { monthlyPayment } from '../../../contracts/instalment.ts'
import { languageTag } from '../../../contracts/language.ts'
import { fromTiyn, moneyText, toTiyn } from '../../../contracts/money.ts'
import texts from '../../../static/homebank/texts.json' with { type: 'json' }
import { isRefusal } from '../../core/decision.ts'
import type { Instalment } from '../../core/state.ts'
import { terminalOf } from '../../core/terminal.ts'
import type { Workspace } from '../../workspace/workspaces.ts'
import { apiRefusal } from '../answer/refusal.ts'
import { sendPage } from '../answer/views.ts'
import { prefixOf } from '../request/address.ts'
import { describeRoutes } from '../request/route.ts'

/** Stands in for the bank's app: the buyer sees what a purchase costs a month, and says yes or no. */

const answers = ['ask', 'accept', 'reject'] as const

const viewOf = ({ emulator }: Workspace, one: Instalment, prefix: string) => {
  const { order, condition, status, id } = one
  const { language, currency } = order
  const monthly = monthlyPayment(fromTiyn(order.amount), condition)
  return {
    t: texts[language],
    lang: languageTag[language],
    assets: `${prefix}/homebank/`,
    id,
    status,
    isOver: status === 'ACCEPT' || status === 'REJECT',
    shop: terminalOf(emulator.state(), order.terminal)?.shop ?? '',
    invoiceId: order.invoiceId,
    amount: moneyText(order.amount, currency),
    months: condition.monthCount,
    rate: condition.interestRate,
    monthly: moneyText(toTiyn(monthly) ?? 0, currency),
  }
}

const idIn = (request: FastifyRequest) => (request.params as { id: string }).id.toLowerCase()

const show = async (request: FastifyRequest, reply: FastifyReply) => {
  const workspace = await request.workspace()
  const one = await workspace.emulator.execute({ kind: 'open instalment', instalment: idIn(request) })
  if (!isRefusal(one))
    return sendPage(reply, 'homebank/instalment', viewOf(workspace, one, prefixOf(request)))
  const { status, body } = apiRefusal(one)
  return reply.code(status).send(body)
}

/** A redirect, so that a reload answers nothing twice. */
const take = async (request: FastifyRequest, reply: FastifyReply) => {
  const { emulator } = await request.workspace()
  const posted = (request.body as { answer?: unknown } | undefined)?.answer
  const answer = answers.find((one) => one === posted)
  if (!answer) {
    const got = posted === undefined ? 'nothing' : 'another word'
    const refused = {
      refused: 'request unreadable',
      field: 'answer',
      got,
      expected: answers.join(', '),
    } as const
    const { status, body } = apiRefusal(refused)
    return reply.code(status).send(body)
  }
  const refused = await emulator.execute({ kind: 'answer instalment', instalment: idIn(request), answer })
  if (isRefusal(refused)) {
    const { status, body } = apiRefusal(refused)
    return reply.code(status).send(body)
  }
  return reply.redirect(`./${idIn(request)}`, 303)
}

export const instalmentRoutes = async (app: FastifyInstance): Promise<void> => {
  describeRoutes(app, { operation: 'other', kept: true })
  app.get('/homebank/instalment/:id', show)
  app.post('/homebank/instalment/:id', take)
  const asset = { config: { kept: false } }
  app.get('/homebank/base.css', asset, (_, reply) => reply.sendFile('base.css'))
  app.get('/homebank/acs.css', asset, (_, reply) => reply.sendFile('acs/acs.css'))
}
