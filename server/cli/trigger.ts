import type { Command } from 'commander'
import type { RuleRecord } from '../../contracts/entry.ts'
import { call } from '../client/control.ts'
import { readOutcome } from '../client/outcome.ts'
import { type Common, remote } from './remote.ts'
import { print, say } from './table.ts'

const help = `
Outcomes:
  484, code:502     declined with this reason code (see epay-sandbox codes)
  insufficient-funds    the same by words of its reason, when they mean one code
  approve           approved, whatever the card
  lost              it happens, and the connection is cut before the answer
  refused           nothing happens, and the connection is cut
  502, http:418     nothing happens, and this HTTP status is answered;
                    500, 502, 503 and 504 without http: or code: are HTTP statuses
  3ds               3-D Secure asks for a code

It is a rule for one payment, after the rules there are: the first rule that matches wins.`

export const triggerCommand = (program: Command): void => {
  remote(
    program
      .command('trigger <outcome>')
      .description('decide how the next payment ends, and only the next')
      .addHelpText('after', help),
  ).action(async (text: string, options: Common) => {
    const { then, about } = readOutcome(text)
    const rule = await call<RuleRecord>(options, 'POST', 'rules', { when: {}, then, times: 1 })
    if (options.format === 'json') print('json', rule)
    else say(`the next payment ${about} (rule ${rule.id})`)
  })
}
