import type { Order } from '../../contracts/entry.ts'
import type { Then, When } from '../../contracts/rule.ts'
import {
  bonusCard,
  cardIdOfCode,
  forcibleCodes,
  panOfCode,
  threeDSCards,
} from '../../contracts/sandbox-card.ts'
import { failure, goodCard, lockedCard, orderOf, success, tokenRequest } from '../core/given.ts'
import { bankMoves } from './bank.ts'
import type { Chance } from './chance.ts'
import { linkMoves } from './links-and-codes.ts'
import { amounts, anyToken, type Move, shops, tokenOf } from './move.ts'
import type { Known, Town } from './town.ts'

/** New numbers, old ones again, and ones that only end alike. */
const invoiceId = ({ chance, memory }: Town) => {
  const again = chance.happens(0.3) ? chance.recent(memory.tokens)?.order.invoiceId : undefined
  const number = String(memory.tokens.length + 100_000)
  return again ?? (chance.happens(0.03) ? `${chance.below(900) + 100}${number}` : number)
}

const issueToken: Move = async (town) => {
  const { chance, memory, ask } = town
  const { clientId, terminal } = chance.of(shops)
  const verification = chance.happens(0.1)
  const order = orderOf({
    invoiceId: invoiceId(town),
    terminal,
    amount: verification ? 0 : chance.of(amounts),
    currency: verification || chance.happens(0.1) ? 'USD' : 'KZT',
    verification,
    cardSave: chance.happens(0.2),
    ...(chance.happens(0.1) ? { useBonus: true } : {}),
    accountId: chance.of(['testuser1', 'testuser2']),
    postLink: chance.of([success, success, '']),
    failurePostLink: chance.of([failure, '']),
  })
  const links = chance.happens(0.2) ? { postLink: success, failurePostLink: failure } : {}
  const asked = tokenRequest({
    ...links,
    ...order,
    postLink: links.postLink ?? '',
    failurePostLink: '',
    clientId,
  })
  const reply = await ask<'issue token'>({ ...asked, secretHash: 'secret' })
  if (reply) memory.tokens.push({ accessToken: reply.accessToken, order })
}

const issueService: Move = async ({ chance, memory, ask }) => {
  const { clientId, terminal } = chance.of(shops)
  const none = { invoiceId: undefined, amount: undefined, currency: undefined }
  const reply = await ask<'issue token'>(
    tokenRequest({ ...none, clientId, terminal: chance.happens(0.5) ? undefined : terminal }),
  )
  if (reply) memory.services.push(reply.accessToken)
}

/** The order of a token, now and then another one than was agreed. */
const orderFor = ({ chance }: Town, { order }: Known) =>
  chance.happens(0.05) ? { ...order, amount: chance.of(amounts), invoiceId: '999999' } : order

const cardOf = ({ chance, memory }: Town) => {
  const pans = [
    goodCard.pan,
    goodCard.pan,
    goodCard.pan,
    lockedCard.pan,
    '4111111111111111',
    '4405',
    goodCard.pan,
    panOfCode(chance.of(forcibleCodes)),
    bonusCard.pan,
    chance.of(threeDSCards).pan,
    chance.of(threeDSCards).pan,
  ]
  const pan = chance.of(pans)
  memory.pans.add(pan)
  const holder = chance.happens(0.05) ? `CODE ${chance.of(forcibleCodes)}` : 'TEST TEST'
  const known = pan === lockedCard.pan ? lockedCard : goodCard
  return { ...known, pan, holder, ...(chance.happens(0.05) ? { cvc: '999' } : {}) }
}

const openPage: Move = async (town) => {
  const known = tokenOf(town)
  const order = orderFor(town, known)
  const { accessToken } = known
  const view = await town.ask<'open page'>({ kind: 'open page', accessToken, order, unknownFields: [] })
  if (view) town.memory.pages.push(view.page.id)
}

const payOnPage: Move = async (town) => {
  const { chance, memory, ask } = town
  const reply = await ask<'pay on page'>({
    kind: 'pay on page',
    page: chance.recent(memory.pages, 4) ?? 'none',
    card: cardOf(town),
    save: chance.happens(0.3),
    buyerIp: '127.0.0.1',
    ...(chance.happens(0.05) ? { outcome: chance.of(forcibleCodes) } : {}),
  })
  if (reply?.transaction) memory.payments.push(reply.transaction.id)
  if (reply?.challenge) memory.challenges.push(reply.challenge.id)
}

