import type { FastifyReply, FastifyRequest } from 'fastify'
import { type CardForm, type CardFormErrors, readCardForm } from '../../../contracts/card.ts'
import { paymentDoubts } from '../../../contracts/doubt.ts'
import type { Order } from '../../../contracts/entry.ts'
import { decodeParams } from '../../../contracts/params.ts'
import { PaymentObject } from '../../../contracts/payment.ts'
import { readerOf, type Violation } from '../../../contracts/reader.ts'
import { type Refusal, refusals } from '../../../contracts/refusal.ts'
import type { TransferKind } from '../../../contracts/transfer-record.ts'
import { isRefusal } from '../../core/decision.ts'
import { isTransferPageOver, transferSides } from '../../core/transfer.ts'
import type { MakeTransfer, TransferCard } from '../../core/transfer-command.ts'
import type { Workspace } from '../../workspace/workspaces.ts'
import { sendOverridden } from '../answer/answer-fault.ts'
import { sendPage } from '../answer/views.ts'
import { judgeRequest } from '../request/judgement.ts'
import { orderOfPage } from '../request/order.ts'
import { accessTokenOf, asViolation, missingParams } from './open.ts'
import { type TransferTyped, transferredView, transferView } from './transfer-views.ts'
import { errorView, paidView } from './views.ts'
import { issuerStep, type Visit, visitOf } from './visit.ts'

/** `halyk.p2p`, `halyk.aft` and `halyk.oct` open the bank's page with a mark in its address. */

const marks = { istransfer: 'p2p', isaft: 'aft', isoct: 'oct' } as const

export const transferIn = (query: Record<string, string>): TransferKind | undefined =>
  Object.entries(marks).find(([name]) => query[name]?.toLowerCase() === 'true')?.[1]

const read = readerOf(PaymentObject, paymentDoubts)

interface Wanted {
  kind: TransferKind
  visit: Visit
  /** The address of the page, which carries all that it knows. */
  query: string
  accessToken: string
  order: Order
  cardId?: string
}

type Opened = Wanted | { problems: Violation[]; language?: string; code?: number }

const openTransfer = (
  request: FastifyRequest,
  workspace: Workspace,
  { kind, query }: { kind: TransferKind; query: Record<string, string> },
): Opened => {
  const payment = decodeParams(query.params ?? '')
  if (!payment) return { problems: [missingParams] }
  const reading = read(payment)
  const { value } = reading
  const { violations, code } = judgeRequest(request, workspace, 'openPage', { raw: payment, reading })
  if (violations.length > 0) return { problems: violations, code, language: value.language }
  return {
    ...{ kind, visit: visitOf(query), query: request.originalUrl.split('?')[1] ?? '' },
    ...{ accessToken: accessTokenOf(value.auth), order: orderOfPage(value) },
    ...(value.cardId ? { cardId: value.cardId.toLowerCase() } : {}),
  }
}

const shopOf = ({ emulator }: Workspace, { terminal }: Order) =>
  emulator.state().world.terminals.find(({ id }) => id === terminal)?.shop ?? ''

const shownFor = (workspace: Workspace, wanted: Wanted) => ({
  ...{ kind: wanted.kind, order: wanted.order, visit: wanted.visit, query: wanted.query },
  sides: transferSides[wanted.kind],
  saved: wanted.cardId !== undefined,
  shop: shopOf(workspace, wanted.order),
})

const refuseOpen = (
  reply: FastifyReply,
  { problems, language, code }: Exclude<Opened, Wanted>,
  visit: Visit,
) => sendPage(reply.code(400), 'payform/error', errorView(problems, language, visit, code))

type Asked = { kind: TransferKind; query: Record<string, string> }

export const showTransfer = async (request: FastifyRequest, asked: Asked, reply: FastifyReply) => {
  const workspace = await request.workspace()
  const opened = openTransfer(request, workspace, asked)
  if ('problems' in opened) return refuseOpen(reply, opened, visitOf(asked.query))
  return sendPage(reply, 'payform/transfer', transferView(shownFor(workspace, opened)))
}

