import type { Command } from 'commander'
import { call } from '../client/control.ts'
import { type Common, remote } from './remote.ts'
import { print, say } from './table.ts'

export const resetCommand = (program: Command): void => {
  remote(program.command('reset').description('forget everything of the workspace')).action(
    async (options: Common) => {
      const answer = await call<{ workspace: string }>(options, 'POST', 'reset')
      if (options.format === 'json') print('json', answer)
      else say(`workspace ${answer.workspace} is empty again`)
    },
  )
}
