import t, { type Test } from 'tap'
import { toConfig } from '../../server/config.ts'
import { start } from '../../server/main.ts'
import { sharedPostgres } from '../postgres.ts'
import { seed, share, shareOf } from '../share.ts'
import { chanceOf } from '../simulation/chance.ts'
import { until } from '../until.ts'
import { chargeBody, seedMoment, tokenForm } from '../world.ts'
import { slowWire } from './slow-wire.ts'

const card = '00000000-0000-4000-8000-000000000000'
const clients = 64
const names = ['default', 'one', 'two', 'three', 'four', 'five']

const postgres = await sharedPostgres()

/** Servers that share one journal, each with a seed of its own, and each at another distance from it. */
const openFour = async (t: Test, chance: ReturnType<typeof chanceOf>) => {
  const url = await postgres.database()
  const open = async (_: unknown, i: number) => {
    const journal = await slowWire(t, url, () => chance.below(4 + 4 * i))
    const running = await start(
      toConfig({ port: 0, journal, seed: `server-${i}`, clock: new Date(seedMoment) }),
    )
    t.teardown(running.close)
    return running
  }
  return Promise.all(Array.from({ length: 4 }, open))
}

type Answer = { status: number; body: Record<string, unknown>; retryAfter: string | null }

const ask = async (url: string, method = 'GET', body?: string, headers: Record<string, string> = {}) => {
  // A server that hangs is told, long before the test is.
  const signal = AbortSignal.timeout(60_000)
  const answer = await fetch(url, { method, body, headers, signal })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json') && !url.endsWith('/journal')
  const parsed = isJson ? JSON.parse(text) : { text }
  return { status: answer.status, body: parsed, retryAfter: answer.headers.get('retry-after') } as Answer
}
const askJson = (url: string, method: string, body: object, headers: Record<string, string> = {}) =>
  ask(url, method, JSON.stringify(body), { 'content-type': 'application/json', ...headers })

const tokenAt = (at: string, invoiceID: string) =>
  ask(`${at}/oauth2/token`, 'POST', String(new URLSearchParams(tokenForm({ invoiceID }))), {
    'content-type': 'application/x-www-form-urlencoded',
  })
const chargeAt = (at: string, invoiceId: string, { access_token: token }: Answer['body']) =>
  askJson(`${at}/payments/cards/auth`, 'POST', chargeBody(card, { invoiceId }), {
    authorization: `Bearer ${token}`,
  })

// Each opens four servers on a database of its own.
const rounds = share < 1 ? 1 : 20

for (let round = 0; round < rounds; round++) {
  const mine = seed + round
  t.test(`four servers, resets, deletions, clocks: one truth at the end (seed ${mine})`, async (t) => {
    const chance = chanceOf(mine)
    const servers = await openFour(t, chance)
    const at = (name: string) => {
      const { url } = chance.of(servers)
      return name === 'default' ? url : `${url}/w/${name}`
    }
    let invoices = 0
    const pay = async (name: string) => {
      const invoiceId = String(++invoices).padStart(9, '0')
      const token = await tokenAt(at(name), invoiceId)
      return token.status === 200 ? [token, await chargeAt(at(name), invoiceId, token.body)] : [token]
    }
    const acts = {
      pay,
      reset: async (name: string) => [await askJson(`${at(name)}/_sandbox/reset`, 'POST', {})],
      remove: async (name: string) =>
        name === 'default' ? [] : [await ask(`${at('default')}/_sandbox/workspaces/${name}`, 'DELETE')],
      make: async (name: string) => [
        await askJson(`${at('default')}/_sandbox/workspaces/${name}`, 'PUT', {
          cards: '2020',
          clock: seedMoment,
        }),
      ],
      clock: async (name: string) => [
        await askJson(`${at(name)}/_sandbox/clock`, 'POST', { advance: 'PT10M' }),
      ],
    }
    const wishes = ['pay', 'pay', 'pay', 'pay', 'reset', 'remove', 'make', 'clock'] as const
    const answers: (Answer & { act: string })[] = []
    const client = async () => {
      for (let step = 0; step < shareOf(8, 3); step++) {
        const act = chance.of(wishes)
        answers.push(...(await acts[act](chance.of(names))).map((answer) => ({ act, ...answer })))
      }
    }
    await Promise.all(Array.from({ length: clients }, client))

    const unexpected = answers.filter(({ status, retryAfter }) => status >= 500 && retryAfter === null)
    t.strictSame(unexpected, [], 'anyone who is turned away is told when to come again')
    const counts: Record<string, number> = {}
    for (const { act, status } of answers) counts[`${act} ${status}`] = (counts[`${act} ${status}`] ?? 0) + 1
    t.comment(JSON.stringify(counts))

    const known = async (i: number) => {
      const { body } = await ask(`${servers[i]?.url}/_sandbox/workspaces`)
      return (body.workspaces as { name: string }[]).map(({ name }) => name).sort()
    }
    const left = await known(0)
    for (const [i, { url, workspaces }] of servers.entries()) {
      t.strictSame(await known(i), left, `server ${i} knows the same workspaces`)
      t.equal((await ask(`${url}/_sandbox/ready`)).status, 200, `server ${i} is ready`)
      await until(
        async () => (await workspaces.opened()).length === left.length,
        `server ${i} freed the deleted`,
      )
    }
    for (const name of left) {
      const path = name === 'default' ? '' : `/w/${name}`
      for (const [i, { url }] of servers.entries()) {
        const next = servers[(i + 1) % servers.length]?.url
        const token = await tokenAt(`${url}${path}`, `99999999${i}`)
        t.equal(token.status, 200)
        const paid = await chargeAt(`${next}${path}`, `99999999${i}`, token.body)
        t.equal(paid.status, 200, `${name}: a token of server ${i} is worth something at the next`)
      }
      const { url } = servers[0] ?? {}
      const owed = async () => {
        const { postlinks } = (await ask(`${url}${path}/_sandbox/postlinks`)).body
        return (postlinks as { state: string }[]).some(({ state }) => state === 'due')
      }
      // Leases of answers that nobody could keep run out, and whatever was to be tried again is tried. A day may end
      // leases of attempts that are still on their way at some server: their answers are written when they arrive.
      for (let day = 1; day === 1 || ((await owed()) && day <= 10); day++) {
        await askJson(`${url}${path}/_sandbox/clock`, 'POST', { advance: 'P1D' })
        for (const { workspaces } of servers) await (await workspaces.get(name)).timekeeper.idle()
      }
      t.notOk(await owed(), `${name} owes nothing any more`)
      const readings = ['journal', 'payments?limit=1000', 'postlinks', 'ledger/check', 'workspaces', 'rules']
      for (const reading of readings) {
        const views = await Promise.all(servers.map(({ url }) => ask(`${url}${path}/_sandbox/${reading}`)))
        for (const one of views) t.strictSame(one, views[0], `${name}: ${reading} is the same everywhere`)
        if (reading === 'ledger/check') t.strictSame(views[0]?.body, { ok: true, violations: [] })
        if (reading !== 'journal') continue
        const entries = String(views[0]?.body.text)
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line))
        t.equal(entries[0].kind, 'workspace opened', `${name} begins with its opening`)
        t.ok(
          entries.every(({ seq }, i) => seq === i + 1),
          `${name} has no gaps`,
        )
      }
    }
  })
}
