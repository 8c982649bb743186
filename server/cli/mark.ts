import type { Command } from 'commander'
import { call } from '../client/control.ts'
import { type Common, remote } from './remote.ts'
import { print, say } from './table.ts'

export const markCommand = (program: Command): void => {
  remote(
    program
      .command('mark <name>')
      .description('name this moment: what happens from here on belongs to it, in coverage and reports'),
  ).action(async (name: string, options: Common) => {
    const mark = await call<{ name: string; seq: number }>(options, 'POST', 'marks', { name })
    if (options.format === 'json') print('json', mark)
    else say(`marked "${mark.name}" at entry ${mark.seq}`)
  })
}
