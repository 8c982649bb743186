import { isDeepStrictEqual } from 'node:util'
import t, { type Test } from 'tap'
import { looseMatchesOf } from './loose-match.ts'
import { matches } from './matches.ts'

/** Whether it would pass. */
const fits = (found: unknown, wanted: object): boolean =>
  matches({ strictSame: isDeepStrictEqual } as unknown as Test, found, wanted)

t.test('words, numbers and nothing are what they are, at every depth', async (t) => {
  const found = { status: 'CANCEL_OLD', times: 2, code: '7', none: null, deep: [{ state: 'due', more: 1 }] }
  for (const wanted of [
    { status: 'CANCEL_OLD' },
    { times: 2, deep: [{ state: 'due' }] },
    { none: null, absent: undefined },
    { status: /^CANCEL/, times: Number, code: String, deep: Array },
  ])
    t.ok(fits(found, wanted), JSON.stringify(wanted))
  for (const wanted of [
    { status: 'CANCEL' },
    { code: 7 },
    { times: '2' },
    { times: undefined },
    { none: undefined },
    { absent: null },
    { absent: /./ },
    { deep: [{ state: 'd' }] },
    { deep: { state: 'due' } },
    { status: /^OLD/ },
    { times: String },
  ])
    t.notOk(fits(found, wanted), JSON.stringify(wanted))
})

t.test('a list has as many rows, and an empty one none', async (t) => {
  for (const [found, wanted] of [
    [[], []],
    [
      [1, 'a'],
      [1, /a/],
    ],
    [[{ a: 1, b: 2 }], [{ a: 1 }]],
    [[{ a: 1 }], [{}]],
  ] as const)
    t.ok(fits(found, wanted), JSON.stringify(wanted))
  for (const [found, wanted] of [
    [[1], []],
    [[], [1]],
    [[1, 2], [1]],
    [
      [1, 2],
      [2, 1],
    ],
    [undefined, []],
    ['', []],
    [{}, []],
    [{ rows: [1] }, { rows: [] }],
  ] as const)
    t.notOk(fits(found, wanted), JSON.stringify([found, wanted]))
})

t.test('a pattern that says nothing is a mistake', async (t) => {
  t.throws(() => fits({ a: 1 }, {}), /everything matches/)
})

t.test('the house rule sees fields, lists and words behind a name too', async (t) => {
  const loose = (code: string) => {
    const lines = code.split('\n')
    return looseMatchesOf({ path: 'x.test.ts', lines, code: lines }).map(({ line }) => line)
  }
  for (const pattern of ['{ a: 1 }', '[1]', '7', 'null']) {
    t.strictSame(loose(`t.match(found, ${pattern})`), [1], pattern)
    t.strictSame(loose(`const wanted = ${pattern}\nt.match(found, wanted)`), [2], pattern)
  }
  t.strictSame(loose("const paid = 'CHARGE'\nt.match(it.status, paid)\nt.match(it.message, paid)"), [2])
  for (const pattern of ['/a/', "'a'", '`a`', 'new RegExp(a)', 'wordsOf(a)'])
    t.strictSame(loose(`const wanted = ${pattern}\nt.match(found, wanted)`), [], pattern)
})
