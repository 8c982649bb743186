import { execFileSync } from 'node:child_process'
import t from 'tap'
import { putToTest } from '../../server/certify/command.ts'
import { flaws, testFlaws, wrongIn } from '../certify/flaw.ts'
import { describeShop, judge, little } from '../certify/open.ts'
import { describeShape, type Shape, shapes } from '../certify/shape.ts'
import { seed as firstSeed, shareOf } from '../share.ts'

/**
 * The whole matrix, which npm test only samples: honest shops of every shape pass, every mistake is caught by exactly
 * the cases that name it, and so are mistakes in a slow shop, whatever the seed.
 */

const seeds = [0, 1, 2].map((next) => String(firstSeed + next)).slice(0, shareOf(3))

// A case that runs for minutes on a busy machine is slow, and not wrong.
t.setTimeout(3_600_000)

const stagesOf = (shape: Shape) => (shape === 'charging' ? 'two' : 'one')

for (const shape of shapes) {
  t.test(`an honest shop is certified in the shape ${shape}`, async (t) => {
    for (const seed of seeds) {
      const shapeMs = shape === 'queue' ? 1500 : 150
      const options = { seed, stages: stagesOf(shape), effort: { orders: 20, codes: 10 } } as const
      const report = await judge(await describeShape(t, shape, { shapeMs }), options)
      t.same(wrongIn(report), [], `seed ${seed}`)
      t.equal(report.verdict, 'certified')
    }
  })
}

const has = (program: string) => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Shops that share no line with the flawed one: memory, sqlite with threads, and PHP's own server. */
for (const [shop, program] of [
  ['node', 'node'],
  ['python', 'python3'],
  ['php', 'php'],
] as const)
  t.test(`the honest shop in ${shop} is certified, where ${program} is installed`, async (t) => {
    if (!has(program)) return t.comment(`not run: there is no ${program} here`)
    for (const seed of seeds) {
      const report = await judge(await describeShop(shop), { seed, effort: { orders: 20, codes: 10 } })
      t.same(wrongIn(report), [], `seed ${seed}`)
      t.equal(report.verdict, 'certified')
    }
  })

t.test('an honest shop that only holds money, until somebody charges it, is certified', async (t) => {
  for (const seed of seeds) {
    const report = await judge(await describeShape(t, 'plain'), { seed, stages: 'two' })
    t.same(wrongIn(report), [], `seed ${seed}`)
    t.equal(report.verdict, 'certified')
  }
})

for (const shape of shapes)
  t.test(`no order of three events is held against an honest shop in the shape ${shape}`, async (t) => {
    const description = await describeShape(t, shape)
    const lines: string[] = []
    const stages = stagesOf(shape)
    const asked = { ...little, stages, explore: '3', format: 'text', color: false } as const
    t.equal(await putToTest(description, { ...asked, say: (line) => lines.push(line) }), 0, lines.join('\n'))
  })

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
    for (const seed of seeds) {
      const description = await describeShape(t, 'queue', { flaw, shapeMs: 1500 })
      const report = await judge(description, { seed, only: [name, 'success-once'] })
      t.same(wrongIn(report), [name], `seed ${seed}`)
    }
  })
}

for (const seed of seeds) testFlaws(t, flaws, { isWhole: true, seed })
