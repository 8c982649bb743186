import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Transaction } from '../../contracts/entry.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import type { ChallengeView } from '../core/command.ts'
import { isRefusal } from '../core/decision.ts'
import { challengeView, confirmedView, returnView, troubleView } from './acs-views.ts'
import { prefixOf } from './address.ts'
import { accessTokenOf } from './bank/bearer.ts'
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

/** Fields of a form, a JSON body or a query, names in any letter case. */
const fieldsOf = (request: FastifyRequest): Record<string, string> => {
  const both = { ...(request.query as object), ...(Object(request.body) as object) }
  return Object.fromEntries(
    Object.entries(both).map(([key, value]) => [key.toLowerCase(), String(value ?? '').slice(0, 4096)]),
  )
}

/** Only a web address may be posted to: a script in TermUrl would run as ours. */
const isTermUrl = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

const badTermUrl = (termUrl: string): Refusal => ({
  refused: 'request unreadable',
  field: 'TermUrl',
  came: termUrl.slice(0, 80) || 'nothing',
  expected: 'an absolute http(s) URL',
})

/** A person gets a page, a program the bank's JSON. */
const refuse = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => {
  const { status, body } = apiRefusal(refusal)
  reply.code(status)
  const isPerson = request.headers.accept?.includes('text/html')
  return isPerson ? send(reply, 'trouble', troubleView(refusal, prefixOf(request))) : reply.send(body)
}

const show = (reply: FastifyReply, view: ChallengeView, termUrl: string) =>
  view.paRes
    ? send(reply, 'return', returnView(view, termUrl))
    : send(reply, 'challenge', challengeView(view, termUrl))

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
 * Where the browser goes: the shop's links get the outcome, as both mobile SDKs read it (wire/core §3.3). The link
 * stays as the shop wrote it; only what is new is appended.
 */
const outcomeUrl = ({ order, reasonCode, reference }: Transaction): string => {
  const link = reasonCode === 0 ? order.backLink : order.failureBackLink || order.backLink
  if (link === '') return ''
  const [, address = '', fragment = ''] = /^([^#]*)(.*)$/.exec(link) ?? []
  const told = reasonCode === 0 ? `result=ok&reference=${reference}` : `result=error&errorCode=${reasonCode}`
  const joint = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&'
  return `${address}${joint}${told}${fragment}`
}

/** Back to the bank's page, in the shop's widget if it was opened there. */
const pageUrl = (request: FastifyRequest, page: string, isShortForm: string) =>
  `${prefixOf(request)}/payform/?page=${page}${isShortForm === 'true' ? '&isShortForm=true' : ''}`

/** The issuer's word comes back through the browser, or through the shop's own server. */
const confirm = async (request: FastifyRequest, reply: FastifyReply) => {
  const { md = '', id = '', pares = '', access = '', isshortform = '' } = fieldsOf(request)
  const { emulator } = await request.workspace()
  const transaction = await emulator.execute({
    kind: 'confirm payment',
    challenge: md,
    transaction: id.toLowerCase(),
    paRes: pares,
    accessToken: access || accessTokenOf(request),
  })
  if (isRefusal(transaction)) return refuse(request, reply, transaction)
  if (transaction.page) return reply.redirect(pageUrl(request, transaction.page, isshortform), 303)
  const url = outcomeUrl(transaction)
  if (url) return reply.redirect(url, 303)
  return send(reply, 'confirmed', confirmedView(transaction, prefixOf(request)))
}

// confirmPayment: both SDKs. confirm: an older Android. payment/confirm: a shop's own server (wire/clients §2.3).
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
