import { call } from './api.js'
import { h } from './dom.js'
import { raw } from './events.js'
import { button, copy, createTrouble, openDialog, say } from './press.js'
import { rich, t } from './speech.js'
import { bankTime, clockTime, curlOf, json, spanText } from './text.js'
import { badge, kindText, toneOf } from './words.js'

/** @param {any} postlink @param {string} verb */
const press = async ({ id }, verb) => call('POST', `postlinks/${id}/${verb}`)

/** @param {any} answer */
const answerText = ({ status, error, durationMs }) =>
  rich('{answer} in {span}', {
    answer: h('span', { lang: 'en' }, status === undefined ? error : `HTTP ${status}`),
    span: spanText(durationMs),
  })

/** @param {any} attempt */
const attemptRow = ({ number, at, answer, retryAt }) => {
  const isGood = answer?.status >= 200 && answer?.status < 300
  return h('li', {}, [
    h('span', { class: 'soft mono', title: bankTime(at) }, clockTime(at)),
    h('span', {}, t('attempt {n}', { n: number })),
    h(
      'span',
      { class: isGood ? 'good' : answer ? 'bad' : 'soft' },
      answer ? answerText(answer) : t('waiting for the answer'),
    ),
    retryAt !== undefined && h('span', { class: 'soft' }, t('again at {time}', { time: clockTime(retryAt) })),
    answer?.responseBody &&
      h('details', { class: 'raw', 'data-part': `answer ${number}` }, [
        h('summary', {}, t('Answer body')),
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
      say(
        t('Sent: {answer}', { answer: status ?? error ?? t('waiting') }),
        status >= 200 && status < 300 ? {} : { tone: 'bad' },
      )
      dialog.close()
    } catch (error) {
      trouble.tell(error)
    }
  }
  const dialog = openDialog(t('Edit and send'), (close) => [
    h(
      'p',
      { class: 'soft' },
      t('Goes once to {url}, as a copy; the first postlink stays as it is.', postlink),
    ),
    h('label', { class: 'field' }, t('Body'), area),
    trouble.place,
    h('div', { class: 'row' }, [
      h('button', { type: 'button', class: 'quiet', onclick: close }, t('Cancel')),
      button(t('Send'), send, { class: 'button' }),
    ]),
  ])
  // A text that was just put in is shown from its end.
  area.setSelectionRange(0, 0)
  area.scrollTop = 0
}

/** What can be done with a postlink in its state. @param {any} postlink */
export const postlinkButtons = (postlink) => [
  button(t('Resend'), () => press(postlink, 'resend')),
  postlink.state === 'due' && button(t('Hold'), () => press(postlink, 'hold')),
  postlink.state === 'held' && button(t('Release'), () => press(postlink, 'release')),
  button(t('Edit and send…'), () => edit(postlink)),
  button(t('Copy as curl'), () => copy(curlOf(postlink), t('the curl command'))),
]

/** @param {any} postlink */
const oddities = ({ corrupt, lost, waitsFor, copyOf, once, contentType }) =>
  [
    once ? t('edited by hand') : copyOf && t('a copy'),
    corrupt && t('body cut in the middle'),
    lost && t('lost by a rule'),
    waitsFor === 'status' && t('waits for the next status'),
    waitsFor && waitsFor !== 'status' && t('waits for another postlink'),
    contentType !== 'application/json' && t('sent as {type}', { type: contentType }),
  ].filter(Boolean)

/** One postlink with all its attempts. @param {any} postlink @param {any} time @param {boolean} isOver */
export const postlinkNode = (postlink, time, isOver) => {
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
          h('h3', {}, t('Postlink')),
          badge(state),
          h('span', { class: 'soft' }, note),
        ),
        h('p', { class: 'url' }, h('code', {}, url)),
        attempts.length > 0 && h('ol', { class: 'attempts' }, attempts.map(attemptRow)),
        state === 'due' &&
          dueAt !== undefined &&
          dueAt !== attempts.at(-1)?.retryAt &&
          h('p', { class: 'soft' }, t('due at {time}', { time: clockTime(dueAt) })),
        !isOver && h('div', { class: 'row' }, postlinkButtons(postlink)),
        raw(body, t('Body')),
      ]),
    ],
  )
}
