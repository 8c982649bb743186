import t from 'tap'
import { inGroups } from '../../../server/adapters/journal/groups.ts'

/** Serves a group when it is told to; answers each name with a mark. */
const open = () => {
  const groups: string[][] = []
  const finish: ((error?: Error) => void)[] = []
  const ask = inGroups(
    (group: string[]) =>
      new Promise<string[]>((resolve, reject) => {
        groups.push(group)
        finish.push((error) => (error ? reject(error) : resolve(group.map((name) => `${name}!`))))
      }),
    (name) => name.charAt(0),
  )
  return { ask, groups, finish: (error?: Error) => finish.shift()?.(error) }
}

t.test('who is alone is served at once; who asks meanwhile is served together', async (t) => {
  const { ask, groups, finish } = open()
  const first = ask('a')
  t.strictSame(groups, [['a']])
  const others = ['b', 'c', 'a2'].map(ask)
  t.equal(groups.length, 1)
  finish()
  t.equal(await first, 'a!')
  t.strictSame(groups[1], ['b', 'c', 'a2'])
  finish()
  t.strictSame(await Promise.all(others), ['b!', 'c!', 'a2!'])
  const later = ask('d')
  t.strictSame(groups[2], ['d'])
  finish()
  t.equal(await later, 'd!')
})

t.test('in one group nobody is twice, and those who are keep their order', async (t) => {
  const { ask, groups, finish } = open()
  const all = ['x', 'a1', 'a2', 'b1', 'a3'].map(ask)
  for (let i = 0; i < 4; i += 1) {
    finish()
    await all[[0, 1, 2, 4][i] ?? 0]
  }
  t.strictSame(groups, [['x'], ['a1', 'b1'], ['a2'], ['a3']])
  t.strictSame(await Promise.all(all), ['x!', 'a1!', 'a2!', 'b1!', 'a3!'])
})

t.test('no more than sixty-four at once', async (t) => {
  const { ask, groups, finish } = open()
  const names = Array.from({ length: 67 }, (_, i) => String.fromCodePoint(0x4e00 + i))
  const all = names.map(ask)
  finish()
  await all[0]
  finish()
  await all[64]
  finish()
  await Promise.all(all)
  t.strictSame(
    groups.map(({ length }) => length),
    [1, 64, 2],
  )
})

t.test('a group that fails, fails for all in it and for nobody else', async (t) => {
  const { ask, finish } = open()
  const [first, ...two] = ['a', 'b', 'c'].map(ask)
  finish()
  await first
  const later = ask('d')
  finish(new Error('gone'))
  for (const one of two) await t.rejects(one, { message: 'gone' })
  finish()
  t.equal(await later, 'd!')
})
