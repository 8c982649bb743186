import type { Expectation, WorldKey } from '../../contracts/scenario-expectation.ts'
import { paymentsOf, postlinksOf } from '../client/control.ts'
import type { Arrival } from './merchant.ts'
import { arrivalsOf, currentOrder, isOfStory, type Session } from './session.ts'

/** The world after a step, in the words of an expectation. */
export type Seen = { [K in WorldKey]?: unknown }

const kindOf = ({ body }: Arrival) =>
  body?.code === 'ok' ? 'success' : body?.code === 'error' ? 'failure' : undefined

const arrivalView = (session: Session, arrival: Arrival) => {
  const { body, contentType } = arrival
  const invoiceId = body?.invoiceId
  const known = session.aliases.get(String(invoiceId)) ?? String(invoiceId)
  const { secretHash } = session.orders.get(known)?.fields ?? {}
  return {
    kind: kindOf(arrival),
    invoiceId,
    readable: body !== undefined,
    genuine: body !== undefined && body.secret_hash === secretHash,
    contentType,
    body,
  }
}

const lastPayment = async (session: Session) => {
  const { invoiceId } = currentOrder(session).fields
  return (await paymentsOf(session)).findLast((payment) => payment.invoiceId === invoiceId)
}

const readings: { [K in WorldKey]: (session: Session) => Promise<unknown> } = {
  status: async (session) => (await lastPayment(session))?.status,
  reasonCode: async (session) => (await lastPayment(session))?.reasonCode,
  payments: async (session) =>
    (await paymentsOf(session)).filter((payment) => isOfStory(session, payment)).length,
  postlinks: async (session) =>
    (await postlinksOf(session))
      .filter((postlink) => isOfStory(session, postlink))
      .map(({ kind, state, attempts, invoiceId, body }) => ({
        kind,
        state,
        attempts: attempts.length,
        invoiceId,
        body,
      })),
  arrived: async (session) => (await arrivalsOf(session)).map((arrival) => arrivalView(session, arrival)),
}

/** Reads only what is asked about. */
export const seenBy = async (session: Session, expected: Expectation): Promise<Seen> => {
  const asked = Object.entries(readings).filter(([key]) => expected[key as WorldKey] !== undefined)
  return Object.fromEntries(await Promise.all(asked.map(async ([key, read]) => [key, await read(session)])))
}
