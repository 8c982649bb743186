import t from 'tap'
import { sharedWork } from '../../server/workspace/shared-work.ts'

/** Work that ends when it is told to. */
const given = () => {
  const begun: { end(): void; fail(error: Error): void }[] = []
  const ask = sharedWork(() => new Promise<void>((end, fail) => void begun.push({ end, fail })))
  return { begun, ask }
}

t.test('who asks while nothing runs begins it', async (t) => {
  const { begun, ask } = given()
  const asked = ask()
  t.equal(begun.length, 1)
  begun[0]?.end()
  await asked
})

t.test('all who ask while it runs share one more, which begins after they asked', async (t) => {
  const { begun, ask } = given()
  const first = ask()
  const later = [ask(), ask(), ask()]
  t.equal(begun.length, 1)
  begun[0]?.end()
  await first
  t.equal(begun.length, 2)
  begun[1]?.end()
  await Promise.all(later)
  t.equal(begun.length, 2)
})

t.test('work that fails fails for those who asked for it, and the next begins all the same', async (t) => {
  const { begun, ask } = given()
  const first = ask()
  const second = ask()
  begun[0]?.fail(new Error('no connection'))
  await t.rejects(first, { message: 'no connection' })
  begun[1]?.end()
  await second
  const third = ask()
  begun[2]?.end()
  await third
  t.equal(begun.length, 3)
})
