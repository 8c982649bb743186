import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Transaction } from '../../contracts/entry.ts'
import type { ChallengeView } from '../core/command.ts'
import { isRefusal } from '../core/decision.ts'
import { challengeView, confirmedView, returnView } from './acs-views.ts'
import { apiRefusal } from './refusal.ts'
import { pagePolicy, render } from './views.ts'

/** The sandbox's own issuer: asks the buyer for a code, and sends the browser back with its word. */

const send = async (reply: FastifyReply, template: string, view: object) =>
  reply
    .header('content-security-policy', pagePolicy)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(await render(`acs/${template}`, view))

/** Fields of a form or a query, names in any letter case. */
const fieldsOf = (request: FastifyRequest): Record<string, string> => {
  const both = { ...(request.query as object), ...(Object(request.body) as object) }
  return Object.fromEntries(
    Object.entries(both).map(([key, value]) => [key.toLowerCase(), String(value).slice(0, 4096)]),
  )
}

/** Only a web address may be posted to: a script in TermUrl would run as ours. */
const isTermUrl = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

const show = (reply: FastifyReply, view: ChallengeView, termUrl: string, typedWrong = false) =>
  view.paRes
    ? send(reply, 'return', returnView(view, termUrl))
    : send(reply, 'challenge', challengeView(view, termUrl, typedWrong))

const refuse = (reply: FastifyReply, refusal: Parameters<typeof apiRefusal>[0]) => {
  const { status, body } = apiRefusal(refusal)
  return reply.code(status).send(body)
}

const badTermUrl = {
  refused: 'request unreadable',
  field: 'TermUrl',
  expected: 'an absolute http(s) URL',
} as const

const ask = async (request: FastifyRequest, reply: FastifyReply) => {
  const { md = '', termurl = '' } = fieldsOf(request)
  if (!isTermUrl(termurl)) return refuse(reply, { ...badTermUrl, came: termurl.slice(0, 80) })
  const { emulator } = await request.workspace()
  const view = await emulator.execute({ kind: 'view challenge', challenge: md })
  return isRefusal(view) ? refuse(reply, view) : show(reply, view, termurl)
}

const take = async (request: FastifyRequest, reply: FastifyReply) => {
  const { md = '', termurl = '', code = '', cancel } = fieldsOf(request)
  if (!isTermUrl(termurl)) return refuse(reply, { ...badTermUrl, came: termurl.slice(0, 80) })
  const { emulator } = await request.workspace()
  const answer = { kind: 'answer challenge', challenge: md, code, cancel: cancel !== undefined } as const
  const view = await emulator.execute(answer)
  return isRefusal(view) ? refuse(reply, view) : show(reply, view, termurl, true)
}

/** Where the browser goes: the shop's links get the outcome, as both mobile SDKs read it (wire/core §3.3). */
const outcomeUrl = ({ order, reasonCode, reference }: Transaction): string => {
  const link = reasonCode === 0 ? order.backLink : order.failureBackLink || order.backLink
  if (link === '') return ''
  const url = new URL(link)
  const facts =
    reasonCode === 0 ? { result: 'ok', reference } : { result: 'error', errorCode: String(reasonCode) }
  for (const [name, value] of Object.entries(facts)) url.searchParams.set(name, value)
  return url.href
}

/** The issuer's word comes back through the browser, or through the shop's own server. */
const confirm = async (request: FastifyRequest, reply: FastifyReply) => {
  const { md = '', pares = '', access = '' } = fieldsOf(request)
  const { emulator } = await request.workspace()
  const transaction = await emulator.execute({
    kind: 'confirm payment',
    challenge: md,
    paRes: pares,
    accessToken: access,
  })
  if (isRefusal(transaction)) return refuse(reply, transaction)
  if (transaction.page) return reply.redirect(`${pageFolder(request)}?page=${transaction.page}`, 303)
  const url = outcomeUrl(transaction)
  return url ? reply.redirect(url, 303) : send(reply, 'confirmed', confirmedView(transaction))
}

const pageFolder = ({ raw }: FastifyRequest) =>
  `${raw.workspaceName ? `/w/${raw.workspaceName}` : ''}/payform/`

const confirmPaths = ['payments/cards/confirmPayment', 'payments/cards/confirm', 'payment/confirm']

export const acsRoutes = async (app: FastifyInstance): Promise<void> => {
  app.get('/acs/', ask)
  app.post('/acs/', ask)
  app.post('/acs/answer', take)
  app.get('/acs/acs.css', (_, reply) => reply.sendFile('acs/acs.css'))
  app.get('/acs/acs.js', (_, reply) => reply.sendFile('acs/acs.js'))
  for (const path of confirmPaths) {
    for (const url of [`/${path}`, `/api/${path}`])
      app.route({ method: ['GET', 'POST'], url, handler: confirm })
  }
}
