import t from 'tap'
import { sharedPostgres } from '../postgres.ts'
import { seed, shareOf } from '../share.ts'
import { chanceOf } from '../simulation/chance.ts'
import { openMerchant } from '../world.ts'
import { openCluster } from './cluster.ts'
import { type Acknowledged, shopper } from './shopper.ts'

const servers = 4
const workspaces = Array.from({ length: 32 }, (_, i) => `shop-${i + 1}`)
// Nine deaths in all, at least three: a server, a server, and PostgreSQL itself.
const deaths = Array.from({ length: shareOf(9, 3) }, (_, i) => 30 + i * 40)
const postgresDies = new Set([110, 270])
// The last death is followed by payments enough.
const paymentsEach = Math.ceil((deaths.length * 40 + 20) / workspaces.length)

t.test(
  `servers and PostgreSQL are killed at random moments: no payment is lost or made twice (seed ${seed})`,
  async (t) => {
    const chance = chanceOf(seed)
    const postgres = await sharedPostgres()
    const cluster = await openCluster(t, await postgres.database(), servers)
    const merchant = await openMerchant(t)
    const acknowledged: Acknowledged[] = []
    let recovering: Promise<void> = Promise.resolve()
    const recovered = () => recovering
    const kill = async (count: number) => {
      if (!postgresDies.has(count)) return cluster.replace(chance.below(servers))
      await postgres.kill()
      await postgres.start()
    }
    const acknowledge = (payment: Acknowledged) => {
      acknowledged.push(payment)
      // One death after the other: of four servers some are always alive.
      if (deaths.includes(acknowledged.length)) {
        const count = acknowledged.length
        recovering = recovering.then(() => kill(count))
      }
    }
    const shoppers = workspaces.map((workspace) =>
      shopper({
        workspace,
        postLink: `${merchant.url}/${workspace}`,
        url: () => cluster.url(chance.below(servers)),
        recovered,
      }),
    )
    await Promise.all(
      shoppers.map(async ({ pay }) => {
        for (let i = 1; i <= paymentsEach; i += 1) acknowledge(await pay(String(i).padStart(9, '0')))
      }),
    )
    await recovering
    t.equal(acknowledged.length, workspaces.length * paymentsEach)
    t.comment(`${shoppers.flatMap(({ failures }) => failures).length} requests failed on the way`)

    // Leases of the dead run out, and whatever was to be tried again is tried.
    const control = async (workspace: string, path: string, body?: object) => {
      const url = `${cluster.url(chance.below(servers))}/w/${workspace}/_sandbox/${path}`
      const given = body && {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }
      return (await (await fetch(url, given)).json()) as Record<string, unknown>
    }
    await Promise.all(workspaces.map((workspace) => control(workspace, 'clock', { advance: 'P1D' })))
    const seen = new Map(
      merchant.received.map(({ path, body }) => [`${path} ${JSON.parse(body).invoiceId}`, body]),
    )
    for (const workspace of workspaces) {
      const { payments } = (await control(workspace, 'payments?limit=1000')) as {
        payments: { id: string; invoiceId: string; status: string }[]
      }
      const mine = acknowledged.filter((payment) => payment.workspace === workspace)
      const paid = payments.filter(({ status }) => status === 'CHARGE')
      t.same(
        paid
          .map(({ id, invoiceId }) => ({ workspace, invoiceId, id }))
          .sort((a, b) => (a.invoiceId < b.invoiceId ? -1 : 1)),
        mine,
        `${workspace}: each acknowledged payment exists, once`,
      )
      const missing = paid.filter(({ invoiceId }) => !seen.has(`/${workspace} ${invoiceId}`))
      t.same(missing, [], `${workspace}: the shop was told of each`)
      t.same(await control(workspace, 'ledger/check'), { ok: true, violations: [] })
    }
    t.notMatch(cluster.stderr(), /nobody may see/, 'and nobody is told the password')
  },
)
