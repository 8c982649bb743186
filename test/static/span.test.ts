import t from 'tap'

/** The texts come with the page; an English one brings none. */
const page = { documentElement: { lang: 'en' }, getElementById: () => null }
Object.assign(globalThis, { document: page })
const file = '../../static/dashboard/text.js'
const { spanText } = (await import(file)) as { spanText(ms: number): string }
Reflect.deleteProperty(globalThis, 'document')

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000]

t.test('a span never says sixty minutes beside an hour', async (t) => {
  const spans: [ms: number, text: string][] = [
    [999, '999 ms'],
    [minute - 1, '59.9 s'],
    [2 * minute - 1, '1 min 59 s'],
    [2 * hour - 1, '1 h 59 min'],
    [2 * day - second, '1 d 23 h'],
    [2 * hour, '2 h 0 min'],
  ]
  for (const [ms, text] of spans) t.equal(spanText(ms), text)
})
