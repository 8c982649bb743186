import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { rules } from '../../../contracts/fidelity.ts'
import { type Language, languageOf, languageTag } from '../../../contracts/language.ts'
import { moneyText } from '../../../contracts/money.ts'
import { tellProvenance } from '../../../contracts/provenance.ts'
import { type Dialect, quirkNames, quirks } from '../../../contracts/quirk.ts'
import { refusals } from '../../../contracts/refusal.ts'
import { ruleOperations, threeDSKinds } from '../../../contracts/rule.ts'
import { ruleFields } from '../../../contracts/rule-fields.ts'
import { bankTime } from '../../../contracts/time.ts'
import type { State } from '../../core/state.ts'
import { commandHere } from '../../here.ts'
import { paymentView, postlinkView } from '../../readings/payments.ts'
import { version } from '../../version.ts'
import { pagePolicy, render } from '../answer/views.ts'
import { forbid } from '../control/guard.ts'
import { problem } from '../control/problem.ts'
import { baseOf, prefixOf } from '../request/address.ts'
import { isAtCabinet } from '../request/bank-hosts.ts'
import { languageCookie, languageFor } from '../request/language.ts'
import { describeRoutes } from '../request/route.ts'
import { speak } from './speech.ts'

const newest = <T>(all: Iterable<T>, count: number): T[] => [...all].slice(-count).reverse()
const listTime = (at: number) => bankTime(at).slice(0, 19).replace('T', ' ')

/** A journal keeps the quirks; the dialect is the one that has them all. */
const dialectOf = ({ settings }: State) => {
  const fits = (dialect: Dialect) =>
    quirkNames.every((name) => settings?.quirks[name] === quirks[name][dialect])
  return (['documented', 'observed'] as const).find(fits) ?? 'quirks of its own'
}

/** What the page's modules need to know and no call answers. */
const factsOf = (state: State, base: string, workspace: string) => {
  const [terminal] = state.world.terminals
  const client = state.world.clients.find(({ id }) => id === terminal?.client)
  const fixes = Object.entries(refusals).map(([name, { status, message, fix }]) => [
    name,
    { status, message, fix },
  ])
  return {
    version,
    workspace,
    base,
    clientId: client?.id,
    clientSecret: client?.secret,
    terminal: terminal?.id,
    refusals: Object.fromEntries(fixes),
    isOneStage: terminal?.singleMessageScheme !== false,
    dialect: dialectOf(state),
    command: commandHere(),
    fidelity: Object.fromEntries(Object.entries(rules).map(([rule, known]) => [rule, tellProvenance(known)])),
    ruleFields,
    ruleOperations,
    threeDSKinds,
  }
}

/** In a data block of a page, where nothing may look like the end of it. */
const dataBlock = (value: object) => JSON.stringify(value).replaceAll('<', '\\u003c')

const names: [Language, string][] = [
  ['eng', 'English'],
  ['rus', 'Русский'],
  ['kaz', 'Қазақша'],
]

/** Each language with the address of this page in it; what else stands in the address stays there. */
const languagesOf = (request: FastifyRequest, chosen: Language) =>
  names.map(([language, name]) => {
    const query = new URLSearchParams({ ...Object(request.query), lang: language })
    return { lang: languageTag[language], name, href: `?${query}`, isChosen: language === chosen }
  })

const pageOf = (state: State, base: string, workspace: string) => ({
  base,
  version,
  workspace,
  facts: dataBlock(factsOf(state, base, workspace)),
  payments: newest(state.transactions.values(), 50).map((transaction) => ({
    ...paymentView(transaction),
    time: listTime(transaction.at),
    money: moneyText(transaction.order.amount, transaction.order.currency),
  })),
  postlinks: newest(state.postlinks.values(), 50).map((postlink) => ({
    ...postlinkView(postlink),
    time: listTime(postlink.owedAt),
  })),
})

const sendPage = async (reply: FastifyReply, template: string, view: object) =>
  reply
    .header('content-security-policy', `${pagePolicy}; frame-ancestors 'none'`)
    // With a control token the address of the page is a secret.
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
    .header('vary', 'accept-language, cookie')
    .type('text/html; charset=utf-8')
    .send(await render(template, view))

/** The switch is a link to this page; a cookie keeps what it chose. */
const rememberLanguage = (request: FastifyRequest, reply: FastifyReply) => {
  const { lang } = Object(request.query) as { lang?: string }
  if (lang === undefined || languageOf(String(lang)) === undefined) return
  reply.header(
    'set-cookie',
    `${languageCookie}=${languageFor(request)}; Path=/; Max-Age=31536000; SameSite=Lax`,
  )
}

const wantsPage = ({ headers }: FastifyRequest) => headers.accept?.includes('text/html') ?? false

/** `/_sandbox/`: what happened, readable without a script; modules then keep it up to date. */
export const dashboardRoutes = async (
  app: FastifyInstance,
  { controlToken }: { controlToken?: string },
): Promise<void> => {
  describeRoutes(app, { operation: 'control', kept: false })
  const toDashboard = (request: FastifyRequest, reply: FastifyReply) => {
    const query = /\?.*/.exec(request.url)?.[0] ?? ''
    return reply.redirect(`${prefixOf(request)}/_sandbox/${query}`, 302)
  }
  app.get('/', { config: { operation: 'other' } }, (request, reply) =>
    isAtCabinet(request) ? reply.redirect(`${prefixOf(request)}/login`, 302) : toDashboard(request, reply),
  )
  app.get('/_sandbox', toDashboard)
  app.get('/_sandbox/', async (request, reply) => {
    const forbidden = forbid(request, controlToken)
    const speech = await speak(languageFor(request))
    if (forbidden?.status === 401 && wantsPage(request)) {
      const isWrong = 'token' in Object(request.query)
      return sendPage(reply.code(401), 'dashboard/locked', { ...speech, version, isWrong })
    }
    if (forbidden) return problem(reply, forbidden.status, forbidden.title, forbidden)
    const { emulator, name } = await request.workspace()
    rememberLanguage(request, reply)
    return sendPage(reply, 'dashboard/home', {
      ...pageOf(emulator.state(), baseOf(request), name),
      ...speech,
      texts: dataBlock(speech.texts),
      languages: languagesOf(request, speech.language),
    })
  })
  app.get('/_sandbox/dashboard/base.css', (_, reply) => reply.sendFile('base.css'))
  app.get<{ Params: { file: string } }>('/_sandbox/dashboard/:file', (request, reply) => {
    const { file } = request.params
    if (/^[a-z-]+\.(js|css|svg)$/.test(file)) return reply.sendFile(`dashboard/${file}`)
    return reply.callNotFound()
  })
}
