import { availableParallelism } from 'node:os'
import { openCluster } from '../durability/cluster.ts'
import { openPostgres } from '../postgres.ts'
import { openMerchant } from '../world.ts'
import {
  accessTokenOf,
  approvedCard,
  chargeRequest,
  openMerchant as openDriver,
  tokenRequest,
} from './merchant.ts'

/** Whole payments a second over one PostgreSQL, whose commits reach the disk, with one, two and four servers. */
const payments = process.argv.includes('--quick') ? 640 : 3_200
const workspaces = Array.from({ length: 32 }, (_, i) => `/w/shop-${i + 1}`)

const closers: (() => unknown)[] = []
const world = { teardown: (run: () => unknown) => void closers.unshift(run) }

const measure = async (servers: number, journal: string, postLink: string) => {
  const cluster = await openCluster(world, journal, servers)
  const drivers = Array.from({ length: servers }, (_, slot) => openDriver(cluster.url(slot), 64))
  const pay = async (workspace: string, n: number, i: number) => {
    const invoiceId = String(n).padStart(9, '0')
    const at = (step: number) => drivers[(i + n + step) % servers] as (typeof drivers)[0]
    const token = tokenRequest(invoiceId, postLink)
    const accessToken = accessTokenOf(await at(0).post({ ...token, path: `${workspace}${token.path}` }))
    const charge = chargeRequest(invoiceId, accessToken, approvedCard, postLink)
    await at(1).post({ ...charge, path: `${workspace}${charge.path}` })
  }
  const payAll = (from: number, count: number) =>
    Promise.all(
      workspaces.map(async (workspace, i) => {
        for (let n = from; n < from + count; n += 1) await pay(workspace, n, i)
      }),
    )
  await payAll(1, 5)
  const each = payments / workspaces.length
  const begun = performance.now()
  await payAll(6, each)
  const rate = payments / ((performance.now() - begun) / 1000)
  await Promise.all(drivers.map((driver) => driver.close()))
  return rate
}

try {
  const postgres = await openPostgres(world, { fsync: true })
  const merchant = await openMerchant(world)
  const cores = availableParallelism()
  console.log(
    `Node ${process.version}, ${cores} cores; ${payments} payments, ${workspaces.length} workspaces.\n`,
  )
  console.log('| servers | payments a second | ratio to one |\n|---|---|---|')
  let one = 0
  for (const servers of [1, 2, 4]) {
    const rate = await measure(servers, await postgres.database(), merchant.url)
    one ||= rate
    console.log(`| ${servers} | ${Math.round(rate)} | ${(rate / one).toFixed(2)} |`)
  }
} finally {
  for (const close of closers) await close()
}
