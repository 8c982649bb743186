import t from 'tap'
import { behaviours, behaviourText, uses } from '../../contracts/behaviour.ts'
import texts from '../../contracts/behaviour-texts.json' with { type: 'json' }
import { operations } from '../../contracts/operations.ts'
import { chooseQuirks } from '../../contracts/quirk.ts'
import { reasonCodes } from '../../contracts/reason-code.ts'
import { PostlinkFault, ruleViolations } from '../../contracts/rule.ts'
import { readOutcome } from '../../server/client/outcome.ts'
import { listScenarios } from '../../server/scenario/load.ts'

t.test('every operation of the table has a behaviour, and each has an id of its own', async (t) => {
  t.same(uses, ['page', ...Object.keys(operations), 'postlinks'])
  for (const use of uses)
    t.ok(
      behaviours.some((one) => one.use === use),
      use,
    )
  t.equal(new Set(behaviours.map(({ id }) => id)).size, behaviours.length)
})

t.test('every family of reason codes and every fault of a postlink is one', async (t) => {
  const keys = behaviours.map(({ id }) => id)
  for (const { advice } of reasonCodes)
    if (advice !== 'none') t.ok(keys.includes(`page/declined: ${advice}`), advice)
  for (const name of Object.keys(PostlinkFault.properties))
    if (name !== 'copyEveryMs') t.ok(keys.includes(`postlinks/${name}`), name)
})

t.test('each is told in three languages, and no text is left over', async (t) => {
  const used = new Set<string>(['page', 'postlinks', ...behaviours.map(({ text }) => text)])
  for (const language of ['eng', 'rus', 'kaz'] as const) {
    t.same(Object.keys(texts[language]).sort(), [...used].sort(), language)
    for (const one of behaviours) t.notMatch(behaviourText(one, language), /[{}]|undefined/, one.id)
  }
})

t.test('every command that is told to provoke one can be given as it stands', async (t) => {
  const scenarios = (await listScenarios()).map(({ name }) => name)
  for (const { id, provoke } of behaviours) {
    if (provoke === undefined) continue
    const [, command = '', rest = ''] =
      /^epay-sandbox (\S+(?: add| run| advance)?) ?(.*)$/.exec(provoke) ?? []
    if (command === 'rules add') t.same(ruleViolations(JSON.parse(rest.slice(1, -1))), [], id)
    else if (command === 'trigger') for (const one of rest.split(' ')) t.ok(readOutcome(one), id)
    else if (command === 'clock advance') t.match(rest, /^P(\d+D|T\d+[HM](\d+M)?)$/, id)
    else if (command === 'scenario run') t.ok(scenarios.includes(rest.split(' ')[0] ?? ''), provoke)
    else if (rest.startsWith('--quirks')) {
      const [name = '', value = ''] = rest.slice('--quirks '.length).split('=')
      t.ok(chooseQuirks('documented', { [name]: value }), id)
    } else
      t.match(
        provoke,
        /^(epay-sandbox reset|epay-sandbox start --stages (one|two)|EPAY_CLIENT_SECRET=rotated)$/,
        id,
      )
  }
})
