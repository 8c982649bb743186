import { availableParallelism, cpus } from 'node:os'
import { coldStart } from './cold-start.ts'
import { table } from './figures.ts'
import { type Part, readFlags } from './flags.ts'
import { findLimit } from './limit.ts'
import { rivals } from './rivals.ts'
import { throughput } from './throughput.ts'

const starts = 7
const boundMs = 100
const goal = 2_000
const whole = {
  requests: { rounds: 5, requests: 20_000, warmUp: 2_000, connections: 64 },
  load: { from: 500, growth: 1.5, halvings: 3, seconds: 5, connections: 64, boundMs, goal },
  rivals: { rounds: 5, requests: 3_000, warmUp: 5_000, connections: 64 },
}
const small = {
  requests: { rounds: 3, requests: 2_000, warmUp: 500, connections: 16 },
  load: { from: 250, growth: 2, halvings: 1, seconds: 1, connections: 32, boundMs, goal },
  rivals: { rounds: 3, requests: 500, warmUp: 250, connections: 16 },
}

const flags = readFlags(process.argv.slice(2))
if ('wrong' in flags) {
  console.error(flags.wrong)
  process.exit(2)
}
const sizes = flags.quick ? small : whole

const measure: Record<Part, () => Promise<string>> = {
  '--cold-start': async () => `Cold start, ${starts} runs:\n\n${table(await coldStart(starts))}`,
  '--requests': async () => {
    const { rounds, requests, warmUp, connections } = sizes.requests
    const got = `Requests: ${rounds} rounds of ${requests} after ${warmUp}, ${connections} connections:`
    return `${got}\n\n${table(await throughput(sizes.requests))}`
  },
  '--load': () => findLimit(sizes.load),
  '--rivals': () => rivals(sizes.rivals),
}

const cpu = cpus()[0]?.model.trim() ?? 'unknown processor'
console.log(`Node ${process.version}, ${availableParallelism()} cores (${cpu}).`)
for (const part of flags.chosen) console.log(`\n${await measure[part]()}`)
