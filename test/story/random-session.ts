import { hash } from 'node:crypto'
import { compressParams } from '../../contracts/params.ts'
import { panOfCode, threeDSCards } from '../../contracts/sandbox-card.ts'
import { hiddenFields } from '../../server/client/screen.ts'
import { type Chance, chanceOf } from '../simulation/chance.ts'
import { card, chargeBody, lockedCard, paymentObject, tokenForm } from '../world.ts'
import { otherTerminal } from './attempt.ts'

interface Order {
  invoiceId: string
  amount: number
  terminal: string
  accessToken: string
}

/** What a merchant, a buyer and a developer know of the sandbox while they play. */
interface Memory {
  orders: Order[]
  pages: string[]
  /** Links and codes, as paths. */
  doors: string[]
  challenges: string[]
  payments: string[]
  postlinks: string[]
}

interface Wire {
  call(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<Heard>
}

export interface Heard {
  status: number
  location: string
  text: string
}

type Move = (chance: Chance, memory: Memory, wire: Wire) => Promise<Heard>

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const json = { 'content-type': 'application/json' }
const auth = (order: Order | undefined) => ({ authorization: `Bearer ${order?.accessToken ?? 'NONE'}` })
const terminals = [otherTerminal, '67e34d63-102f-4bd1-898e-370781d0074d']
const postLink = 'http://shop.test/postlink'

const typedCards = [
  card,
  card,
  lockedCard,
  { ...card, cvc: '' },
  { ...card, holder: 'CODE 484' },
  { ...card, pan: panOfCode(1654) },
  { ...card, outcome: '505' },
  ...threeDSCards.slice(0, 3).map(({ pan }) => ({ ...card, pan })),
]

const rules = [
  { then: { reasonCode: 484 }, times: 1 },
  { when: { attempt: 2 }, then: { approve: true }, times: 2 },
  { when: { operation: 'status' }, then: { answer: { status: 502 } }, times: 1 },
  { when: { operation: 'token' }, then: { answer: 'lost' }, times: 1 },
  { then: { answer: 'lost', postlink: { copies: 3 } }, times: 1 },
  { then: { answer: 'refused' }, times: 1 },
  { then: { postlink: { reorder: true } }, times: 1 },
  { then: { postlink: { forged: true, late: true } }, times: 1 },
  {
    when: { amount: { min: 100 } },
    then: { postlink: { delayMs: 60_000, copies: 2, copyEveryMs: 1000 } },
    times: 2,
  },
  { then: { threeDS: 'challenge' }, times: 1 },
  { then: { reasonCode: 999 } },
]

const issueToken: Move = async (chance, memory, { call }) => {
  const invoiceId = String(1 + chance.below(150)).padStart(9, '0')
  const amount = chance.of([100, 19.9, 1000])
  const terminal = chance.of(terminals)
  const wrong: Record<string, string> = chance.below(12) === 0 ? { client_secret: 'wrong' } : {}
  const asked = tokenForm({ invoiceID: invoiceId, amount: String(amount), terminal, ...wrong })
  const heard = await call('POST', '/epay2/oauth2/token', String(new URLSearchParams(asked)), form)
  const accessToken = /"access_token":"([^"]+)"/.exec(heard.text)?.[1]
  if (accessToken) memory.orders.push({ invoiceId, amount, terminal, accessToken })
  return heard
}

const latest = (chance: Chance, { orders }: Memory) =>
  orders.at(-1 - chance.below(Math.min(4, orders.length)))

const openPage: Move = async (chance, memory, { call }) => {
  const order = latest(chance, memory)
  const { accessToken = '', ...asked } = order ?? {}
  const save = chance.below(3) === 0
  const payment = paymentObject(accessToken, { ...asked, postLink, cardSave: save })
  const heard = await call('GET', `/payform/?params=${compressParams(payment)}`)
  const { page } = hiddenFields(heard.text)
  if (page) memory.pages.push(page)
  return heard
}

const pay: Move = async (chance, memory, { call }) => {
  const page = memory.pages.at(-1 - chance.below(2)) ?? 'none'
  const body = String(new URLSearchParams({ page, ...chance.of(typedCards) }))
  const heard = await call('POST', '/payform/pay', body, form)
  const challenge = /[?&]MD=([^&]+)/.exec(heard.location)?.[1]
  if (challenge) memory.challenges.push(challenge)
  return heard
}

const answerChallenge: Move = async (chance, memory, { call }) => {
  const MD = memory.challenges.at(-1) ?? 'none'
  const body = { MD, challenge: MD, TermUrl: 'http://shop.test/term', code: chance.of(['1234', '0000', '']) }
  return call('POST', '/acs/answer', String(new URLSearchParams(body)), form)
}

const chargeSaved: Move = async (chance, memory, { call }) => {
  const order = latest(chance, memory)
  const code = chance.of([0, 0, 484, 999])
  const body = chargeBody(`00000000-0000-4000-8000-${String(code).padStart(12, '0')}`, {
    invoiceId: order?.invoiceId,
    amount: order?.amount,
    terminalId: order?.terminal,
    postLink,
  })
  return call('POST', '/api/payments/cards/auth', JSON.stringify(body), { ...json, ...auth(order) })
}

