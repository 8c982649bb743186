import t from 'tap'
import { matches } from '../matches.ts'
import { control, openMerchant, openSandbox, payThroughPage } from '../world.ts'

interface Alarms {
  seq: number
  count: number
  alarms: { what: string; id: string; at: string }[]
}

const kindsOf = ({ alarms }: Alarms) => alarms.map(({ what }) => what).toSorted()

const refusing = async (t: Parameters<typeof openMerchant>[0]) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  merchant.answer = async () => 500
  const order = { invoiceId: '000000001', postLink: `${merchant.url}/postlink` }
  await payThroughPage(sandbox, { token: { invoiceID: '000000001' }, order })
  await control(sandbox, 'POST', 'clock', { advance: 'PT0S' })
  const alarmsAt = async (at?: number | string, url = sandbox.url) => {
    const answer = await fetch(`${url}/_sandbox/alarms${at === undefined ? '' : `?at=${at}`}`)
    return { status: answer.status, ...((await answer.json()) as Alarms) }
  }
  return { sandbox, alarmsAt }
}

t.test('what waits for its time is listed, of now and of every moment before', async (t) => {
  const { alarmsAt } = await refusing(t)
  const now = await alarmsAt()
  t.same(kindsOf(now), ['postlink due', 'settlement runs', 'token expires'])
  t.equal(now.count, 3)
  const earliest = now.alarms.toSorted((one, other) => one.at.localeCompare(other.at))
  t.same(now.alarms, earliest, 'the earliest first')
  const past: string[][] = []
  for (let seq = 1; seq < now.seq; seq += 1) past.push(kindsOf(await alarmsAt(seq)))
  t.same(past[0], [], 'nothing when it was opened')
  t.ok(
    past.some((all) => all.join() === 'page expires,token expires'),
    'the page, while it was open',
  )
  t.same(kindsOf(await alarmsAt(now.seq)), kindsOf(now))
  matches(t, await alarmsAt(now.seq + 1), {
    status: 409,
    title: 'The alarms of that moment cannot be listed',
  })
})

t.test(
  'in a fork nothing that was owed is due, also in its past, and its stream says from where on',
  async (t) => {
    const { sandbox, alarmsAt } = await refusing(t)
    const { seq } = await alarmsAt()
    await control(sandbox, 'PUT', 'workspaces/fork', { from: 'default' })
    const fork = `${sandbox.url}/w/fork`
    t.same(kindsOf(await alarmsAt(undefined, fork)), ['settlement runs', 'token expires'])
    await fetch(`${fork}/_sandbox/marks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'later' }),
    })
    t.same(kindsOf(await alarmsAt(seq, fork)), ['settlement runs', 'token expires'])
    const leaving = new AbortController()
    const stream = (url: string) =>
      fetch(`${url}/_sandbox/journal`, { headers: { accept: 'text/event-stream' }, signal: leaving.signal })
    t.equal((await stream(fork)).headers.get('x-journal-held-at'), String(seq))
    t.equal((await stream(sandbox.url)).headers.get('x-journal-held-at'), '0')
    leaving.abort()
  },
)
