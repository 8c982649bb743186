import t from 'tap'
import type { PostlinkAnswer } from '../../contracts/entry.ts'
import { hourMs, minuteMs } from '../../contracts/time.ts'
import { retryDelaysMs } from '../../server/core/postlink.ts'
import { matches } from '../matches.ts'
import { type Gateway, gateway, goodCard, payment, ringDue, success } from './given.ts'

const ok: PostlinkAnswer = { status: 200, durationMs: 5, responseBody: 'ok' }
const broken: PostlinkAnswer = { status: 500, durationMs: 5, responseBody: '' }
const silent: PostlinkAnswer = { error: 'ECONNREFUSED', durationMs: 5, responseBody: '' }

/** A payment whose postlink is owed and not yet sent. */
const owing = () => {
  const given = gateway()
  payment(given, {}, goodCard)
  const id = [...given.state.postlinks.keys()][0] as string
  const take = (attempt: number, answer: PostlinkAnswer) =>
    given.when<'take answer'>({ kind: 'take answer', postlink: id, attempt, answer }).entries
  const ask = (verb: 'resend' | 'hold' | 'release') =>
    given.when<`${typeof verb} postlink`>({ kind: `${verb} postlink`, postlink: id })
  return { given, id, take, ask, postlink: () => given.state.postlinks.get(id) }
}

const dueAt = (given: Gateway, id: string) => {
  const alarm = given.state.alarms.all().find((alarm) => alarm.id === id)
  return alarm?.at
}

t.test('an attempt is claimed before it is sent, under a lease of two minutes', async (t) => {
  const { given, id } = owing()
  t.same(ringDue(given), [{ postlink: id, attempt: 1, url: success }])
  matches(t, given.entries.at(-1), {
    kind: 'postlink sent',
    postlink: id,
    attempt: 1,
    leaseUntil: given.now() + 2 * minuteMs,
  })
  t.same(ringDue(given), [], 'nothing is sent twice')
})

t.test('any 2xx answer delivers, and nothing is sent afterwards', async (t) => {
  for (const status of [200, 201, 204, 299]) {
    const { given, id, take, postlink } = owing()
    ringDue(given)
    matches(t, take(1, { ...ok, status }), [{ kind: 'postlink answered', attempt: 1, answer: { status } }])
    t.equal(postlink()?.state, 'delivered', String(status))
    t.equal(dueAt(given, id), undefined)
  }
})

t.test('every other answer is tried again', async (t) => {
  for (const answer of [
    { ...ok, status: 199 },
    { ...ok, status: 302 },
    { ...ok, status: 404 },
    broken,
    silent,
  ]) {
    const { given, id, take, postlink } = owing()
    ringDue(given)
    take(1, answer)
    t.equal(postlink()?.state, 'due')
    t.equal(dueAt(given, id), given.now() + minuteMs, JSON.stringify(answer))
  }
})

t.test('retries follow the table and then the postlink has failed', async (t) => {
  t.same(retryDelaysMs, [minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 12 * hourMs])
  const { given, id, take, postlink } = owing()
  for (const [i, delayMs] of retryDelaysMs.entries()) {
    t.same(ringDue(given), [{ postlink: id, attempt: i + 1, url: success }])
    matches(t, take(i + 1, broken), [{ retryAt: given.now() + delayMs }])
    given.wait(delayMs - 1)
    t.same(ringDue(given), [], `not before ${delayMs} ms`)
    given.wait(1)
  }
  matches(t, ringDue(given), [{ attempt: 6 }])
  t.notOk('retryAt' in (take(6, broken)[0] as object))
  matches(t, postlink(), { state: 'failed' })
  t.equal(postlink()?.attempts.length, 6)
  t.equal(dueAt(given, id), undefined)
})

t.test('an answer that no further attempt can fix is final', async (t) => {
  const { given, take, postlink } = owing()
  ringDue(given)
  take(1, { ...silent, final: true })
  t.equal(postlink()?.state, 'failed')
})

t.test('an answer is taken once', async (t) => {
  const { given, take, postlink } = owing()
  ringDue(given)
  take(1, ok)
  t.same(take(1, broken), [])
  t.equal(postlink()?.state, 'delivered')
})

