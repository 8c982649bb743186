import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { putToTest } from '../../server/certify/command.ts'
import {
  allowedStates,
  isPossible,
  sequences,
  truthAfter,
  unheard,
} from '../../server/certify/interleaving.ts'
import { folder } from '../folder.ts'
import { describeShop, little } from './open.ts'

const can = { poll: true, return: true }

t.test('only what the bank has decided is told, copied or given back', async (t) => {
  t.equal(isPossible(['answer', 'postlink', 'duplicate'], can), true)
  t.equal(isPossible(['postlink', 'answer'], can), false)
  t.equal(isPossible(['answer', 'duplicate', 'postlink'], can), false)
  t.equal(isPossible(['cancel', 'answer'], can), false)
  t.equal(isPossible(['poll'], { ...can, poll: false }), false)
  t.equal(isPossible(['return'], { ...can, return: false }), false)
})

t.test('every order of events is there once, the shortest first', async (t) => {
  const all = sequences(6)
  t.equal(all.length, 6 + 30 + 120 + 360 + 720 + 720)
  t.equal(new Set(all.map(String)).size, all.length)
  const lengths = all.map(({ length }) => length)
  t.same(
    lengths,
    lengths.toSorted((a, b) => a - b),
  )
  t.equal(all.filter((events) => events.length === 6 && isPossible(events, can)).length, 90)
})

t.test('what an order may be follows from what the merchant could have learnt', async (t) => {
  const after = (...events: Parameters<typeof truthAfter>[1][]) =>
    allowedStates(events.reduce(truthAfter, unheard))
  t.same(after('return', 'poll'), ['unpaid'])
  t.same(after('answer'), ['unpaid', 'paid'])
  t.same(after('answer', 'return'), ['paid'])
  t.same(after('answer', 'cancel', 'postlink'), ['unpaid', 'refunded'])
  t.same(after('answer', 'postlink', 'cancel'), ['paid', 'refunded'])
  t.same(after('answer', 'postlink', 'cancel', 'poll'), ['refunded'])
})

const explore = async (t: Parameters<typeof folder>[0], flaw: string, explore: string, output?: string) => {
  const said: string[] = []
  const start = `FLAW=${flaw} ORDERS='${folder(t)}' node shop.js`
  const description = await describeShop('flawed', { start, patienceMs: 250 })
  const asked = { ...little, explore, output, format: 'text' as const, color: false }
  const code = await putToTest(description, { ...asked, say: (line) => said.push(line) })
  return { code, said: said.join('\n') }
}

t.test('the shortest order of events that goes wrong is found, saved, and played again', async (t) => {
  const file = join(folder(t), 'bad.yaml')
  const { code, said } = await explore(t, 'pays-twice', '4', file)
  t.equal(code, 1)
  t.match(said, /✗ answer → return → postlink\n.*2000 paid, expected 1000 once/)
  t.match(parse(readFileSync(file, 'utf8')), {
    about: /One order, 3 events/,
    events: ['answer', 'return', 'postlink'],
    story: [{ event: 'answer' }, { event: 'return' }, { event: 'postlink', order: /2000 paid/ }],
  })
  t.match(await explore(t, 'pays-twice', file, join(folder(t), 'again.yaml')), { code: 1 })
  t.match(await explore(t, '', file), { code: 0, said: /CERTIFIED {2}1 orders of events/ })
})

t.test('one event is enough for a shop that trusts the back link', async (t) => {
  const file = join(folder(t), 'bad.yaml')
  t.match(await explore(t, 'trusts-the-back-link', '6', file), { code: 1, said: /✗ return\n/ })
})
