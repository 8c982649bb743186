import { createSandbox } from '../../server/sandbox.ts'
import { bearer, chargeBody, chargeCard, tokenOf } from '../world.ts'

/** How much of a processor forking a workspace of 1,000 payments takes: at the present, and at its middle. */

const payments = 1_000
const rounds = 10

const sandbox = await createSandbox({ seed: 'bench', clock: '2025-02-12T09:42:51+05:00' })
for (let i = 1; i <= payments; i++) {
  const invoiceId = String(i).padStart(9, '0')
  const token = await tokenOf(sandbox, { invoiceID: invoiceId })
  await chargeCard(sandbox, chargeBody('00000000-0000-4000-8000-000000000000', { invoiceId }), bearer(token))
}
await sandbox.mark('end')
const text = await (await fetch(`${sandbox.url}/_sandbox/journal`)).text()
const entries = text.split('\n').length - 1

const measure = async (at?: number) => {
  const times: number[] = []
  for (let i = 0; i < rounds; i++) {
    const before = process.cpuUsage()
    const fork = await sandbox.fork(at === undefined ? {} : { at })
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1000)
    await fork.close()
  }
  times.sort((a, b) => a - b)
  return `${times[rounds / 2]?.toFixed(1)} ms (slowest ${times.at(-1)?.toFixed(1)} ms)`
}

console.log(`${payments} payments, ${entries} entries`)
// What runs for the first time is compiled first; that is not what a test suite that forks per test pays.
await measure()
console.log(`fork at the present      ${await measure()}`)
console.log(`fork at half of it       ${await measure(Math.floor(entries / 2))}`)
console.log(`fork one entry back      ${await measure(entries - 1)}`)
await sandbox.close()
