import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { freePort } from '../../server/certify/child.ts'
import { cardOfCode, openPage, payOnPage } from '../../server/client/page.ts'
import { overNetwork } from '../../server/client/transport.ts'
import { toConfig } from '../../server/config.ts'
import { start } from '../../server/main.ts'
import { type RunReport, reportOfRun } from '../../server/report/run/run-report.ts'
import { folder } from '../folder.ts'
import { root } from '../source.ts'
import { until } from '../until.ts'
import { seedMoment } from '../world.ts'

type T = Parameters<typeof folder>[0]

const secret = 'yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG'

interface Run {
  quirks?: string
  /** One order is paid in part by bonuses: the sample shop, which knows none, takes it for a wrong sum. */
  withBonus?: boolean
  /** The day of the reader; the shop's own day is always today. */
  at?: number
}

/** The shop with one mistake, in a thread of this process: it reads its environment as a process would. */
const openShop = async (t: T, url: string, flaw: string) => {
  const port = await freePort()
  const env = {
    ...{ PORT: String(port), FLAW: flaw, ORDERS: folder(t) },
    ...{ EPAY_OAUTH_URL: `${url}/epay2/oauth2/token`, EPAY_API_URL: `${url}/api` },
    ...{ EPAY_CLIENT_ID: 'test', EPAY_CLIENT_SECRET: secret },
  }
  const shop = new Worker(join(root, 'fixtures/shops/flawed/shop.js'), {
    env,
    execArgv: [],
    stdout: true,
    stderr: true,
  })
  t.teardown(() => shop.terminate())
  shop.on('error', () => {})
  await once(shop, 'online')
  const at = `http://127.0.0.1:${port}`
  await until(() => fetch(`${at}/`).then(Boolean, () => false), `the shop with ${flaw || 'no mistake'}`)
  return at
}

const buyer = { name: 'TEST TEST', email: 'buyer@example.kz' }
interface Sale {
  price: string
  code?: number
  bonus?: number
  name?: string
  email?: string
}
/** An evening as every shop has it: sums with tiyn, names of all kinds, a decline. */
const evening: Sale[] = [
  ...[{ price: '100', ...buyer }, { price: '19.90', ...buyer }, { price: '100' }],
  ...["O'BRIEN TEST", 'ӘСЕМ', 'TEST 😀'].map((name) => ({ price: '100', ...buyer, name })),
  { price: '100', ...buyer, code: 484 },
]
const inPart: Sale = { price: '100', ...buyer, bonus: 50 }

/** The report of an evening at the sample shop with this mistake. */
export const reportOf = async (t: T, flaw: string, run: Run = {}): Promise<RunReport> => {
  const { quirks, withBonus = false, at = Date.parse(seedMoment) } = run
  const given = { seed: 'test', clock: seedMoment, report: folder(t), ...(quirks ? { quirks } : {}) }
  const running = await start(toConfig({ port: 0, ...given }))
  t.teardown(running.close)
  const shop = await openShop(t, running.url, flaw)
  for (const sale of withBonus ? [...evening, inPart] : evening) await sell(running.url, shop, sale)
  const { runLog } = running
  if (!runLog) throw new Error('no run log is kept')
  return reportOfRun({ ...running, runLog }, { at, dialect: 'documented', language: 'eng' })
}

const sell = async (url: string, shop: string, { price, code = 0, bonus, ...buyer }: Sale) => {
  const bank = overNetwork({ url })
  const asked = await fetch(`${shop}/checkout`, { method: 'POST', body: new URLSearchParams({ price }) })
  if (bonus) await bank('POST', '/_sandbox/rules', { json: { then: { bonus }, times: 1 } })
  const opened = await openPage(bank, { ...((await asked.json()) as object), ...buyer })
  await payOnPage(bank, opened, cardOfCode(code))
  // The clock stands: what is due goes out, and is answered.
  await bank('POST', '/_sandbox/clock', { json: { advance: 'PT0S' } })
}
