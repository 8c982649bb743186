import type { EntryBody, PostlinkRecord } from '../../contracts/entry.ts'
import type { PostlinkBody } from '../../contracts/postlink.ts'
import type { PostlinkFault } from '../../contracts/rule.ts'
import { type Moment, uuid } from './moment.ts'
import type { Postlink, State } from './state.ts'

/** What makes a body say something else than the bank would. */
const altering = ['amount', 'currency', 'forged', 'extra', 'missing'] as const

/** What a rule does to the body: forged, tampered with, grown or shrunk. Key order is kept. */
const alterBody = (body: PostlinkBody, fault: PostlinkFault, moment: Moment): PostlinkBody => {
  const altered: Record<string, unknown> = { ...body }
  if (fault.amount !== undefined) altered.amount = fault.amount
  if (fault.currency !== undefined) altered.currency = fault.currency
  if (fault.forged) altered.secret_hash = moment.draw('postlink', 'forged secret').slice(0, 32)
  Object.assign(altered, fault.extra)
  for (const name of fault.missing ?? []) delete altered[name]
  return altered as PostlinkBody
}

/** One postlink as the merchant is owed it, and what a rule makes of it: altered, delayed, doubled, kept back. */
export const oweAltered = (
  postlink: PostlinkRecord,
  fault: PostlinkFault | undefined,
  moment: Moment,
): EntryBody[] => {
  const dueAt = moment.now + (fault?.delayMs ?? 0)
  if (!fault) return [{ kind: 'postlink owed', postlink, dueAt }]
  const { copies = 1, copyEveryMs = 0, reorder, late, lost, corrupt } = fault
  const first: PostlinkRecord = {
    ...postlink,
    body: alterBody(postlink.body, fault, moment),
    contentType: fault.contentType ?? postlink.contentType,
    ...(corrupt ? { corrupt } : {}),
    ...(altering.some((name) => fault[name] !== undefined) ? { altered: true } : {}),
    ...(lost ? { lost } : {}),
    ...((reorder || late) && fault.delayMs ? { waitsMs: fault.delayMs } : {}),
    ...(reorder || late ? { waitsFor: late ? 'status' : reorder === 'invoice' ? 'invoice' : 'any' } : {}),
  }
  return Array.from({ length: copies }, (_, i) => ({
    kind: 'postlink owed',
    postlink:
      i === 0 ? first : { ...first, id: uuid(moment.draw('postlink', `copy ${i}`)), copyOf: first.id },
    dueAt: dueAt + i * copyEveryMs,
  }))
}

const release = (postlinks: Postlink[], moment: Moment): EntryBody[] =>
  postlinks.map(({ id, waitsMs = 0 }) => ({
    kind: 'postlink requeued',
    postlink: id,
    dueAt: moment.now + waitsMs,
    why: 'release',
  }))

const waiting = (state: State) =>
  [...state.waiting].map((id) => state.postlinks.get(id)).filter((p) => p !== undefined)

/** Another postlink has been answered: those that were to come after it go out now. */
export const releaseReordered = (state: State, answered: Postlink, moment: Moment): EntryBody[] =>
  release(
    waiting(state).filter(
      ({ waitsFor, invoiceId }) =>
        waitsFor === 'any' || (waitsFor === 'invoice' && invoiceId === answered.invoiceId),
    ),
    moment,
  )

/** The transaction has moved on: the postlink that was to be late is late now. */
export const releaseLate = (state: State, transaction: string, moment: Moment): EntryBody[] =>
  release(
    waiting(state).filter(
      (postlink) => postlink.waitsFor === 'status' && postlink.transaction === transaction,
    ),
    moment,
  )
