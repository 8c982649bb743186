import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ConfirmQuery, ConfirmRequest } from '../../../contracts/confirmation.ts'
import type { Transaction } from '../../../contracts/entry.ts'
import { maskSecrets } from '../../../contracts/mask.ts'
import { operations } from '../../../contracts/operations.ts'
import { readerOf, type Violation } from '../../../contracts/reader.ts'
import type { Refusal } from '../../../contracts/refusal.ts'
import type { ChallengeView } from '../../core/command.ts'
import { isRefusal } from '../../core/decision.ts'
import { apiRefusal, violationAnswer } from '../answer/refusal.ts'
import { sendPage } from '../answer/views.ts'
import { prefixOf } from '../request/address.ts'
import { accessTokenOf } from '../request/bearer.ts'
import { describeRoutes } from '../request/route.ts'
import { challengeView, confirmedView, returnView, troubleView } from './issuer-views.ts'
import { backStep, visitOf } from './visit.ts'

/** The sandbox's own issuer: asks the buyer for a code, and sends the browser back with its word. */

const sentIn = (request: FastifyRequest): object => ({
  ...(request.query as object),
  ...(Object(request.body) as object),
})

/** Fields of a form, a JSON body or a query, names in any letter case. */
const fieldsOf = (request: FastifyRequest): Record<string, string> =>
  Object.fromEntries(
    Object.entries(sentIn(request)).map(([key, value]) => [
      key.toLowerCase(),
      typeof value === 'object' ? '' : String(value ?? '').slice(0, 4096),
    ]),
  )

/** Only a web address may be posted to: a script in TermUrl would run as ours. */
const isTermUrl = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

const badTermUrl = (termUrl: string): Refusal => ({
  refused: 'request unreadable',
  field: 'TermUrl',
  got: maskSecrets(termUrl.slice(0, 160)).slice(0, 80) || 'nothing',
  expected: 'an absolute http(s) URL',
})

/** A person gets a page, a program the bank's JSON. */
const refuse = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => {
  const { status, body } = apiRefusal(refusal)
  reply.code(status)
  const isPerson = request.headers.accept?.includes('text/html')
  return isPerson ? sendPage(reply, 'acs/trouble', troubleView(refusal, prefixOf(request))) : reply.send(body)
}

const show = (reply: FastifyReply, view: ChallengeView, termUrl: string) =>
  view.paRes
    ? sendPage(reply, 'acs/return', returnView(view, termUrl))
    : sendPage(reply, 'acs/challenge', challengeView(view, termUrl))

const ask = async (request: FastifyRequest, reply: FastifyReply) => {
  const { md = '', termurl = '' } = fieldsOf(request)
  if (!isTermUrl(termurl)) return refuse(request, reply, badTermUrl(termurl))
  const { emulator } = await request.workspace()
  const view = await emulator.execute({ kind: 'view challenge', challenge: md })
  return isRefusal(view) ? refuse(request, reply, view) : show(reply, view, termurl)
}

/** Answers with a redirect, so that a reload shows what came of it and does not use up another try. */
const take = async (request: FastifyRequest, reply: FastifyReply) => {
  const { md = '', termurl = '', code = '', cancel } = fieldsOf(request)
  if (!isTermUrl(termurl)) return refuse(request, reply, badTermUrl(termurl))
  const { emulator } = await request.workspace()
  const answer = { kind: 'answer challenge', challenge: md, code, cancel: cancel !== undefined } as const
  const view = await emulator.execute(answer)
  if (isRefusal(view)) return refuse(request, reply, view)
  return reply.redirect(`./?${new URLSearchParams({ MD: md, TermUrl: termurl })}`, 303)
}

/**
 * Where the browser goes: the shop's links get the outcome, as both mobile SDKs read it. The link
 * stays as the shop wrote it; only what is new is appended.
 */
const outcomeUrl = ({ order, reasonCode, reference }: Transaction): string => {
  const link = reasonCode === 0 ? order.backLink : order.failureBackLink || order.backLink
  if (link === '') return ''
  const [, address = '', fragment = ''] = /^([^#]*)(.*)$/.exec(link) ?? []
  const query = reasonCode === 0 ? `result=ok&reference=${reference}` : `result=error&errorCode=${reasonCode}`
  const joint = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&'
  return `${address}${joint}${query}${fragment}`
}

const readWord = readerOf(ConfirmRequest)
const readWay = readerOf(ConfirmQuery)

/** A program is told of every violation, a person of the first. */
const refuseForm = (request: FastifyRequest, reply: FastifyReply, violations: Violation[]) => {
  const [{ where, got, expected } = { where: 'body', got: '', expected: '' }] = violations
  if (request.headers.accept?.includes('text/html'))
    return refuse(request, reply, { refused: 'request unreadable', field: where, got, expected })
  const { status, body } = violationAnswer(apiRefusal, violations)
  return reply.code(status).send(body)
}

/** The issuer's word comes back through the browser, or through the shop's own server. */
const confirm = async (request: FastifyRequest, reply: FastifyReply) => {
  const sent = sentIn(request)
  const [word, way] = [readWord(sent), readWay(sent)]
  const violations = [...word.violations, ...way.violations]
  if (violations.length > 0) return refuseForm(request, reply, violations)
  const { MD = '', PaRes = '', ID = '' } = word.value
  const { emulator } = await request.workspace()
  const transaction = await emulator.execute({
    kind: 'confirm payment',
    challenge: MD,
    transaction: ID.toLowerCase(),
    paRes: PaRes,
    accessToken: way.value.Access || accessTokenOf(request),
  })
  if (isRefusal(transaction)) return refuse(request, reply, transaction)
  if (transaction.page)
    return reply.redirect(backStep(request, transaction.page, visitOf(fieldsOf(request))), 303)
  const url = outcomeUrl(transaction)
  if (url) return reply.redirect(url, 303)
  return sendPage(reply, 'acs/confirmed', confirmedView(transaction, prefixOf(request)))
}

export const acsRoutes = async (app: FastifyInstance): Promise<void> => {
  describeRoutes(app, { operation: 'issuer', kept: true })
  app.get('/acs/', ask)
  app.post('/acs/', ask)
  app.post('/acs/answer', take)
  const asset = { config: { kept: false } }
  app.get('/acs/base.css', asset, (_, reply) => reply.sendFile('base.css'))
  app.get('/acs/acs.css', asset, (_, reply) => reply.sendFile('acs/acs.css'))
  app.get('/acs/acs.js', asset, (_, reply) => reply.sendFile('acs/acs.js'))
  const config = { operation: 'confirmPayment' } as const
  for (const url of operations.confirmPayment.paths)
    app.route({ method: ['GET', 'POST'], url, config, handler: confirm })
}
