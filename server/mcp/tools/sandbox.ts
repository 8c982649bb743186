import type { Settings } from '../../../contracts/entry.ts'
import { Type } from '../../../contracts/schema.ts'
import { environmentOf } from '../../client/environment.ts'
import { Unreachable } from '../../errors.ts'
import { mustBeAllowed, type Surroundings, tool } from '../tool.ts'

interface Health {
  version: string
  workspace: string
  now: string
}

const describe = async ({ session }: Surroundings) => {
  const health = await session.ask<Health>('GET', 'health')
  const { seed, quirks } = await session.ask<Settings>('GET', 'settings')
  const { mode } = await session.ask<{ mode: string }>('GET', 'clock')
  const { url } = session.target()
  return {
    ...{ url, dashboard: `${url}/_sandbox/`, ...health, clock: mode, seed, quirks },
    isOwn: session.isOwn(),
    changes: session.allowChanges ? 'allowed' : 'not allowed: this server only looks',
  }
}

export const sandbox = tool({
  name: 'sandbox',
  title: 'Join or start a sandbox',
  description:
    'Which sandbox the other tools speak to, with its version, clock and settings. With start: true one is started ' +
    'in this process when none answers; it ends with the session.',
  changes: false,
  input: Type.Object(
    { start: Type.Optional(Type.Boolean({ description: 'Start one when none answers.', expected: 'true' })) },
    { additionalProperties: false },
  ),
  async run(surroundings, { start = false }) {
    const { session } = surroundings
    try {
      return await describe(surroundings)
    } catch (error) {
      if (!start || !(error instanceof Unreachable)) throw error
      mustBeAllowed('starting a sandbox', session)
      await session.start()
      return describe(surroundings)
    }
  },
})

const isToken = (name: string) => name.endsWith('_TOKEN')

export const env = tool({
  name: 'env',
  title: 'Addresses and credentials',
  description:
    'What a shop needs in its environment to speak to the sandbox instead of the bank: addresses, test client, ' +
    'secret and terminal. The control token is left out unless changes are allowed.',
  changes: false,
  input: Type.Object({}, { additionalProperties: false }),
  run({ session }) {
    const { url, workspace, token } = session.target()
    const base = workspace === undefined ? url : `${url}/w/${encodeURIComponent(workspace)}`
    const all = Object.entries(environmentOf(base, token))
    return Object.fromEntries(all.filter(([name]) => session.allowChanges || !isToken(name)))
  },
})