const typedOf = (body: unknown): TransferTyped => {
  const form = Object(body) as Record<string, unknown>
  const field = (name: string) => (typeof form[name] === 'string' ? form[name].slice(0, 256) : '')
  return {
    sender: { pan: field('pan'), expiry: field('expiry'), cvc: field('cvc'), holder: field('holder') },
    receiver: field('receiverPan'),
  }
}

interface Presented {
  cards: Pick<MakeTransfer, 'sender' | 'receiver'>
  errors: CardFormErrors & { receiver?: string }
}

/** Of the card that gets money its number is all that a page asks for. */
const anyCard = { expiry: '12/30', cvc: '000', holder: 'X' }

const readReceiver = (pan: string): { card: CardForm; error?: string } => {
  const { card, errors } = readCardForm({ ...anyCard, pan })
  return {
    card: { pan: card.pan, expiry: '', cvc: '', holder: '' },
    ...(errors.pan ? { error: errors.pan } : {}),
  }
}

const present = ({ kind, cardId }: Wanted, typed: TransferTyped): Presented => {
  const [sends, gets] = [transferSides[kind].includes('sender'), transferSides[kind].includes('receiver')]
  const sender = readCardForm(typed.sender)
  const receiver = readReceiver(typed.receiver)
  const from: TransferCard = cardId === undefined ? sender.card : { cardId }
  return {
    cards: { ...(sends ? { sender: from } : {}), ...(gets ? { receiver: receiver.card } : {}) },
    errors: {
      ...(sends && cardId === undefined ? sender.errors : {}),
      ...(gets && receiver.error ? { receiver: receiver.error } : {}),
    },
  }
}

const refuse = (reply: FastifyReply, refusal: Refusal, { order, visit }: Wanted) => {
  const { status } = refusals[refusal.refused]
  if (refusal.refused === 'invoice paid')
    return sendPage(reply.code(status), 'payform/paid', paidView(order, visit))
  const view = errorView([asViolation(refusal)], order.language, visit)
  return sendPage(reply.code(status), 'payform/error', view)
}

/** The cards arrive: judged as the API's own transfers are. A decline shows the page again. */
export const takeTransfer = async (request: FastifyRequest, asked: Asked, reply: FastifyReply) => {
  const workspace = await request.workspace()
  const wanted = openTransfer(request, workspace, asked)
  if ('problems' in wanted) return refuseOpen(reply, wanted, visitOf(asked.query))
  const typed = typedOf(request.body)
  const { cards, errors } = present(wanted, typed)
  const shown = shownFor(workspace, wanted)
  if (Object.keys(errors).length > 0)
    return sendPage(reply.code(422), 'payform/transfer', transferView({ ...shown, typed, errors }))
  const { reply: answer, override } = await workspace.emulator.perform({
    ...{ kind: 'make transfer', transfer: wanted.kind, accessToken: wanted.accessToken },
    ...{ onPage: true, order: wanted.order, holder: typed.sender.holder.trim(), ...cards },
    senderType: cards.sender ? 'TYPEPAN' : '',
    receiverType: cards.receiver ? 'TYPEPAN' : '',
  })
  const send = () => {
    if (isRefusal(answer)) return refuse(reply, answer, wanted)
    if (answer.challenge) return reply.redirect(issuerStep(request, answer.challenge.id, wanted.visit), 303)
    const { emulator } = workspace
    const isOver = isTransferPageOver(emulator.state(), wanted.order, emulator.now())
    const { reasonCode } = answer.transaction
    return reasonCode === 0 || isOver
      ? sendPage(reply, 'payform/result', transferredView(shown, answer.transaction))
      : sendPage(reply, 'payform/transfer', transferView({ ...shown, typed, declined: reasonCode }))
  }
  if (!override) return send()
  return sendOverridden(request, reply, { answer: { status: 200, body: undefined }, override, send })
}
