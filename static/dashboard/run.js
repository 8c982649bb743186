import { authority, call, Problem } from './api.js'
import { fill, h, keyed } from './dom.js'
import { createTrouble, sayProblem } from './press.js'
import { rich, t, tn } from './speech.js'
import { eventsOf } from './stream.js'
import { json, moneyText } from './text.js'
import { badge } from './words.js'
import { addressOf, pathOf } from './workspaces.js'

/** @param {unknown} value */
const shown = (value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? t('nothing')))

/** @param {any} difference */
const differenceOf = ({ where, expected, got }) =>
  h('li', {}, [
    h('code', {}, where),
    rich(': got {got}, expected {expected}', {
      got: h('b', { class: 'bad' }, shown(got)),
      expected: h('b', {}, shown(expected)),
    }),
  ])

/** @param {string} name @param {Record<string, unknown>} value */
const readingOf = (name, value) =>
  Object.keys(value).length > 0 && [h('p', { class: 'soft' }, name), h('pre', { tabindex: '0' }, json(value))]

/** @param {any} step its title, how it stands, and what came of it when it is over */
const stepNode = ({ title, state, result }, /** @type {string} */ workspace) => {
  const [, number, words] = /^(\S+) (.*)$/s.exec(title) ?? []
  const { expected = {}, got = {}, differences = [] } = result ?? {}
  const readings = [readingOf(t('Expected'), expected), readingOf(t('Got'), got)].filter(Boolean)
  const line = [h('h2', {}, words), h('span', { class: 'visually-hidden' }, t(state))]
  return h('li', { class: 'step', 'data-state': state, 'data-testid': 'step' }, [
    h('span', { class: 'step-number' }, number),
    h('div', { class: 'step-body' }, [
      readings.length > 0
        ? h('details', { 'data-part': 'got' }, h('summary', { class: 'event-line' }, line), readings)
        : h('div', { class: 'event-line' }, line),
      differences.length > 0 && h('ul', { class: 'differences' }, differences.map(differenceOf)),
      result?.seq &&
        h('p', {}, h('a', { href: `${addressOf(workspace)}#/time/${result.seq}` }, t('This moment'))),
    ]),
  ])
}

/** @param {any} payment @param {string} workspace */
const paymentNode = ({ invoiceId, amount, currency, status, reasonCode, reason }, workspace) =>
  h('li', { class: 'row' }, [
    h('a', { href: `${addressOf(workspace)}#/payments/${encodeURIComponent(invoiceId)}` }, invoiceId),
    h('span', { class: 'number' }, moneyText(Math.round(amount * 100), currency)),
    badge(status),
    reasonCode !== 0 && h('span', { class: 'soft' }, `${reasonCode} ${reason}`),
  ])

/** @param {any} report @param {string} workspace */
const afterNode = async ({ scenarios: [{ assumed }] }, workspace) => {
  const { payments } = await call('GET', `${pathOf(workspace)}payments`)
  return [
    h('h2', {}, t('Resulting payments')),
    h('div', { class: 'card stack' }, [
      payments.length > 0
        ? h(
            'ul',
            { class: 'left-behind' },
            payments.map((/** @type {any} */ one) => paymentNode(one, workspace)),
          )
        : h('p', { class: 'soft' }, t('No payment was made.')),
      h('p', {}, [
        rich(
          'All of it is in workspace {workspace}, until the story is played again or twelve others have been.',
          { workspace: h('a', { href: addressOf(workspace), 'data-testid': 'run-workspace' }, workspace) },
        ),
      ]),
      assumed.length > 0 &&
        h('details', { class: 'raw' }, [
          h('summary', {}, tn(assumed.length, 'Rests on {n} assumption', 'Rests on {n} assumptions')),
          h(
            'ul',
            { class: 'assumed' },
            assumed.map((/** @type {string} */ one) => h('li', {}, one)),
          ),
        ]),
    ]),
  ]
}

const neverPlayed = () =>
  h('div', { class: 'empty', 'data-testid': 'never-played' }, [
    h('h2', {}, t('Not played here yet')),
    h(
      'p',
      {},
      t(
        'Run makes a fresh workspace with a clock of its own, and plays shop, buyer and bank in ' +
          'it, step by step. Nothing happens to the payments of this workspace.',
      ),
    ),
    h('p', {}, t('It goes on to its end when you leave this page; come back to read what came of it.')),
  ])

/** What is known of a run. */
const nothingYet = () => ({
  workspace: '',
  /** @type {string[]} */
  plan: [],
  /** @type {any[]} */
  steps: [],
  /** @type {any} */
  report: undefined,
  trouble: '',
  isPlaying: false,
})

