import { chanceOf } from './chance.ts'
import { keepWrong } from './keep.ts'
import { checkBooks, checkReplay, checkSecrets, watch } from './laws.ts'
import { anyMove } from './moves.ts'
import { openTown } from './town.ts'

export interface Played {
  seed: number
  /** What did not hold, after the seed and the step; empty when all is well. */
  broken: string[]
  statuses: string[]
  payments: number
}

/** Plays one seed to its end, or to the first command after which something does not hold. */
export const play = async (seed: number, commands: number): Promise<Played> => {
  const chance = chanceOf(seed)
  const town = await openTown(seed, chance)
  const { hear, broken } = watch(town)
  const statuses = new Set<string>()
  let payments = 0
  town.onEntries((entries) => {
    hear(entries)
    for (const entry of entries) {
      if (entry.kind === 'payment decided') payments += 1
      if (entry.kind === 'payment decided') statuses.add(entry.transaction.status)
      if (entry.kind === 'payment operated') statuses.add(entry.to.status)
    }
  })
  let step = 1
  for (; step <= commands && broken.length === 0; step++) {
    await anyMove(chance)(town).catch((error: Error) => broken.push(error.stack ?? error.message))
    broken.push(...town.wrong)
    if (step % Math.ceil(commands / 4) === 0) broken.push(...checkBooks(town))
  }
  if (broken.length === 0) broken.push(...(await checkSecrets(town)), ...(await checkReplay(town)))
  if (broken.length > 0) {
    const file = await keepWrong(town, broken, `.tap/simulation/${seed}`)
    broken.unshift(
      `seed ${seed}, step ${step - 1}: workspaces import ${file} --workspace wrong, and open it there`,
    )
  }
  return { seed, broken, statuses: [...statuses], payments }
}