t.test('an answer to a postlink or an attempt that never was changes nothing', async (t) => {
  const { given } = owing()
  const stray = { kind: 'take answer', postlink: 'nothing', attempt: 1, answer: ok } as const
  t.same(given.when<'take answer'>(stray).entries, [])
})

t.test('attempt and answer are recorded with their times', async (t) => {
  const { given, take, postlink } = owing()
  const at = given.now()
  ringDue(given)
  given.wait(250)
  take(1, ok)
  matches(t, postlink()?.attempts, [
    { number: 1, at, answer: { status: 200, at: at + 250, responseBody: 'ok' } },
  ])
})

t.test('a sender that died is replaced when its lease runs out', async (t) => {
  const { given, take, postlink } = owing()
  ringDue(given)
  given.wait(2 * minuteMs - 1)
  t.same(ringDue(given), [])
  given.wait(1)
  matches(t, ringDue(given), [{ attempt: 2 }])
  take(2, ok)
  t.equal(postlink()?.state, 'delivered')
})

t.test('an answer that comes after its lease still delivers', async (t) => {
  const { given, take, postlink } = owing()
  ringDue(given)
  given.wait(2 * minuteMs)
  ringDue(given)
  take(1, ok)
  t.equal(postlink()?.state, 'delivered')
  take(2, broken)
  t.equal(postlink()?.state, 'delivered', 'what was delivered stays delivered')
})

t.test('an attempt delivers although an older one failed while it was on its way', async (t) => {
  const { given, take, ask, postlink } = owing()
  ringDue(given)
  ask('resend')
  matches(t, ringDue(given), [{ attempt: 2 }])
  take(1, silent)
  take(2, ok)
  t.equal(postlink()?.state, 'delivered')
  given.wait(24 * hourMs)
  t.same(ringDue(given), [], 'and nothing is sent a third time')
})

t.test('resume after restart sends again what was on its way, and nothing else', async (t) => {
  const { given, id } = owing()
  t.same(given.when<'resume after restart'>({ kind: 'resume after restart' }).entries, [], 'not yet sent')
  ringDue(given)
  given.wait(1)
  matches(t, given.when<'resume after restart'>({ kind: 'resume after restart' }).entries, [
    { kind: 'postlink requeued', postlink: id, dueAt: given.now(), why: 'restart' },
  ])
  matches(t, ringDue(given), [{ attempt: 2 }], 'without waiting for the lease')
})

t.test('resume after restart leaves retries at their times', async (t) => {
  const { given, id, take } = owing()
  ringDue(given)
  take(1, broken)
  given.wait(1)
  t.same(given.when<'resume after restart'>({ kind: 'resume after restart' }).entries, [])
  t.equal(dueAt(given, id), given.now() - 1 + minuteMs)
})

t.test('resume after restart does not wake a postlink that was held', async (t) => {
  const { given, ask } = owing()
  ringDue(given)
  ask('hold')
  t.same(given.when<'resume after restart'>({ kind: 'resume after restart' }).entries, [])
})

t.test('a delivered postlink may be sent again', async (t) => {
  const { given, id, take, ask, postlink } = owing()
  ringDue(given)
  take(1, ok)
  matches(t, ask('resend').entries, [{ kind: 'postlink requeued', why: 'resend', dueAt: given.now() }])
  t.same(ringDue(given), [{ postlink: id, attempt: 2, url: success }])
  take(2, ok)
  matches(t, postlink(), { state: 'delivered', attempts: [{ number: 1 }, { number: 2 }] })
})

t.test(
  'a resend asked for while an attempt is under way is sent although that attempt delivers',
  async (t) => {
    const { given, take, ask } = owing()
    ringDue(given)
    ask('resend')
    take(1, ok)
    matches(t, ringDue(given), [{ attempt: 2 }])
  },
)

