import { call } from './api.js'
import { h } from './dom.js'
import { raw } from './events.js'
import { button, copy, createTrouble, openDialog, say } from './press.js'
import { bankTime, clockTime, curlOf, json, spanText } from './text.js'
import { badge, toneOf } from './words.js'

/** What it tells the shop of; how it was delivered is another matter. @param {any} postlink */
export const kindText = ({ kind }) => (kind === 'failure' ? 'about a decline' : 'about a payment')

/** @param {any} postlink @param {string} verb */
const press = async ({ id }, verb) => call('POST', `postlinks/${id}/${verb}`)

/** @param {any} answer */
const answerText = ({ status, error, durationMs }) =>
  `${status === undefined ? error : `HTTP ${status}`} in ${spanText(durationMs)}`

/** @param {any} attempt */
const attemptRow = ({ number, at, answer, retryAt }) => {
  const isGood = answer?.status >= 200 && answer?.status < 300
  return h('li', {}, [
    h('span', { class: 'soft mono', title: bankTime(at) }, clockTime(at)),
    h('span', {}, `attempt ${number}`),
    h(
      'span',
      { class: isGood ? 'good' : answer ? 'bad' : 'soft' },
      answer ? answerText(answer) : 'waiting for the answer',
    ),
    retryAt !== undefined && h('span', { class: 'soft' }, `again at ${clockTime(retryAt)}`),
    answer?.responseBody &&
      h('details', { class: 'raw', 'data-part': `answer ${number}` }, [
        h('summary', {}, 'Answer body'),
        h('pre', { tabindex: '0' }, answer.responseBody),
      ]),
  ])
}

/** @param {any} postlink */
const edit = (postlink) => {
  const area = h('textarea', {
    rows: 18,
    spellcheck: 'false',
    'data-testid': 'edited-body',
    value: json(postlink.body),
  })
  const trouble = createTrouble()
  const send = async () => {
    trouble.clear()
    try {
      const sent = await call('POST', `postlinks/${postlink.id}/send`, { body: JSON.parse(area.value) })
      const { status, error } = sent.attempts.at(-1) ?? {}
      say(`Sent: ${status ?? error ?? 'waiting'}`, status >= 200 && status < 300 ? {} : { tone: 'bad' })
      dialog.close()
    } catch (error) {
      trouble.tell(error)
    }
  }
  const dialog = openDialog('Edit and send', (close) => [
    h('p', { class: 'soft' }, `Goes once to ${postlink.url}, as a copy; the first postlink stays as it is.`),
    h('label', { class: 'field' }, 'Body', area),
    trouble.place,
    h('div', { class: 'row' }, [
      h('button', { type: 'button', class: 'quiet', onclick: close }, 'Cancel'),
      button('Send', send, { class: 'button' }),
    ]),
  ])
  // A text that was just put in is shown from its end.
  area.setSelectionRange(0, 0)
  area.scrollTop = 0
}

/** What can be done with a postlink in its state. @param {any} postlink */
export const postlinkButtons = (postlink) => [
  button('Resend', () => press(postlink, 'resend')),
  postlink.state === 'due' && button('Hold', () => press(postlink, 'hold')),
  postlink.state === 'held' && button('Release', () => press(postlink, 'release')),
  button('Edit and send…', () => edit(postlink)),
  button('Copy as curl', () => copy(curlOf(postlink), 'the curl command')),
]

/** @param {any} postlink */
const oddities = ({ corrupt, lost, waitsFor, copyOf, once, contentType }) =>
  [
    once ? 'edited by hand' : copyOf && 'a copy',
    corrupt && 'body cut in the middle',
    lost && 'lost by a rule',
    waitsFor && `waits for ${waitsFor === 'status' ? 'the next status' : 'another postlink'}`,
    contentType !== 'application/json' && `sent as ${contentType}`,
  ].filter(Boolean)

/** One postlink with all its attempts. @param {any} postlink @param {any} time @param {boolean} isForgotten */
export const postlinkNode = (postlink, time, isForgotten) => {
  const { url, state, body, attempts, dueAt } = postlink
  const note = [kindText(postlink), ...oddities(postlink)].join(', ')
  return h(
    'li',
    {
      class: 'event',
      'data-tone': toneOf(state),
      'data-testid': 'postlink',
    },
    [
      time,
      h('div', { class: 'event-body' }, [
        h(
          'div',
          { class: 'event-line' },
          h('h3', {}, 'Postlink'),
          badge(state),
          h('span', { class: 'soft' }, note),
        ),
        h('p', { class: 'url' }, h('code', {}, url)),
        attempts.length > 0 && h('ol', { class: 'attempts' }, attempts.map(attemptRow)),
        state === 'due' &&
          dueAt !== undefined &&
          dueAt !== attempts.at(-1)?.retryAt &&
          h('p', { class: 'soft' }, `due at ${clockTime(dueAt)}`),
        !isForgotten && h('div', { class: 'row' }, postlinkButtons(postlink)),
        raw(body, 'Body'),
      ]),
    ],
  )
}