const chargeSavedCard: Move = async (town) => {
  const { chance, memory, ask } = town
  const known = tokenOf(town)
  const cardId = chance.happens(0.3) ? cardIdOfCode(chance.of([0, 0, 0, 484])) : chance.recent(memory.cards)
  const order = { ...orderFor(town, known), cardSave: false, verification: false }
  const reply = await ask<'charge saved card'>({
    kind: 'charge saved card',
    accessToken: known.accessToken,
    order,
    cardId: cardId ?? 'none',
    holder: 'TEST TEST',
  })
  if (reply) memory.payments.push(reply.transaction.id)
  if (reply?.challenge) memory.challenges.push(reply.challenge.id)
}

const payByCryptogram: Move = async (town) => {
  const { chance, memory, ask } = town
  const known = tokenOf(town)
  const reply = await ask<'pay by cryptogram'>({
    kind: 'pay by cryptogram',
    accessToken: known.accessToken,
    order: orderFor(town, known),
    card: chance.happens(0.1) ? { unreadable: 'noise' } : cardOf(town),
  })
  if (reply) memory.payments.push(reply.transaction.id)
  if (reply?.challenge) memory.challenges.push(reply.challenge.id)
}

const answerChallenge: Move = async ({ chance, memory, ask, emulator }) => {
  const challenge = chance.recent(memory.challenges, 8) ?? 'none'
  const right = emulator().state().challenges.get(challenge)?.code ?? '0'
  const view = await ask<'answer challenge'>({
    kind: 'answer challenge',
    challenge,
    code: chance.happens(0.6) ? right : '0',
    cancel: chance.happens(0.1),
  })
  if (view?.paRes) memory.words.push({ challenge, paRes: view.paRes })
}

const confirmPayment: Move = async (town) => {
  const { chance, memory, ask } = town
  const { challenge, paRes } = chance.recent(memory.words, 8) ?? { challenge: 'none', paRes: '' }
  const other = chance.happens(0.1) ? chance.recent(memory.challenges) : undefined
  await ask<'confirm payment'>({
    kind: 'confirm payment',
    challenge: other ?? challenge,
    transaction: '',
    paRes: chance.happens(0.05) ? 'forged' : paRes,
    accessToken: chance.happens(0.2) ? anyToken(town) : '',
  })
}

/** Mostly the merchant's own token, which fits. */
const tokenFor = (town: Town, { invoiceId, terminal }: Order) => {
  const own = town.memory.tokens.findLast(
    ({ order }) => order.invoiceId === invoiceId && order.terminal === terminal,
  )
  return own && town.chance.happens(0.8) ? own.accessToken : anyToken(town)
}

const operate: Move = async (town) => {
  const { chance, memory, ask, emulator } = town
  const transaction = chance.recent(chance.happens(0.7) ? memory.paid : memory.payments, 15) ?? 'none'
  const found = emulator().state().transactions.get(transaction)
  const whole = found?.amount ?? 100
  const part = () => Math.max(0, Math.round(whole * chance.of([0, 0.1, 0.5, 0.9, 1, 1, 1.1])))
  const amount = () => (chance.happens(0.4) ? part() : undefined)
  await ask<'operate'>({
    kind: 'operate',
    operation: chance.of(['charge', 'charge', 'cancel', 'refund', 'refund', 'refund']),
    accessToken: found ? tokenFor(town, found.order) : anyToken(town),
    transaction,
    queryAmount: amount(),
    bodyAmount: chance.happens(0.1) ? amount() : undefined,
  })
}

const readings: Move = async (town) => {
  const { chance, memory, ask } = town
  const accessToken = anyToken(town)
  const invoiceId = chance.recent(memory.tokens)?.order.invoiceId ?? '1'
  const page = chance.recent(memory.pages) ?? 'none'
  await ask<'ask status'>({ kind: 'ask status', accessToken, invoiceId })
  await ask<'list cards'>({ kind: 'list cards', accessToken, accountId: 'testuser1' })
  await ask<'view page'>({ kind: 'view page', page })
}

const deactivateCard: Move = (town) =>
  town.ask<'deactivate card'>({
    kind: 'deactivate card',
    accessToken: anyToken(town),
    cardId: town.chance.recent(town.memory.cards) ?? 'none',
  })

const thens = (chance: Chance): Then[] => [
  { reasonCode: chance.of(forcibleCodes) },
  { approve: true },
  { threeDS: chance.of(['challenge', 'frictionless', 'off'] as const) },
  { answer: 'refused' },
  { answer: { status: 502, happens: chance.happens(0.5) } },
  { postlink: { copies: 3, copyEveryMs: 1000 } },
  { bonus: 5 },
  { postlink: { lost: true } },
  { postlink: { late: true } },
  { postlink: { reorder: chance.of([true, 'invoice'] as const) } },
  { postlink: { delayMs: 90_000, forged: true, amount: 1 } },
]

