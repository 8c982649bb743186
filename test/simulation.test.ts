import t from 'tap'
import { chanceOf } from './simulation/chance.ts'
import { checkAll, checkReplay, watch } from './simulation/laws.ts'
import { anyMove } from './simulation/moves.ts'
import { openTown } from './simulation/town.ts'

const seeds = Number(process.env.EPAY_SIMULATION_SEEDS ?? 50)
const commands = Number(process.env.EPAY_SIMULATION_COMMANDS ?? 10_000)
const first = Number(process.env.EPAY_SIMULATION_FIRST ?? 1)

/** Plays one seed to its end, or to the first command after which something does not hold. */
const play = async (seed: number) => {
  const chance = chanceOf(seed)
  const town = await openTown(seed, chance)
  const { hear, broken } = watch(town)
  let stop = town.emulator().onEntries(hear)
  let heard = town.emulator()
  for (let step = 1; step <= commands && broken.length === 0; step++) {
    await anyMove(chance)(town).catch((error: Error) => broken.push(error.stack ?? error.message))
    if (town.emulator() !== heard) {
      stop()
      heard = town.emulator()
      stop = heard.onEntries(hear)
    }
    if (step % 2500 === 0) broken.push(...(await checkAll(town)))
    if (broken.length > 0) broken.unshift(`seed ${seed}, step ${step}`)
  }
  const { transactions, challenges } = town.emulator().state()
  const statuses = new Set([...transactions.values()].map(({ status }) => status))
  if (broken.length === 0) broken.push(...(await checkReplay(town)))
  return { broken, statuses, payments: transactions.size, challenges: challenges.size }
}

t.setTimeout(600_000)

t.test(`${seeds} times ${commands} random commands leave the books in order`, async (t) => {
  const met = new Set<string>()
  for (let seed = first; seed < first + seeds; seed++) {
    const { broken, statuses, payments, challenges } = await play(seed)
    for (const status of statuses) met.add(status)
    t.same(broken, [], `seed ${seed}: ${payments} payments, ${challenges} challenges`)
  }
  const all = ['3D', 'AUTH', 'CANCEL', 'CANCEL_OLD', 'CHARGE', 'FAILED', 'REFUND', 'VERIFIED']
  t.same([...met].sort(), all, 'every status was met')
})
