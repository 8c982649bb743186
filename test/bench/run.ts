import { availableParallelism, cpus } from 'node:os'
import { coldStart } from './cold-start.ts'
import { table } from './figures.ts'
import { throughput } from './throughput.ts'

const quick = process.argv.includes('--quick')

const starts = 7
const load = quick
  ? { rounds: 3, requests: 2_000, warmUp: 500, connections: 16 }
  : { rounds: 5, requests: 20_000, warmUp: 2_000, connections: 64 }

const cpu = cpus()[0]?.model.trim() ?? 'unknown processor'
console.log(`Node ${process.version}, ${availableParallelism()} cores (${cpu}).`)
console.log(
  `Cold start: ${starts} runs; requests: ` +
    `${load.rounds} rounds of ${load.requests} after ${load.warmUp}, ${load.connections} connections.\n`,
)
const rows = [...(await coldStart(starts)), ...(await throughput(load))]
console.log(table(rows))
