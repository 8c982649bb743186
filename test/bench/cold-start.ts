import { join } from 'node:path'
import { install, pack } from '../package/packed.ts'
import { sandboxCommand, startChild } from './child.ts'
import type { Measured } from './figures.ts'
import { temporaryFolder } from './folder.ts'

const once = async (command: string[], env?: Record<string, string>) => {
  const child = await startChild(command, env)
  await child.stop()
  return child.readyMs
}

/** The package as npm would bring it, in a folder of its own: its command. */
const installed = async () => {
  const folder = temporaryFolder()
  await install(join(folder, 'shop'), [(await pack(folder)).tarball])
  const [, ...args] = sandboxCommand
  return [join(folder, 'shop/node_modules/epay-sandbox/server/bin.js'), ...args]
}

/** From spawn to the ready line: the sources, the package, and the package without its compile cache. */
export const coldStart = async (runs: number): Promise<Measured[]> => {
  const command = await installed()
  const ways: [what: string, command: string[], env?: Record<string, string>][] = [
    ['cold start', sandboxCommand],
    ['cold start, packed', command],
    ['cold start, packed, the very first', command, { NODE_DISABLE_COMPILE_CACHE: '1' }],
  ]
  const rows = ways.map(([what]) => ({ what, unit: 'ms', sandbox: [] as number[], bare: [] as number[] }))
  await once(command) // fills the cache
  for (let run = 0; run < runs; run += 1) {
    for (const [i, [, command, env]] of ways.entries()) {
      rows[i]?.sandbox.push(await once(command, env))
      rows[i]?.bare.push(await once(['test/bench/bare.ts']))
    }
  }
  return rows.map(({ bare, ...row }) => ({ ...row, others: { 'bare Fastify': bare } }))
}
