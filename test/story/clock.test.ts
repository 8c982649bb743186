import t from 'tap'
import { matches } from '../matches.ts'
import { control, openMerchant, openSandbox, payThroughPage, seedMoment } from '../world.ts'

const iso = (moment: string) => new Date(moment).toISOString()

t.test('the clock stands still at the moment it was opened with', async (t) => {
  const sandbox = await openSandbox(t)
  t.same(await control(sandbox, 'GET', 'clock'), {
    status: 200,
    body: { mode: 'virtual', now: iso(seedMoment) },
  })
})

t.test('the clock is advanced by a duration and set to an instant', async (t) => {
  const sandbox = await openSandbox(t)
  const move = async (body: object) => (await control(sandbox, 'POST', 'clock', body)).body
  matches(t, await move({ advance: 'PT2H' }), { mode: 'virtual', now: iso('2025-02-12T11:42:51+05:00') })
  matches(t, await move({ advance: 'P1DT30M' }), { now: iso('2025-02-13T12:12:51+05:00') })
  matches(t, await move({ set: '2030-01-01T00:00:00+05:00' }), {
    mode: 'virtual',
    now: '2029-12-31T19:00:00.000Z',
  })
  matches(t, (await control(sandbox, 'GET', 'health')).body, { now: '2029-12-31T19:00:00.000Z' })
  matches(t, await move({ mode: 'system' }), { mode: 'system' })
})

t.test('moving the clock tells what fired on the way, in order', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  merchant.answer = async () => (merchant.received.length === 1 ? 503 : 200)
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await sandbox.clock.advance('PT0S')
  const { body } = await control(sandbox, 'POST', 'clock', { advance: 'PT2H' })
  matches(t, body.fired, [
    { what: 'postlink due', at: iso('2025-02-12T09:43:51+05:00') },
    { what: 'token expires', at: iso('2025-02-12T11:42:51+05:00') },
  ])
  matches(t, await sandbox.postlinks(), [{ state: 'delivered' }])
})

t.test('an advanced clock makes nothing happen twice', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await Promise.all(['PT1H', 'PT1H', 'PT1H'].map((advance) => control(sandbox, 'POST', 'clock', { advance })))
  t.equal(merchant.received.length, 1)
})

const wrong: [object, string, string, RegExp][] = [
  [{ advance: '2 hours' }, 'advance', '"2 hours"', /PT2H/],
  [{ advance: 7200 }, 'advance', '7200', /PT2H/],
  [{ advance: 'P1M' }, 'advance', '"P1M"', /weeks, days, hours/],
  [{ advance: '-PT1H' }, 'advance', '"-PT1H"', /duration/],
  [{ set: '2025-02-12' }, 'set', '"2025-02-12"', /with an offset/],
  [{ set: '2025-02-12T09:42:51' }, 'set', '"2025-02-12T09:42:51"', /with an offset/],
  [{ set: '2025-13-45T09:42:51+05:00' }, 'set', '"2025-13-45T09:42:51+05:00"', /instant/],
  [{ forward: 'PT2H' }, 'body', '{"forward":"PT2H"}', /advance/],
  [{ mode: 'fast' }, 'mode', '"fast"', /system: real time/],
  [{ advance: 'PT1H', set: '2030-01-01T00:00:00Z' }, 'set', 'an unknown field', /advance/],
  [{}, 'body', '{}', /advance/],
]

for (const [body, where, got, expected] of wrong) {
  t.test(`the clock does not take ${JSON.stringify(body)} and says what it takes`, async (t) => {
    const sandbox = await openSandbox(t)
    const answer = await control(sandbox, 'POST', 'clock', body)
    matches(t, answer, { status: 400, body: { violations: [{ where, got, expected }] } })
    matches(
      t,
      (await control(sandbox, 'GET', 'clock')).body,
      { now: iso(seedMoment) },
      'the clock has not moved',
    )
  })
}

t.test('the clock of one workspace is not the clock of another', async (t) => {
  const sandbox = await openSandbox(t)
  await fetch(`${sandbox.url}/w/other/_sandbox/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"advance":"P1D"}',
  })
  matches(t, (await control(sandbox, 'GET', 'clock')).body, { now: iso(seedMoment) })
})
