import { sandboxCommand, startChild } from './child.ts'
import type { Measured } from './figures.ts'

const once = async (command: string[]) => {
  const child = await startChild(command)
  await child.stop()
  return child.readyMs
}

/** From spawn to the ready line, the two servers by turns. */
export const coldStart = async (runs: number): Promise<Measured> => {
  const measured: Measured = { what: 'cold start', unit: 'ms', sandbox: [], bare: [] }
  for (let run = 0; run < runs; run += 1) {
    measured.sandbox.push(await once(sandboxCommand))
    measured.bare.push(await once(['test/bench/bare.ts']))
  }
  return measured
}