t.test('a held postlink is not sent until it is released', async (t) => {
  const { given, ask, postlink } = owing()
  matches(t, ask('hold').entries, [{ kind: 'postlink held' }])
  t.equal(postlink()?.state, 'held')
  given.wait(hourMs)
  t.same(ringDue(given), [])
  matches(t, ask('release').entries, [{ kind: 'postlink requeued', why: 'release' }])
  matches(t, ringDue(given), [{ attempt: 1 }])
})

t.test('a postlink held while on its way stays held whatever comes back', async (t) => {
  for (const answer of [ok, broken]) {
    const { given, take, ask, postlink } = owing()
    ringDue(given)
    ask('hold')
    take(1, answer)
    given.wait(24 * hourMs)
    t.same(ringDue(given), [], JSON.stringify(answer))
    matches(t, postlink(), { state: 'held', attempts: [{ answer }] })
  }
})

t.test('holding what is not due and releasing what is not held changes nothing', async (t) => {
  const { given, take, ask } = owing()
  t.same(ask('release').entries, [])
  ringDue(given)
  take(1, ok)
  t.same(ask('hold').entries, [])
  t.same(ask('release').entries, [])
})

t.test('a postlink that never was is not found', async (t) => {
  const { given } = owing()
  for (const verb of ['resend', 'hold', 'release'] as const) {
    const kind = `${verb} postlink` as const
    matches(
      t,
      given.refused<typeof kind>({ kind, postlink: 'nothing' }),
      { refused: 'postlink unknown' },
      verb,
    )
  }
})

t.test('what is told of a postlink that was forgotten meanwhile changes nothing', async (t) => {
  const given = gateway()
  const before = given.rebuilt() as { seq: number }
  const postlink = 'forgotten'
  given.happens(
    { kind: 'postlink sent', postlink, attempt: 1, leaseUntil: given.now() },
    { kind: 'postlink held', postlink },
    { kind: 'postlink requeued', postlink, dueAt: given.now(), why: 'resend' },
  )
  t.strictSame(given.rebuilt(), { ...before, seq: before.seq + 3 })
})

t.test('asked for again or released, a postlink has the whole schedule before it again', async (t) => {
  for (const again of ['resend', 'release'] as const) {
    const { given, id, take, ask, postlink } = owing()
    for (const [i, delayMs] of retryDelaysMs.slice(0, 3).entries()) {
      ringDue(given)
      take(i + 1, broken)
      if (i < 2) given.wait(delayMs)
    }
    if (again === 'release') ask('hold')
    ask(again)
    for (const [i, delayMs] of retryDelaysMs.entries()) {
      t.same(ringDue(given), [{ postlink: id, attempt: 4 + i, url: success }], `${again}, attempt ${4 + i}`)
      take(4 + i, broken)
      t.equal(dueAt(given, id), given.now() + delayMs, again)
      given.wait(delayMs)
    }
    ringDue(given)
    take(9, broken)
    t.equal(postlink()?.state, 'failed', again)
  }
})

t.test(
  'bad news of an attempt whose lease ran out changes nothing for the one that replaced it',
  async (t) => {
    for (const badNews of [broken, { ...silent, final: true }]) {
      const { given, id, take, postlink } = owing()
      ringDue(given)
      given.wait(2 * minuteMs)
      ringDue(given)
      const lease = given.now() + 2 * minuteMs
      take(1, badNews)
      t.equal(postlink()?.state, 'due')
      t.equal(dueAt(given, id), lease, 'neither called off nor moved')
      take(2, ok)
      t.equal(postlink()?.state, 'delivered')
    }
  },
)

t.test('one lane for each scheme, host and port, whatever path and query follow', async (t) => {
  const laneOf = (postLink: string) => {
    const given = gateway()
    payment(given, { postLink })
    return given.state.alarms.all().find(({ what }) => what === 'postlink due')?.address
  }
  for (const url of ['/', '/paid', '/paid/deep?a=b', '?a=http://other.test/', '#x'])
    t.equal(laneOf(`http://shop.test:81${url}`), 'http://shop.test:81', url)
  for (const other of ['http://shop.test:82/paid', 'http://shop.test/paid', 'https://shop.test:81/paid'])
    t.equal(laneOf(other), other.slice(0, -'/paid'.length))
})
