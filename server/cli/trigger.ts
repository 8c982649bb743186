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
  approve, ok       approved, whatever the card
  lost              it happens, and the connection is cut before the answer
  refused           nothing happens, and the connection is cut
  502, http:418     nothing happens, and this HTTP status is answered;
                    500, 502, 503 and 504 without http: or code: are HTTP statuses
  3ds               3-D Secure asks for a code

It is a rule for one payment, after the rules there are: the first rule that matches wins. Several are
queued, one a payment: trigger 484 467 ok`

export const triggerCommand = (program: Command): void => {
  remote(
    program
      .command('trigger <outcomes...>')
      .description('decide how the next payment ends, or the next ones, one each')
      .addHelpText('after', help),
  ).action(async (texts: string[], options: Common) => {
    // All are read before the first is queued: a mistake leaves nothing behind.
    const outcomes = texts.map(readOutcome)
    const queued: { about: string; rule: RuleRecord }[] = []
    for (const { then, about } of outcomes) {
      const rule = await call<RuleRecord>(options, 'POST', 'rules', { when: {}, then, times: 1 })
      queued.push({ about, rule })
    }
    const rules = queued.map(({ rule }) => rule)
    if (options.format === 'json') print('json', rules.length === 1 ? rules[0] : { rules })
    else for (const [i, { about, rule }] of queued.entries()) say(`${nth(i)} ${about} (rule ${rule.id})`)
  })
}

const nth = (i: number) => (i === 0 ? 'the next payment' : `payment ${i + 1} from now`)