const whens = ({ chance, memory }: Town): When[] => [
  {},
  {
    operation: chance.of([
      ...(['page', 'savedCard', 'cryptogram', 'refund', 'charge', 'status', 'token'] as const),
      ...(['invoiceLink', 'qr', 'qrStatus'] as const),
    ]),
  },
  { card: goodCard.pan },
  { amount: { min: 1000 } },
  { attempt: 2 },
  { cardId: chance.recent(memory.cards) ?? 'none' },
]

const rules: Move = (town) => {
  const { chance, ask } = town
  if (chance.happens(0.3)) return ask<'clear rules'>({ kind: 'clear rules' })
  const times = chance.below(5) + 1
  if (chance.happens(0.05))
    return ask<'add rule'>({
      kind: 'add rule',
      rule: { when: { operation: 'payout' }, then: { payout: 'late' }, times },
    })
  const rule = { when: chance.of(whens(town)), then: chance.of(thens(chance)), times }
  return ask<'add rule'>({ kind: 'add rule', rule })
}

const handlePostlink: Move = ({ chance, memory, ask }) => {
  const postlink = chance.recent(memory.postlinks) ?? 'none'
  const kind = chance.of(['hold postlink', 'release postlink', 'resend postlink'] as const)
  return ask<typeof kind>({ kind, postlink })
}

/** A merchant at last answers an attempt: well, badly, late, twice, or with a refund from inside its handler. */
const answerPostlink: Move = async (town) => {
  const { chance, memory, ask } = town
  const at = chance.happens(0.9) ? memory.underway.length - 1 : chance.below(memory.underway.length)
  const attempt = memory.underway[at]
  if (!attempt) return
  if (chance.happens(0.1)) await operate(town)
  const seen = { durationMs: chance.below(30_000), responseBody: '' }
  const answer = chance.happens(0.6)
    ? { ...seen, status: chance.of([200, 204, 200, 302, 404, 500]) }
    : { ...seen, error: 'hung up', ...(chance.happens(0.1) ? { final: true } : {}) }
  const expected = { kind: 'take answer', ...attempt, answer } as const
  await ask<'take answer'>(expected)
  if (chance.happens(0.1)) await ask<'take answer'>(expected)
  memory.underway.splice(at, 1)
}

/** Rings what is due, as the timekeeper does. */
export const ringDue = async (town: Town) => {
  const { memory, ask, emulator } = town
  for (;;) {
    const alarm = emulator().next()
    if (!alarm || alarm.at > emulator().now()) return
    const reply = await ask<'ring'>({ kind: 'ring', alarm })
    if (emulator().next() === alarm) throw new Error(`"${alarm.what}" rings for ever`)
    if (!reply?.deliver) continue
    const { postlink, attempt } = reply.deliver
    memory.underway.push({ postlink: postlink.id, attempt })
    // Most merchants answer at once; the others when they get to it, or never.
    if (town.chance.happens(0.9)) await answerPostlink(town)
  }
}

const steps = [0, 1000, 1000, 10_000, 30_000, 60_000]
const leaps = [5 * 60_000, 20 * 60_000, 3_600_000, 3_600_000, 24 * 3_600_000]

/** The clock goes on; now and then its bells are heard only later, as under load. */
const moveClock = async (town: Town, times: number[]) => {
  const { chance, ask, emulator } = town
  const now = emulator().now() + chance.of(times)
  await ask<'move clock'>({ kind: 'move clock', clock: { mode: 'virtual', now, set: chance.happens(0.01) } })
  if (!chance.happens(0.1)) await ringDue(town)
}

const weights: [Move, number][] = [
  [issueToken, 14],
  [issueService, 3],
  [openPage, 10],
  [payOnPage, 14],
  [chargeSavedCard, 6],
  [payByCryptogram, 5],
  [answerChallenge, 8],
  [confirmPayment, 6],
  [operate, 14],
  [readings, 3],
  [deactivateCard, 1],
  [rules, 3],
  ...linkMoves,
  ...bankMoves,
  [handlePostlink, 3],
  [answerPostlink, 4],
  [(town) => moveClock(town, steps), 6],
  [(town) => moveClock(town, leaps), 0.3],
  [(town) => moveClock(town, [8 * 24 * 3_600_000]), 0.02],
  [(town) => town.restart(), 0.05],
]
const total = weights.reduce((sum, [, weight]) => sum + weight, 0)

/** One command, or the few that belong together. */
export const anyMove = (chance: Chance): Move => {
  let left = (chance.below(1e6) / 1e6) * total
  const found = weights.find(([, weight]) => {
    left -= weight
    return left < 0
  })
  return found?.[0] ?? issueToken
}
