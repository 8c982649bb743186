import t from 'tap'
import { writeInBatches } from '../../server/cli/batch.ts'

/** Anyone who waits is told by hand. */
const given = () => {
  const written: string[] = []
  const waiting: (() => void)[] = []
  const batches = writeInBatches(
    (text) => void written.push(text),
    (run) => void waiting.push(run),
  )
  const timeComes = () => {
    for (const run of waiting.splice(0)) run()
  }
  return { written, timeComes, ...batches }
}

t.test('what came meanwhile is written at once, in order', async (t) => {
  const { written, add, timeComes } = given()
  for (const text of ['a\n', '', 'b\n', 'c\n']) add(text)
  t.same(written, [])
  timeComes()
  t.same(written, ['a\nb\nc\n'])
  add('d\n')
  timeComes()
  t.same(written, ['a\nb\nc\n', 'd\n'])
})

t.test('nothing is written where nothing came', async (t) => {
  const { written, add, flush, timeComes } = given()
  add('')
  timeComes()
  flush()
  t.same(written, [])
})

t.test('what waits can be written before its time, and is not written again', async (t) => {
  const { written, add, flush, timeComes } = given()
  add('a\n')
  flush()
  t.same(written, ['a\n'])
  timeComes()
  add('b\n')
  timeComes()
  t.same(written, ['a\n', 'b\n'])
})
