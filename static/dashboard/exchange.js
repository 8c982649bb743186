import { call } from './api.js'
import { curlOfExchange } from './curl.js'
import { fill, h } from './dom.js'
import { factList } from './events.js'
import { knownNodes, marked } from './marked.js'
import { button, copy, copyButton } from './press.js'
import { t, tn } from './speech.js'
import { json, spanText } from './text.js'
import { ruleText } from './words.js'

/** @param {any} exchange */
export const toneOfExchange = ({ status, sent }) =>
  !sent
    ? 'warn'
    : status < 400
      ? status < 300
        ? 'good'
        : ''
      : status === 503 || status >= 500
        ? 'warn'
        : 'bad'

/** @param {any} exchange */
export const statusBadge = ({ status, sent, ...rest }) =>
  h(
    'span',
    { class: 'badge', 'data-tone': toneOfExchange({ status, sent, ...rest }), 'data-testid': 'status' },
    sent ? String(status) : t('cut off'),
  )

/** @param {number} ms */
export const durationText = (ms) => (ms < 10 ? t('{n} ms', { n: Math.round(ms * 10) / 10 }) : spanText(ms))

/** @param {any} violation */
const violationNode = ({ where, got, expected, fix }) =>
  h('li', {}, [
    h('code', {}, where),
    t(': got {got}, expected {expected}', { got: got, expected }),
    fix && h('span', {}, `; ${fix}`),
  ])

/** Why it was refused, as the bank said it, and where it was wrong. @param {any} exchange */
const whyNode = ({ why, violations }) => {
  if (!why && violations.length === 0) return undefined
  return h('div', { class: 'problem', 'data-testid': 'why', lang: 'en' }, [
    violations.length > 0 ? h('ul', { class: 'violations' }, violations.map(violationNode)) : why,
  ])
}

/** @param {any} exchange @param {import('./model.js').Model} model */
const ruleFact = ({ rule, override }, model) => {
  if (!override) return undefined
  const known = model.rules.get(rule)
  return [
    h('a', { href: '#/rules' }, ruleText(known ?? { then: override }).then),
    known && h('span', { class: 'soft' }, t(', when {when}', ruleText(known))),
  ]
}

/** @param {any} provenance */
const provenanceFact = (provenance) =>
  provenance && h('span', { lang: 'en' }, knownNodes(provenance.operation))

/** @param {Record<string, string>} headers @param {string} part */
const headersNode = (headers, part) =>
  h('details', { class: 'raw', 'data-part': part }, [
    h('summary', {}, tn(Object.keys(headers).length, '{n} header', '{n} headers')),
    h(
      'dl',
      { class: 'facts headers' },
      Object.entries(headers).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
    ),
  ])

/** @param {number} bytes */
const sizeText = (bytes) =>
  bytes < 1000 ? tn(bytes, '{n} byte', '{n} bytes') : t('{n} kB', { n: Math.round(bytes / 100) / 10 })

/** @param {any} message @param {Record<string, any>} [fields] */
const bodyNode = ({ body, headers, bytes, cut }, fields) => {
  const cutNote =
    cut && h('p', { class: 'soft' }, t('Cut: these are the first of {size}.', { size: sizeText(bytes) }))
  if (typeof body === 'string') return body !== '' && [h('pre', { tabindex: '0' }, body), cutNote]
  if (/form/.test(headers['content-type'] ?? ''))
    return factList(
      Object.entries(body).map(([name, value]) => [
        name,
        typeof value === 'string' ? h('code', {}, value || '""') : json(value),
      ]),
    )
  return marked(body, fields)
}

/** @param {any} exchange */
const requestNode = ({ request }) => {
  const { query, payment } = request
  const asked = Object.entries(query).filter(([name]) => !(payment && name === 'params'))
  return h('div', { class: 'message', role: 'group', 'aria-label': t('Request') }, [
    h('h3', {}, t('Request')),
    headersNode(request.headers, 'request headers'),
    asked.length > 0 && factList(asked.map(([name, value]) => [name, h('code', {}, String(value))])),
    payment && [h('p', { class: 'soft' }, t('The payment object, unpacked from params:')), marked(payment)],
    bodyNode(request),
  ])
}

