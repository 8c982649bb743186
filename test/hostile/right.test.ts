import t from 'tap'
import { seed } from '../share.ts'
import { chanceOf } from '../simulation/chance.ts'
import { mutate } from './mutate.ts'
import { record } from './recorded.ts'
import { openRight } from './right.ts'
import { rows } from './right-rows.ts'
import { openTarget } from './target.ts'
import { generated } from './values.ts'

t.test('the server answers and writes what the reader and `decide` come to by themselves', async (t) => {
  const target = await openTarget(t)
  const oracle = await openRight(target)
  const session = (await record(target.app)).filter(({ url }) => !url.includes('_sandbox'))
  const chance = chanceOf(seed)
  const pool = generated(seed)
  for (const base of session)
    for (const sent of [base, mutate(base, chance, pool, session)]) {
      const { wrong } = await oracle.ask(sent)
      for (const one of wrong) t.fail(`${sent.method} ${sent.url} ${sent.body}: ${one}; seed ${seed}`)
    }
  const granted = [...oracle.judged].filter(([, statuses]) => statuses.has(200)).map(([id]) => id)
  t.strictSame(granted.sort(), Object.keys(rows).sort(), 'of each operation one was granted')
})