const askStatus: Move = async (chance, memory, { call }) => {
  const order = chance.of(memory.orders)
  return call(
    'GET',
    `/api/check-status/payment/transaction/${order?.invoiceId ?? '1'}`,
    undefined,
    auth(order),
  )
}

const makeLink: Move = async (chance, memory, { call }) => {
  const order = latest(chance, memory)
  const asked = { shop_id: order?.terminal, invoice_id: `L-${chance.below(60)}`, post_link: postLink }
  const contacts = {
    recipient_contact: 'a@shop.test',
    recipient_contact_sms: chance.of(['+77770000001', '8']),
  }
  const body = { ...asked, ...contacts, account_id: '1', amount: chance.of([0, 100]), currency: 'KZT' }
  const heard = await call('POST', '/api/invoice', JSON.stringify(body), { ...json, ...auth(order) })
  const door = /\/api\/redirect[^"]+/.exec(heard.text)?.[0]
  if (door) memory.doors.push(door)
  return heard
}

const makeQr: Move = async (chance, memory, { call }) => {
  const order = latest(chance, memory)
  const body = JSON.stringify({ postLink: chance.of([postLink, postLink, '']) })
  const heard = await call('POST', '/payment/qr/generate', body, { ...json, ...auth(order) })
  const door = /\/homebank[^"]+/.exec(heard.text)?.[0]
  if (door) memory.doors.push(door)
  return heard
}

const openDoor: Move = async (chance, memory, { call }) => {
  const heard = await call('GET', memory.doors.at(-1 - chance.below(3)) ?? '/homebank/')
  const page = /[?&]page=([^&]+)/.exec(heard.location)?.[1]
  if (page) memory.pages.push(page)
  return heard
}

const askQr: Move = (chance, memory, { call }) =>
  call('GET', '/api/qr', undefined, auth(latest(chance, memory)))

const operate: Move = async (chance, memory, { call }) => {
  const id = memory.payments.at(-1 - chance.below(5)) ?? 'none'
  const path = `/api/operation/${id}/${chance.of(['charge', 'cancel', 'refund'])}`
  const body = chance.below(2) === 0 ? { body: JSON.stringify({ amount: chance.of([1, 50, 100]) }) } : {}
  return call('POST', path, body.body, { ...(body.body ? json : {}), ...auth(memory.orders.at(-1)) })
}

const control = (
  path: string,
  body?: object,
): [string, string, string | undefined, Record<string, string>] => [
  'POST',
  `/_sandbox/${path}`,
  body && JSON.stringify(body),
  body ? json : {},
]

const addRule: Move = (chance, _, { call }) => call(...control('rules', chance.of(rules)))
const clearRules: Move = (_, __, { call }) => call('DELETE', '/_sandbox/rules')
const moveClock: Move = (chance, _, { call }) =>
  call(...control('clock', { advance: chance.of(['PT1S', 'PT1M', 'PT5M', 'PT21M', 'PT2H1M']) }))
const nudge: Move = (chance, { postlinks }, { call }) =>
  call(
    ...control(
      `postlinks/${postlinks.at(-1 - chance.below(6)) ?? 'x'}/${chance.of(['resend', 'hold', 'release'])}`,
    ),
  )
const addMerchant: Move = (chance, _, { call }) =>
  call(...control('merchants', { clients: [{ id: `shop ${chance.below(3)}`, secret: 'secret' }] }))

const mark: Move = (chance, _, { call }) => call(...control('marks', { name: `test ${chance.below(4)}` }))

/** How often each is done, out of all. */
const moves: [number, Move][] = [
  [22, issueToken],
  [16, openPage],
  [24, pay],
  [5, answerChallenge],
  [9, chargeSaved],
  [8, askStatus],
  [4, makeLink],
  [8, makeQr],
  [7, openDoor],
  [3, askQr],
  [6, operate],
  [7, addRule],
  [1, clearRules],
  [6, moveClock],
  [5, nudge],
  [1, addMerchant],
  [2, mark],
]
const bag = moves.flatMap(([often, move]) => Array<Move>(often).fill(move))

/** Plays so many calls, each chosen by the seed and by what was heard before; answers a digest of every answer. */
export const play = async (
  wire: Wire,
  {
    seed,
    calls,
    after,
  }: { seed: number; calls: number; after(): Promise<Pick<Memory, 'payments' | 'postlinks'>> },
): Promise<string[]> => {
  const chance = chanceOf(seed)
  const memory: Memory = { orders: [], pages: [], doors: [], challenges: [], payments: [], postlinks: [] }
  const heard: string[] = []
  for (let i = 0; i < calls; i++) {
    const { status, location, text } = await chance.of(bag)(chance, memory, wire)
    heard.push(`${status} ${location} ${hash('sha256', text)}`)
    Object.assign(memory, await after())
  }
  return heard
}
