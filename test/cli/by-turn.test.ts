import { setImmediate as nextTurn } from 'node:timers/promises'
import t from 'tap'
import { writeByTurn } from '../../server/cli/by-turn.ts'

const given = () => {
  const written: string[] = []
  return { written, ...writeByTurn((text) => void written.push(text)) }
}

t.test('what comes in one turn of the event loop is written at once, in order', async (t) => {
  const { written, add } = given()
  for (const text of ['a\n', '', 'b\n', 'c\n']) add(text)
  t.same(written, [])
  await nextTurn()
  t.same(written, ['a\nb\nc\n'])
  add('d\n')
  await nextTurn()
  t.same(written, ['a\nb\nc\n', 'd\n'])
})

t.test('nothing is written where nothing came', async (t) => {
  const { written, add, flush } = given()
  add('')
  await nextTurn()
  flush()
  t.same(written, [])
})

t.test('what waits can be written before its turn, and is not written again', async (t) => {
  const { written, add, flush } = given()
  add('a\n')
  flush()
  t.same(written, ['a\n'])
  add('b\n')
  await nextTurn()
  t.same(written, ['a\n', 'b\n'])
})
