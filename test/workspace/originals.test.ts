import t from 'tap'
import { openOriginals } from '../../server/workspace/originals.ts'

t.test('an original is known by its order and its mask, until it is forgotten', async (t) => {
  const originals = openOriginals()
  originals.keep('1', 'a ******', 'a secret')
  originals.keep('2', 'a ******', 'another')
  originals.keep('1', 'a ******', 'a newer one')
  t.equal(originals.of('1', 'a ******'), 'a newer one')
  t.equal(originals.of('2', 'a ******'), 'another')
  t.equal(originals.of('2', 'b ******'), undefined)
  originals.forget('1')
  t.equal(originals.of('1', 'a ******'), undefined)
  t.equal(originals.count(), 1)
  originals.clear()
  t.equal(originals.count(), 0)
})

t.test('past their number and their letters the oldest go', async (t) => {
  const few = openOriginals({ orders: 2, letters: 1_000 })
  for (const id of ['1', '2', '3']) few.keep(id, 'm', 'o')
  t.same(
    ['1', '2', '3'].map((id) => few.of(id, 'm')),
    [undefined, 'o', 'o'],
  )
  const short = openOriginals({ orders: 100, letters: 100 })
  for (const id of ['1', '2', '3']) short.keep(id, 'm', 'o'.repeat(40))
  t.same(
    ['1', '2', '3'].map((id) => short.of(id, 'm')?.length),
    [undefined, 40, 40],
  )
  // The same text again takes no more room.
  for (let i = 0; i < 50; i++) short.keep('3', 'm', 'o'.repeat(40))
  t.equal(short.of('2', 'm')?.length, 40)
})
