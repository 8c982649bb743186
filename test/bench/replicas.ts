import { availableParallelism } from 'node:os'
import { openCluster } from '../durability/cluster.ts'
import { openPostgres, type Postgres } from '../postgres.ts'
import { openMerchant } from '../world.ts'
import {
  accessTokenOf,
  approvedCard,
  chargeRequest,
  openMerchant as openDriver,
  tokenRequest,
} from './merchant.ts'
import { computedMs, familyComputedMs } from './process.ts'

/** Whole payments a second over one PostgreSQL, whose commits reach the disk, with one, two and four servers. */
const payments = process.argv.includes('--quick') ? 640 : 3_200
const workspaces = Array.from({ length: 32 }, (_, i) => `/w/shop-${i + 1}`)

const closers: (() => unknown)[] = []
const world = { teardown: (run: () => unknown) => void closers.unshift(run) }

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0)

const measure = async (servers: number, postgres: Postgres, postLink: string) => {
  const journal = await postgres.database()
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
  const computed = () => ({
    servers: sum(cluster.pids().map((pid) => computedMs(pid ?? 0))),
    database: familyComputedMs(postgres.pid()),
  })
  const [begun, before] = [performance.now(), computed()]
  await payAll(6, each)
  const [seconds, after] = [(performance.now() - begun) / 1000, computed()]
  await Promise.all(drivers.map((driver) => driver.close()))
  const us = (ms: number) => Math.round((ms * 1000) / payments)
  return {
    rate: payments / seconds,
    server: us(after.servers - before.servers),
    database: us(after.database - before.database),
  }
}

try {
  const postgres = await openPostgres(world, { fsync: true })
  const merchant = await openMerchant(world)
  const cores = availableParallelism()
  console.log(
    `Node ${process.version}, ${cores} cores; ${payments} payments, ${workspaces.length} workspaces.\n`,
  )
  console.log('| servers | payments a second | ratio to one | µs of the servers | µs of PostgreSQL |')
  console.log('|---|---|---|---|---|')
  let one = 0
  for (const servers of [1, 2, 4]) {
    const { rate, server, database } = await measure(servers, postgres, merchant.url)
    one ||= rate
    console.log(`| ${servers} | ${Math.round(rate)} | ${(rate / one).toFixed(2)} | ${server} | ${database} |`)
  }
} finally {
  for (const close of closers) await close()
}