/** @param {ReturnType<typeof nothingYet>} progress @returns {[string, string]} */
const verdictOf = ({ plan, steps, report, trouble, isPlaying }) => {
  if (trouble) return ['failed', t('Stopped: {why}', { why: trouble })]
  const failed = steps.filter(({ ok }) => !ok).length
  if (report) {
    if (failed > 0)
      return [
        'failed',
        tn(plan.length, 'Failed: {failed} of {n} step', 'Failed: {failed} of {n} steps', { failed }),
      ]
    return ['passed', tn(plan.length, 'Passed, {n} step', 'Passed, {n} steps')]
  }
  return isPlaying
    ? [
        'playing',
        tn(plan.length, 'Playing, {done} of {n} step', 'Playing, {done} of {n} steps', {
          done: steps.length,
        }),
      ]
    : ['', '']
}

/** One scenario: played, watched, and what came of it. @param {string} name @param {any} more its other buttons */
export const createRun = (name, more) => {
  const about = h('p', { class: 'lead', lang: 'en' })
  const verdict = h('p', { class: 'verdict', role: 'status', 'data-testid': 'verdict' })
  const steps = h('ol', { class: 'steps' })
  const after = h('div', { class: 'stack' })
  const trouble = createTrouble()
  const start = h('button', { type: 'button', class: 'button', onclick: () => run() }, t('Run'))
  const leaving = new AbortController()
  let progress = nothingYet()

  const draw = () => {
    const [state, words] = verdictOf(progress)
    verdict.dataset.state = state
    verdict.hidden = words === ''
    verdict.textContent = words
    start.disabled = progress.isPlaying
    start.textContent = progress.workspace && !progress.isPlaying ? t('Run again') : t('Run')
    // Steps taken at once come back together; until then the first of them is the one that is on.
    const items = progress.plan.map((title, i) => {
      const result = progress.steps[i]
      const isNow = progress.isPlaying && i === progress.steps.length
      const state = result ? (result.ok ? 'passed' : 'failed') : isNow ? 'playing' : 'waiting'
      return { title, state, result }
    })
    keyed(steps, items, {
      key: ({ title }) => title,
      version: ({ state }) => state,
      render: (step) => stepNode(step, progress.workspace),
    })
  }
  /** @type {Record<string, (data: any) => void>} */
  const takers = {
    plan({ about: words, workspace, steps: plan }) {
      about.textContent = words
      progress = { ...nothingYet(), workspace, plan, isPlaying: true }
      fill(steps)
      fill(after)
    },
    step: (step) => void progress.steps.push(step),
    report(report) {
      Object.assign(progress, { report, isPlaying: false })
      afterNode(report, progress.workspace).then((nodes) => fill(after, nodes), sayProblem)
    },
    trouble({ detail }) {
      Object.assign(progress, { trouble: detail, isPlaying: false })
    },
  }
  /** @param {'GET' | 'POST'} method begins it, or only watches what somebody began */
  const watch = async (method) => {
    const headers = { ...authority, accept: 'text/event-stream' }
    const init = { method, headers, signal: leaving.signal, cache: /** @type {const} */ ('no-store') }
    const answer = await fetch(`scenarios/${encodeURIComponent(name)}/run`, init)
    if (!answer.ok || !answer.body) throw new Problem(await answer.json())
    for await (const events of eventsOf(answer.body)) {
      for (const { name: event, data } of events) takers[event]?.(JSON.parse(data))
      draw()
    }
    if (progress.isPlaying) takers.trouble?.({ detail: t('the connection broke off') })
    draw()
  }
  /** @param {'GET' | 'POST'} method */
  const follow = async (method) => {
    trouble.clear()
    Object.assign(progress, { isPlaying: true })
    start.disabled = true
    await watch(method).catch((error) => {
      if (leaving.signal.aborted) return
      progress.isPlaying = false
      trouble.tell(error)
      draw()
    })
  }
  const run = () => {
    if (!progress.isPlaying) follow('POST')
  }

  const element = h('div', { class: 'page scroller', tabindex: '0' }, [
    h('p', {}, h('a', { href: '#/scenarios' }, t('← All scenarios'))),
    h('h1', {}, name),
    about,
    h('div', { class: 'row' }, start, more),
    trouble.place,
    verdict,
    steps,
    after,
  ])
  draw()
  return {
    element,
    run,
    /** What is known before it is played. @param {any} listed */
    know(listed) {
      about.textContent = listed.about
      if (progress.isPlaying || progress.report) return
      progress.plan = listed.steps
      draw()
      if (listed.run) follow('GET')
      else fill(after, neverPlayed())
    },
    /** @param {unknown} error */
    trouble: (error) => trouble.tell(error),
    close: () => leaving.abort(),
  }
}