/** @param {any} exchange */
const answerNode = ({ answer, sent, status, provenance }) =>
  h('div', { class: 'message', role: 'group', 'aria-label': t('Answer') }, [
    h('h3', {}, t('Answer')),
    !sent &&
      h(
        'p',
        { class: 'warn-note' },
        t("It never arrived whole. The bank's answer was {status}:", { status }),
      ),
    headersNode(answer.headers, 'answer headers'),
    answer.headers.location && factList([[t('Goes on to'), h('code', {}, answer.headers.location)]]),
    answer.isPage &&
      h('p', { class: 'soft' }, t('A page of {size}, not kept.', { size: sizeText(answer.bytes) })),
    !answer.isPage && answer.bytes === 0 && h('p', { class: 'soft' }, t('Without a body.')),
    bodyNode(answer, provenance?.fields),
  ])

/** All of an exchange. @param {any} exchange @param {import('./model.js').Model} model */
const partsOf = (exchange, model) => {
  const { summary, provenance, request, answer } = exchange
  return [
    whyNode(exchange),
    factList([
      [t('What'), summary && h('span', { lang: 'en' }, summary)],
      [t('Provenance'), provenanceFact(provenance)],
      [t('Changed by'), ruleFact(exchange, model)],
    ]),
    h('div', { class: 'row' }, [
      request.payment
        ? copyButton(() => json(request.payment), t('the payment object'))
        : button(t('Copy as curl'), () => copy(curlOfExchange(exchange), t('the curl command'))),
      typeof answer.body === 'object' &&
        copyButton(() => json(answer.body), t('the answer'), t('Copy answer')),
    ]),
    requestNode(exchange),
    answerNode(exchange),
  ]
}

/**
 * Headers and bodies are asked for, and drawn, when somebody unfolds them.
 * @param {number} id @param {import('./model.js').Model} model
 */
export const createParts = (id, model) => {
  const element = h('div', { class: 'exchange stack', 'data-testid': 'exchange' })
  let isAsked = false
  return {
    element,
    async load() {
      if (isAsked) return
      isAsked = true
      const exchange = await call('GET', `exchanges/${id}`).catch(() => undefined)
      isAsked = exchange !== undefined
      fill(
        element,
        exchange
          ? partsOf(exchange, model)
          : h(
              'p',
              { class: 'soft' },
              t('No longer kept: the sandbox keeps the newest requests, and a restart forgets them.'),
            ),
      )
    },
  }
}

/**
 * A request among the steps of a payment.
 * @param {any} exchange @param {any} time @param {import('./model.js').Model} model
 */
export const exchangeNode = (exchange, time, model) => {
  const { id, method, path, durationMs, rule, why } = exchange
  const parts = createParts(id, model)
  const unfold = (/** @type {any} */ event) => event.currentTarget.open && parts.load()
  return h(
    'li',
    {
      class: 'event asked',
      'data-tone': toneOfExchange(exchange),
      'data-testid': 'asked',
      'data-exchange': id,
    },
    [
      time,
      h('details', { class: 'event-body', 'data-part': 'event', ontoggle: unfold }, [
        h('summary', { class: 'event-line' }, [
          h('span', { class: 'method' }, method),
          h('code', { class: 'path' }, path),
          h('span', { class: 'nowrap' }, [
            statusBadge(exchange),
            rule && h('span', { class: 'altered' }, t('rule')),
            h('span', { class: 'soft number' }, durationText(durationMs)),
          ]),
          why && h('span', { class: 'why-line', lang: 'en' }, why),
        ]),
        parts.element,
      ]),
    ],
  )
}
