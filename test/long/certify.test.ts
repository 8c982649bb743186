import t from 'tap'
import { flaws, testFlaws, wrongIn } from '../certify/flaw.ts'
import { judge } from '../certify/open.ts'
import { describeShape, type Shape, shapes } from '../certify/shape.ts'
import { shareOf } from '../share.ts'

/**
 * The whole matrix, which npm test only samples: honest shops of every shape pass, every mistake is caught by exactly
 * the cases that name it, and so are mistakes in a slow shop, whatever the seed.
 */

const seeds = ['one', 'two', 'three']
const stagesOf = (shape: Shape) => (shape === 'charging' ? 'two' : 'one')

for (const shape of shapes) {
  t.test(`an honest shop is certified in the shape ${shape}`, async (t) => {
    for (const seed of seeds.slice(0, shareOf(seeds.length))) {
      const shapeMs = shape === 'queue' ? 1500 : 150
      const options = { seed, stages: stagesOf(shape), effort: { orders: 20, codes: 10 } } as const
      const report = await judge(await describeShape(t, shape, { shapeMs }), options)
      t.same(wrongIn(report), [], `seed ${seed}`)
      t.equal(report.verdict, 'certified')
    }
  })
}

/** Mistakes that are applied long after the answer, and the case that must wait for them. */
const slowMistakes = [
  ['un-pays', 'late-failure'],
  ['trusts-the-amount', 'amount-changed'],
  ['trusts-the-currency', 'currency-changed'],
  ['ignores-the-terminal', 'another-terminal'],
  ['believes-refund-postlinks', 'forged-refund'],
  ['merges-the-postlink', 'fields-of-the-shop'],
] as const

for (const [flaw, name] of slowMistakes) {
  t.test(`a queue that works ${flaw} off 1.5 s later is caught by ${name}`, async (t) => {
    for (const seed of seeds.slice(0, shareOf(seeds.length))) {
      const description = await describeShape(t, 'queue', { flaw, shapeMs: 1500 })
      const report = await judge(description, { seed, only: [name, 'success-once'] })
      t.same(wrongIn(report), [name], `seed ${seed}`)
    }
  })
}

for (const seed of seeds.slice(0, shareOf(seeds.length))) testFlaws(t, flaws, { isWhole: true, seed })
