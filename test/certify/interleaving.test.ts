import { join } from 'node:path'
import t from 'tap'
import type { Asked } from '../../server/certify/asked.ts'
import { putToTest } from '../../server/certify/command.ts'
import {
  allowedStates,
  isPossible,
  readStory,
  stories,
  textOf,
  truthAfter,
  truthSeen,
  unheard,
} from '../../server/certify/interleaving.ts'
import { call, journalOf } from '../../server/client/control.ts'
import { loadScenario } from '../../server/scenario/load.ts'
import { runScenario } from '../../server/scenario/run.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { openSandbox } from '../world.ts'
import { describeShop, little } from './open.ts'

const can = { poll: true, return: true }

const storyIn = (text: string) => readStory(text) ?? []
const possible = (text: string, more = {}) => isPossible(storyIn(text), { ...can, ...more })

t.test('only what the bank has decided is told, copied or given back', async (t) => {
  t.equal(possible('answer → postlink → duplicate'), true)
  t.equal(possible('answer → postlink + duplicate'), true, 'two copies in the same instant')
  t.equal(possible('postlink → answer'), false)
  t.equal(possible('answer → duplicate → postlink'), false)
  t.equal(possible('cancel → answer'), false)
  t.equal(possible('failure → decline'), false)
  t.equal(possible('answer → decline'), false, 'a paid page takes no other card')
  t.equal(possible('decline → answer → failure'), true, 'a late failure')
  t.equal(possible('answer → postlink → postlink + return'), false)
  t.equal(possible('poll', { poll: false }), false)
  t.equal(possible('answer → postlink + return', { return: false }), false)
})

t.test('every order of events is there once', async (t) => {
  const all = stories(4, can)
  t.equal(new Set(all.map(textOf)).size, all.length)
  t.ok(all.every((story) => isPossible(story, can)))
  for (const text of ['decline → answer → postlink + failure → poll', 'answer → poll → cancel → return'])
    t.ok(all.map(textOf).includes(text), text)
  t.same(stories(4, can).map(textOf).map(storyIn), all, 'a story can be read again')
  t.equal(readStory('answer → lunch'), undefined)
})

t.test('what an order may be follows from what the merchant could have learnt', async (t) => {
  const after = (text: string) => allowedStates(storyIn(text).flat().reduce(truthAfter, unheard))
  t.same(after('return → poll → decline → forged'), ['unpaid'])
  t.same(after('answer'), ['unpaid', 'paid'])
  t.same(after('answer → poll'), ['unpaid', 'paid'], 'a job may settle orders, or only look for refunds')
  t.same(after('answer → return'), ['paid'])
  t.same(after('answer → postlink → cancel'), ['paid', 'refunded'])
  t.same(after('answer → postlink → cancel → poll'), ['refunded'])
  t.same(after('answer → cancel → poll'), ['unpaid', 'refunded'])
  const polled = truthSeen(storyIn('answer → poll').flat().reduce(truthAfter, unheard), 'paid')
  t.same(allowedStates(truthAfter(polled, 'failure')), ['paid'], 'what it is seen to know it must not forget')
})

const explore = async (
  t: Parameters<typeof folder>[0],
  flaw: string,
  explore: string,
  exploreFile?: string,
  shown: Pick<Asked, 'format' | 'language'> = { format: 'text' },
) => {
  const said: string[] = []
  const start = `FLAW=${flaw} ORDERS='${folder(t)}' node shop.js`
  const description = await describeShop('flawed', { start, patienceMs: 250 })
  const asked = { ...little, explore, ...(exploreFile ? { exploreFile } : {}), ...shown, color: false }
  const code = await putToTest(description, { ...asked, say: (line) => said.push(line) })
  return { code, said: said.join('\n') }
}

t.test('the shortest order of events that goes wrong is saved as a scenario, and played again', async (t) => {
  const file = join(folder(t), 'bad.yaml')
  const { code, said } = await explore(t, 'pays-twice', '2', file)
  t.equal(code, 1)
  t.match(said, /✗ answer → postlink \+ \w+\n.*2000 paid, expected 1000 once/)
  t.match(said, /open the mark "went wrong"/)
  const { scenario } = await loadScenario(file)
  t.match(scenario.about, /^Explored: answer → postlink \+ \w+\. after/)
  const own = { url: (await openSandbox(t)).url, workspace: 'explored' }
  matches(t, await runScenario(await loadScenario(file), own), { ok: true }, 'scenario run takes it')
  const { seq } = await call<{ seq: number }>(own, 'PUT', 'workspaces/then', {
    from: 'explored',
    at: 'went wrong',
  })
  const marked = (await journalOf(own)).find(({ kind }) => kind === 'marked')
  t.equal(seq, marked?.seq, 'and leaves a mark where the order went wrong')
  const again = join(folder(t), 'again.yaml')
  matches(t, await explore(t, 'pays-twice', file, again), { code: 1 })
  matches(t, await explore(t, '', file, again), { code: 0, said: /CERTIFIED {2}1 orders of events/ })
})

t.test('one event is enough for a shop that trusts the back link', async (t) => {
  const file = join(folder(t), 'bad.yaml')
  const rus = { format: 'text', language: 'rus' } as const
  const { code, said } = await explore(t, 'trusts-the-back-link', '1', file, rus)
  t.equal(code, 1)
  t.match(said, /✗ return\n {4}после return: заказ оплачен.*\nПРОВЕРКУ НЕ ПРОШЁЛ/s)
  t.notMatch(
    said.replaceAll(file, ''),
    /goes wrong|saved|expected|paid,/,
    'in the language that was asked for',
  )
})

t.test('two events in the same instant find a race', async (t) => {
  const file = join(folder(t), 'bad.yaml')
  matches(t, await explore(t, 'races', '2', file), { code: 1, said: /✗ answer → postlink \+ \w+\n/ })
})

t.test('a late failure that takes the payment back is found', async (t) => {
  const file = join(folder(t), 'bad.yaml')
  matches(t, await explore(t, 'un-pays', '3', file), { code: 1, said: /✗ decline → answer → .*failure/ })
})

t.test('a length of nothing is a mistake of usage', async (t) => {
  for (const length of ['0', '-1', '99'])
    await t.rejects(explore(t, '', length), { name: 'Error', message: /expected a length from 1 to 9/ })
})

t.test('what was explored is reported as JSON and JUnit too', async (t) => {
  const file = join(folder(t), 'bad.yaml')
  const json = await explore(t, 'trusts-the-back-link', '1', file, { format: 'json' })
  matches(t, JSON.parse(json.said), { verdict: 'failed', worst: { story: 'return' } })
  t.match(
    (await explore(t, '', '1', file, { format: 'junit' })).said,
    /<property name="verdict" value="certified"\/>/,
  )
})
