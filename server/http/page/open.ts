import { isDeepStrictEqual } from 'node:util'
import type { FastifyRequest } from 'fastify'
import { paymentDoubts } from '../../../contracts/doubt.ts'
import type { Order } from '../../../contracts/entry.ts'
import { decodeParams } from '../../../contracts/params.ts'
import { PaymentObject } from '../../../contracts/payment.ts'
import { readerOf, type Violation } from '../../../contracts/reader.ts'
import { type Refusal, refusals } from '../../../contracts/refusal.ts'
import type { PageView } from '../../core/command.ts'
import { isRefusal } from '../../core/decision.ts'
import { settingsOf } from '../../core/state.ts'
import { digest } from '../../workspace/chance.ts'
import type { Workspace } from '../../workspace/workspaces.ts'
import { judgeRequest, noteUse } from '../request/judgement.ts'
import { orderOfPage } from '../request/order.ts'
import type { Shown } from './views.ts'
import { stripViolations, type Visit } from './visit.ts'

/** What an address of the payment page opens: a page, or a list of what is wrong with it. */
export type Opened =
  | { view: PageView }
  | { paid: Order }
  | { status: number; problems: Violation[]; code?: number; language?: string }

const read = readerOf(PaymentObject, paymentDoubts)

/** On the page the token is the payment object's `auth`, not a header. */
export const asViolation = ({ refused, field, got, expected }: Refusal): Violation => {
  const { message, fix } = refusals[refused]
  return {
    where: field === 'Authorization' ? 'auth' : (field ?? 'auth'),
    got: got ?? (refused === 'token missing' ? 'nothing' : 'a value (not shown)'),
    expected: expected ? `${message}: expected ${expected}` : message,
    fix: refused === 'token missing' ? 'pass auth: the object the token endpoint returned' : fix,
  }
}

export const accessTokenOf = (auth: PaymentObject['auth']): string => {
  if (typeof auth === 'string') return auth
  return Object.entries(auth).find(([key]) => key.toLowerCase() === 'access_token')?.[1] ?? ''
}

export const missingParams: Violation = {
  where: 'params',
  got: 'nothing that can be decoded',
  expected: 'LZ-string text made by halyk.pay() from a payment object',
  fix: 'open this page through payment-api.js; a copied URL may have been cut',
}

const openKnown = async ({ emulator }: Workspace, page: string): Promise<Opened> => {
  const reply = await emulator.execute({ kind: 'view page', page })
  if (!isRefusal(reply)) return { view: reply }
  return { status: refusals[reply.refused].status, problems: [asViolation(reply)] }
}

/** After a page's end its token is spent; a reload, or Back, asks what came of it. */
const endedPage = ({ emulator }: Workspace, accessToken: string, order: Order): string | undefined => {
  const state = emulator.state()
  const token = state.tokens.get(digest(settingsOf(state).seed, accessToken))
  const page = state.pages.get(token?.page ?? '')
  return page?.ended && isDeepStrictEqual(page.order, order) ? page.id : undefined
}

const openFromParams = async (
  workspace: Workspace,
  request: FastifyRequest,
  params: string,
): Promise<Opened> => {
  const payment = decodeParams(params)
  if (!payment) return { status: 400, problems: [missingParams] }
  const reading = read(payment)
  const { value, unknown } = reading
  const { violations, code } = judgeRequest(request, workspace, 'openPage', { raw: payment, reading })
  if (violations.length > 0) return { status: 400, problems: violations, code, language: value.language }
  const order = orderOfPage(value)
  const accessToken = accessTokenOf(value.auth)
  const ended = endedPage(workspace, accessToken, order)
  if (ended) return openKnown(workspace, ended)
  const cardId = value.cardId?.toLowerCase()
  const asked = { kind: 'open page', accessToken, order, cardId, unknownFields: unknown } as const
  const reply = await workspace.emulator.execute(asked)
  if (isRefusal(reply) && reply.refused === 'invoice paid') return { paid: order }
  if (isRefusal(reply))
    return {
      status: refusals[reply.refused].status,
      problems: [asViolation(reply)],
      language: order.language,
    }
  noteUse(request, workspace, reply.page)
  return { view: reply }
}

/** By the page's own id, or by the payment object that payment-api.js packed. */
export const open = async (
  workspace: Workspace,
  request: FastifyRequest,
  query: Record<string, string>,
): Promise<Opened> => {
  const problems = stripViolations(query)
  if (problems.length > 0) return { status: 400, problems }
  return query.page
    ? openKnown(workspace, query.page)
    : openFromParams(workspace, request, query.params ?? '')
}

/** What the page shows beside the order. */
export const shownIn = ({ emulator }: Workspace, visit: Visit): Shown => {
  const state = emulator.state()
  const { cards, strip = true } = settingsOf(state)
  return {
    now: emulator.now(),
    visit,
    strip: visit.strip === undefined ? strip : visit.strip === '1',
    cards: state.world.cards.filter(({ edition }) => edition === cards),
  }
}
