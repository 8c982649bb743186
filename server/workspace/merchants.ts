import { joined, type Terminal } from '../../contracts/merchant.ts'
import type { Violation } from '../../contracts/reader.ts'
import type { ClientRequest, TerminalRequest } from '../../contracts/workspace.ts'
import type { State, World } from '../core/state.ts'

export interface Merchants {
  clients: ClientRequest[]
  terminals: TerminalRequest[]
}

/** A point of sale as it was asked for; what was left out gets a default. */
export const toTerminal = (asked: TerminalRequest): Terminal => ({
  number: '98129999',
  shop: 'Test merchant',
  singleMessageScheme: true,
  ...asked,
  id: asked.id.toLowerCase(),
})

/** The documented merchants and the user's own. */
export const withMerchants = (world: World, { clients, terminals }: Merchants): World => ({
  ...world,
  clients: joined(world.clients, clients),
  terminals: joined(world.terminals, terminals.map(toTerminal)),
})

/** A terminal whose client does not exist could never get a token. */
export const orphans = (terminals: TerminalRequest[], clients: string[]): Violation[] =>
  terminals.flatMap(({ client }, i) =>
    clients.includes(client)
      ? []
      : [{ where: `terminals.${i}.client`, got: `"${client}"`, expected: `one of ${clients.join(', ')}` }],
  )

/** Everybody who could own a terminal of a workspace. */
export const knownClients = ({ world, settings }: State, added: ClientRequest[] = []): string[] => [
  ...new Set([...world.clients, ...(settings?.clients ?? []), ...added].map(({ id }) => id)),
]
