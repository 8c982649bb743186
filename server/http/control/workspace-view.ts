import { maskSecrets } from '../../../contracts/mask.ts'
import type { Violation } from '../../../contracts/reader.ts'
import { settingsOf } from '../../core/state.ts'
import { clockView } from '../../readings/payments.ts'
import { isWorkspaceName } from '../../workspace/workspace-name.ts'
import type { Workspace } from '../../workspace/workspaces.ts'

export const workspaceView = ({ name, emulator }: Workspace) => {
  const { seed, cards, quirks, terminals, clients } = settingsOf(emulator.state())
  const clock = clockView(emulator.state(), emulator.now())
  return { name, seed, cards, quirks, terminals, clients: clients.map(({ id }) => id), clock }
}

export const nameViolations = (name: string): Violation[] =>
  isWorkspaceName(name)
    ? []
    : [
        {
          where: 'name',
          got: `"${maskSecrets(name.slice(0, 160)).slice(0, 80)}"`,
          expected:
            'letters, digits, - and _, at most 63, starting with a letter or digit, no card number, no token',
        },
      ]
