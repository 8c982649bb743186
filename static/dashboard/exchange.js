import { call } from './api.js'
import { curlOfExchange } from './curl.js'
import { fill, h } from './dom.js'
import { factList } from './events.js'
import { marked } from './marked.js'
import { button, copy, copyButton } from './press.js'
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
    sent ? String(status) : 'cut off',
  )

/** @param {number} ms */
export const durationText = (ms) => (ms < 10 ? `${Math.round(ms * 10) / 10} ms` : spanText(ms))

/** @param {any} violation */
const violationNode = ({ where, came, expected, fix }) =>
  h('li', {}, [h('code', {}, where), `: got ${came}, expected ${expected}`, fix && h('span', {}, `; ${fix}`)])

/** Why it was refused, as the bank said it, and where it was wrong. @param {any} exchange */
const whyNode = ({ why, violations }) => {
  if (!why && violations.length === 0) return undefined
  return h('div', { class: 'problem', 'data-testid': 'why' }, [
    violations.length > 0 ? h('ul', { class: 'violations' }, violations.map(violationNode)) : why,
  ])
}

/** @param {any} exchange @param {import('./model.js').Model} model */
const ruleFact = ({ rule, bend }, model) => {
  if (!bend) return undefined
  const known = model.rules.get(rule)
  return [
    h('a', { href: '#/rules' }, ruleText(known ?? { then: bend }).then),
    known && h('span', { class: 'soft' }, `, when ${ruleText(known).when}`),
  ]
}

/** @param {any} provenance */
const provenanceFact = (provenance) => provenance && h('span', {}, knownNodes(provenance.operation))

/** @param {Record<string, string>} headers @param {string} part */
const headersNode = (headers, part) =>
  h('details', { class: 'raw', 'data-part': part }, [
    h('summary', {}, `${Object.keys(headers).length} headers`),
    h(
      'dl',
      { class: 'facts headers' },
      Object.entries(headers).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
    ),
  ])

/** @param {number} bytes */
const sizeText = (bytes) => (bytes < 1000 ? `${bytes} bytes` : `${Math.round(bytes / 100) / 10} kB`)

/** @param {any} message @param {Record<string, any>} [fields] */
const bodyNode = ({ body, headers, bytes, cut }, fields) => {
  const cutNote = cut && h('p', { class: 'soft' }, `Cut: these are the first of ${sizeText(bytes)}.`)
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
  return h('div', { class: 'message', role: 'group', 'aria-label': 'Request' }, [
    h('h3', {}, 'Request'),
    headersNode(request.headers, 'request headers'),
    asked.length > 0 && factList(asked.map(([name, value]) => [name, h('code', {}, String(value))])),
    payment && [h('p', { class: 'soft' }, 'The payment object, unpacked from params:'), marked(payment)],
    bodyNode(request),
  ])
}

/** @param {any} exchange */
const answerNode = ({ answer, sent, status, provenance }) =>
  h('div', { class: 'message', role: 'group', 'aria-label': 'Answer' }, [
    h('h3', {}, 'Answer'),
    !sent && h('p', { class: 'warn-note' }, `It never arrived whole. The bank's answer was ${status}:`),
    headersNode(answer.headers, 'answer headers'),
    answer.headers.location && factList([['Goes on to', h('code', {}, answer.headers.location)]]),
    answer.isPage && h('p', { class: 'soft' }, `A page of ${sizeText(answer.bytes)}, not kept.`),
    !answer.isPage && answer.bytes === 0 && h('p', { class: 'soft' }, 'Without a body.'),
    bodyNode(answer, provenance?.fields),
  ])

/** All of an exchange. @param {any} exchange @param {import('./model.js').Model} model */
const partsOf = (exchange, model) => {
  const { summary, provenance, request, answer } = exchange
  return [
    whyNode(exchange),
    factList([
      ['What', summary],
      ['Provenance', provenanceFact(provenance)],
      ['Bent by', ruleFact(exchange, model)],
    ]),
    h('div', { class: 'row' }, [
      request.payment
        ? copyButton(() => json(request.payment), 'the payment object')
        : button('Copy as curl', () => copy(curlOfExchange(exchange), 'the curl command')),
      typeof answer.body === 'object' && copyButton(() => json(answer.body), 'the answer', 'Copy answer'),
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
      try {
        fill(element, partsOf(await call('GET', `exchanges/${id}`), model))
      } catch {
        isAsked = false
        fill(
          element,
          h(
            'p',
            { class: 'soft' },
            'No longer kept: the sandbox keeps the newest requests, and a restart forgets them.',
          ),
        )
      }
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
            rule && h('span', { class: 'bent' }, 'rule'),
            h('span', { class: 'soft number' }, durationText(durationMs)),
          ]),
          why && h('span', { class: 'why-line' }, why),
        ]),
        parts.element,
      ]),
    ],
  )
}
