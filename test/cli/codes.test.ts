import t from 'tap'
import { reasonCodes, tellReason } from '../../contracts/reason-code.ts'
import { cardIdOfCode, forcibleCodes, panOfCode } from '../../contracts/sandbox-card.ts'
import { readOutcome } from '../../server/client/outcome.ts'
import { provocationOf } from '../../server/client/provoke.ts'
import { attempt } from '../story/attempt.ts'
import { openSandbox } from '../world.ts'
import { run } from './run.ts'

t.test('codes lists every code with what to do', async (t) => {
  const { code, stdout } = await run(['codes'])
  t.equal(code, 0)
  const lines = stdout.trimEnd().split('\n')
  t.match(lines[0], /^code +reason +next +blame +advice$/)
  t.equal(lines.length, reasonCodes.length + 1)
  t.match(stdout, /\n484 +Not sufficient funds +final +buyer +other card\n/)
  const json = JSON.parse((await run(['codes', '--format', 'json'])).stdout)
  t.same(json, { reasonCodes: reasonCodes.map(tellReason) })
})

t.test('codes 484 explains it in three languages, and how to provoke it', async (t) => {
  const { code, stdout } = await run(['codes', '484'])
  t.equal(code, 0)
  for (const words of [
    /^484 {2}Not sufficient funds\n/,
    /Russian +На карте не хватает денег/,
    /Kazakh +Картада ақша жеткіліксіз/,
    /English +There is not enough money/,
    /outcome +final/,
    /advice +ask the buyer to pay with another card/,
    /blame +the buyer/,
    /provenance +observed: The bank's iOS SDK/,
    `card            ${panOfCode(484)} `,
    /holder name +CODE 484 /,
    `saved card      ${cardIdOfCode(484)} `,
    /rule +\S.* rules add '\{"when":\{\},"then":\{"reasonCode":484\},"times":1\}'\n/,
    /next payment +\S.* trigger 484\n/,
  ])
    t.match(stdout, words)
})

t.test(
  'a code that leaves doubt says to ask for the status; one with 3-D Secure names that card too',
  async (t) => {
    t.match((await run(['codes', '100'])).stdout, /outcome +not certain: ask for the status/)
    for (const isGuess of [true, false]) {
      const row = reasonCodes.find(({ nextAssumed = false }) => nextAssumed === isGuess)
      const outcome = /^ *outcome .*$/m.exec((await run(['codes', String(row?.code)])).stdout)?.[0] ?? ''
      t.equal(outcome.endsWith(' (assumed)'), isGuess, outcome)
    }
    t.match((await run(['codes', '473'])).stdout, /with 3-D Secure +4000003004730012/)
  },
)

t.test('-1 is documented, and provoked like any other code', async (t) => {
  const { code, stdout } = await run(['codes', '-1'])
  t.equal(code, 0)
  t.match(stdout, /documented: Halyk ePay: Payment with a saved card/)
  t.match(stdout, `card            ${panOfCode(-1)} `)
  t.match(stdout, 'holder name     CODE -1 ')
  t.match(stdout, `saved card      ${cardIdOfCode(-1)} `)
  t.match(stdout, '"then":{"reasonCode":-1}')
  t.match(stdout, ' trigger code:-1')
})

t.test('the words of the bank stand beside ours', async (t) => {
  const { stdout } = await run(['codes', '465'])
  t.match(stdout, /bank, eng +Your card is restricted$/m)
  t.match(stdout, /bank, rus +Карта заблокирована$/m)
  t.match(stdout, /English +.+[.!?]$/m)
})

t.test('a code that does not exist is exit code 2, with the nearest ones', async (t) => {
  const { code, stdout, stderr } = await run(['codes', '999'])
  t.equal(code, 2)
  t.equal(stdout, '')
  t.match(stderr, /^epay-sandbox: reason code 999 does not exist; nearest: 877 .*, 1266 .*, 1267 .*\n$/)
})

t.test('what is printed to provoke a code does provoke it', async (t) => {
  const sandbox = await openSandbox(t)
  const { stdout } = await run(['codes', '502', '--format', 'json'])
  const { provoke } = JSON.parse(stdout)
  t.equal(await attempt(sandbox, { typed: { pan: provoke.card } }), 502)
  t.equal(await attempt(sandbox, { typed: { holder: provoke.holder } }), 502)
  t.equal(await attempt(sandbox, { cardId: provoke.cardId }), 502)
  const [, json = ''] = /^epay-sandbox rules add '(.*)'$/.exec(provoke.rule) ?? []
  for (const args of [['rules', 'add', json], provoke.trigger.split(' ').slice(1)]) {
    t.equal((await run([...args, '--url', sandbox.url])).code, 0, args.join(' '))
    t.equal(await attempt(sandbox), 502)
    t.equal(await attempt(sandbox), 0, 'one payment only')
  }
})

t.test('every code has a trigger of its own that means nothing else', async (t) => {
  for (const code of forcibleCodes) {
    const { trigger } = provocationOf(code)
    const { then } = readOutcome(trigger.split(' ').at(-1) ?? '')
    t.same(then, code === 0 ? { approve: true } : { reasonCode: code }, trigger)
  }
})
