import type { EntryBody, PostlinkAnswer, PostlinkRecord, Transaction } from '../../contracts/entry.ts'
import { toPostlink } from '../../contracts/postlink.ts'
import type { PostlinkFault } from '../../contracts/rule.ts'
import { hourMs, type Instant, minuteMs } from '../../contracts/time.ts'
import type { Alarm } from './alarm.ts'
import { behindAddress, behindRetry } from './assumption.ts'
import type { CommandOf, ReplyTo } from './command.ts'
import { accept, type Decision, refusal, refuse } from './decision.ts'
import { type Moment, uuid } from './moment.ts'
import { oweAltered, releaseReordered } from './postlink-fault.ts'
import { type Postlink, type State, settingsOf, type Token } from './state.ts'

/** How long after a failed attempt the next one goes out (assumed: the bank publishes no schedule). */
export const retryDelaysMs = [1 * minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 12 * hourMs]

// Longer than any attempt may take: only a sender that died leaves its lease to run out.
const leaseMs = 2 * minuteMs

/** Where an outcome is told; empty when the merchant gave no address at all. */
export const urlFor = (transaction: Transaction, token: Token | undefined): string => {
  const { order } = transaction
  const success = order.postLink || (token?.postLink ?? '')
  if (transaction.reasonCode === 0) return success
  return order.failurePostLink || token?.failurePostLink || success
}

/** Nobody is told of what the status does not know yet. */
const notBefore = (
  until: Instant | undefined,
  fault: PostlinkFault | undefined,
  { now }: Moment,
): PostlinkFault | undefined =>
  until === undefined ? fault : { ...fault, delayMs: Math.max(fault?.delayMs ?? 0, until - now) }

/** Every outcome owes exactly one first postlink, unless the merchant gave no address at all. */
export const oweOutcome = (
  state: State,
  transaction: Transaction,
  fault: PostlinkFault | undefined,
  moment: Moment,
): EntryBody[] => {
  const token = state.tokens.get(transaction.token)
  const url = urlFor(transaction, token)
  if (url === '') return []
  const { quirks } = settingsOf(state)
  const postlink = {
    id: uuid(moment.draw('postlink')),
    transaction: transaction.id,
    invoiceId: transaction.order.invoiceId,
    kind: transaction.reasonCode === 0 ? ('success' as const) : ('failure' as const),
    url,
    contentType: quirks.postlinkContentType,
    body: toPostlink(transaction, quirks),
    ...behindAddress(transaction, token),
  }
  return oweAltered(postlink, notBefore(transaction.late?.until, fault, moment), moment)
}

/** The alarm rang: the attempt is claimed first and sent after, so that a crash sends again, never not at all. */
export const sendPostlink = (state: State, id: string, moment: Moment): Decision<ReplyTo<'ring'>> => {
  const postlink = state.postlinks.get(id)
  if (postlink?.state !== 'due') return accept([], {})
  const attempt = postlink.attempts.length + 1
  const sent: EntryBody = { kind: 'postlink sent', postlink: id, attempt, leaseUntil: moment.now + leaseMs }
  if (!postlink.lost) return accept([sent], { deliver: { postlink, attempt } })
  const answer = { error: 'lost by a rule: never sent', durationMs: 0, responseBody: '', final: true }
  const answered: EntryBody = { kind: 'postlink answered', postlink: id, attempt, answer }
  return accept([sent, answered, ...releaseReordered(state, postlink, moment)], {})
}

export const delivered = ({ status }: PostlinkAnswer) => status !== undefined && status >= 200 && status < 300

/** A virtual clock stands while a merchant answers; real time would make each journal another one. */
const timed = ({ clock }: State, answer: PostlinkAnswer): PostlinkAnswer =>
  clock.mode === 'virtual' ? { ...answer, durationMs: 0 } : answer

export const takeAnswer = (
  state: State,
  asked: CommandOf<'take answer'>,
  moment: Moment,
): Decision<undefined> => {
  const { postlink: id, attempt } = asked
  const answer = timed(state, asked.answer)
  const postlink = state.postlinks.get(id)
  if (!postlink || postlink.attempts[attempt - 1]?.answer) return accept([], undefined)
  // Attempts a crash interrupted, and those before somebody asked again, use up no retry.
  const failedBefore = postlink.attempts
    .slice(postlink.wishedAfter)
    .filter(({ answer: known }) => known).length
  const isOver = delivered(answer) || answer.final || postlink.once
  const delayMs = isOver ? undefined : retryDelaysMs[failedBefore]
  const retry = delayMs === undefined ? {} : { retryAt: moment.now + delayMs, ...behindRetry }
  const answered: EntryBody = { kind: 'postlink answered', postlink: id, attempt, answer, ...retry }
  return accept([answered, ...releaseReordered(state, postlink, moment)], undefined)
}

const found = (state: State, id: string, act: (postlink: Postlink) => EntryBody[]): Decision<Postlink> => {
  const postlink = state.postlinks.get(id)
  if (!postlink) return refusal(refuse('postlink unknown', { field: 'id', got: id }))
  return accept(act(postlink), postlink)
}

export const resendPostlink = (state: State, id: string, moment: Moment): Decision<Postlink> =>
  found(state, id, () => [{ kind: 'postlink requeued', postlink: id, dueAt: moment.now, why: 'resend' }])

/** A copy with a body written by hand, sent once and at once; the first stays as it is. */
export const sendEditedPostlink = (
  state: State,
  { postlink: id, body }: CommandOf<'send edited postlink'>,
  moment: Moment,
): Decision<PostlinkRecord> => {
  const first = state.postlinks.get(id)
  if (!first) return refusal(refuse('postlink unknown', { field: 'id', got: id }))
  const { transaction, invoiceId, kind, url, contentType } = first
  const content = { transaction, invoiceId, kind, url, contentType, body }
  const postlink: PostlinkRecord = {
    id: uuid(moment.draw('postlink')),
    ...content,
    copyOf: id,
    once: true,
    altered: true,
  }
  return accept([{ kind: 'postlink owed', postlink, dueAt: moment.now }], postlink)
}

export const holdPostlink = (state: State, id: string): Decision<Postlink> =>
  found(state, id, ({ state: now }) => (now === 'due' ? [{ kind: 'postlink held', postlink: id }] : []))

export const releasePostlink = (state: State, id: string, moment: Moment): Decision<Postlink> =>
  found(state, id, ({ state: now }) =>
    now === 'held' ? [{ kind: 'postlink requeued', postlink: id, dueAt: moment.now, why: 'release' }] : [],
  )

const isUnderway = ({ state: now, attempts, wishedAfter }: Postlink) =>
  now === 'due' && attempts.length > wishedAfter && attempts.at(-1)?.answer === undefined

/** A journal with one owner needs no lease to run out: what was on its way when it died goes out again now. */
export const resumeAfterRestart = (state: State, moment: Moment): Decision<undefined> => {
  const underway = [...state.postlinks.values()].filter(isUnderway)
  return accept(
    underway.map(({ id }) => ({
      kind: 'postlink requeued',
      postlink: id,
      dueAt: moment.now,
      why: 'restart',
    })),
    undefined,
  )
}

const origin = /^[a-z]+:\/\/[^/?#]*/i

/** An address is scheme, host and port: a merchant that hangs keeps only its own postlinks waiting. */
export const postlinkDue = ({ id, url }: PostlinkRecord, at: Instant): Alarm => ({
  what: 'postlink due',
  id,
  at,
  address: origin.exec(url)?.[0] ?? url,
})
