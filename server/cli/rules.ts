import type { Command } from 'commander'
import type { RuleRecord } from '../../contracts/entry.ts'
import { ruleViolations } from '../../contracts/rule.ts'
import { call } from '../client/control.ts'
import { UsageError } from '../errors.ts'
import { type Common, reading, remote } from './remote.ts'
import { addRuleFlags, readRule } from './rule-flags.ts'
import { type Column, print, say } from './table.ts'

export const ruleColumns: Column<RuleRecord>[] = [
  ['id', ({ id }) => id],
  ['matched', ({ matched, times }) => `${matched}${times ? ` of ${times}` : ''}`],
  ['when', ({ when }) => JSON.stringify(when ?? {})],
  ['then', ({ then }) => JSON.stringify(then)],
]

export const listRules = async (options: Common): Promise<RuleRecord[]> =>
  (await call<{ rules: RuleRecord[] }>(options, 'GET', 'rules')).rules

const examples = `
Examples:
  epay-sandbox rules add '{"when":{"invoiceId":"000000001"},"then":{"reasonCode":484},"times":1}'
  epay-sandbox rules add --when-invoice 000000001 --code 484 --times 1
  epay-sandbox rules add --when-amount 100..200 --when-attempt 2 --approve
  epay-sandbox rules add --when-operation status --answer 502
  epay-sandbox rules add --answer lost --postlink-copies 2

A rule without --when-operation is about attempts to pay. The first rule that matches wins.`

const add = async (text: string | undefined, options: Common & Record<string, unknown>) => {
  const rule = readRule(text, options)
  const problems = ruleViolations(rule).map(
    ({ where, got, expected }) => `${where}: got ${got}, expected ${expected}`,
  )
  if (problems.length > 0) throw new UsageError(`the rule cannot be added: ${problems.join('. ')}`)
  const added = await call<RuleRecord>(options, 'POST', 'rules', rule)
  print(options.format, added, ruleColumns, [added])
}

const clear = async (id: string | undefined, options: Common) => {
  const path = id === undefined ? 'rules' : `rules/${encodeURIComponent(id)}`
  const answer = await call<{ cleared: number }>(options, 'DELETE', path)
  if (options.format === 'json') return print('json', answer)
  say(answer.cleared === 1 ? '1 rule cleared' : `${answer.cleared} rules cleared`)
}

export const rulesCommand = (program: Command): void => {
  const rules = program
    .command('rules')
    .description('what to do to which payment or call: outcomes, delays and faults on demand')
  reading(rules.command('list', { isDefault: true }).description('every rule in force, in order')).action(
    async (options: Common) => {
      const found = await listRules(options)
      print(options.format, { rules: found }, ruleColumns, found)
    },
  )
  remote(
    addRuleFlags(
      rules
        .command('add [rule]')
        .description('add a rule: as JSON, by flags, or as JSON with flags on top')
        .addHelpText('after', examples),
    ),
  ).action(add)
  remote(rules.command('clear [id]').description('clear one rule, or all of them')).action(clear)
}
