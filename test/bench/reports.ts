import { tmpdir } from 'node:os'
import { openTestClient } from '../../server/client/test-client.ts'
import { overNetwork } from '../../server/client/transport.ts'
import { toConfig } from '../../server/config.ts'
import { start } from '../../server/main.ts'

/** What keeping a run's report costs: processor time of the same payments with and without it, in turns. */

const [payments, rounds] = [60, 6]
const merchant = {
  terminal: '67e34d63-102f-4bd1-898e-370781d0074d',
  clientId: 'test',
  clientSecret: 'yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG',
}

const round = async (report: boolean): Promise<number> => {
  const running = await start(toConfig({ port: 0, seed: 'bench', ...(report ? { report: tmpdir() } : {}) }))
  const buyer = openTestClient(overNetwork({ url: running.url }))
  const order = {
    ...merchant,
    amount: 1000,
    currency: 'KZT',
    description: 'Tea',
    backLink: `${running.url}/`,
  }
  const before = process.cpuUsage()
  for (let i = 0; i < payments; i++)
    await buyer.payOnPage({ ...order, invoiceId: String(100_000_000 + i) }, i % 2 ? 484 : 0)
  const { user, system } = process.cpuUsage(before)
  await running.close()
  return (user + system) / 1000
}

// What else the machine does only adds: the least of several is nearest to the work itself.
const least = (values: number[]) => Math.min(...values)

await round(true)
const [without, with_]: [number[], number[]] = [[], []]
for (let i = 0; i < rounds; i++) {
  without.push(await round(false))
  with_.push(await round(true))
}
const [plain, kept] = [least(without), least(with_)]
process.stdout.write(
  `${payments} payments: ${plain.toFixed(0)} ms of processor without a report, ${kept.toFixed(0)} with: ` +
    `${((100 * (kept - plain)) / plain).toFixed(1)} %\n`,
)
