import t from 'tap'
import { PostlinkFault } from '../../contracts/rule.ts'
import type { Scenario } from '../../contracts/scenario.ts'
import { scenarioFiles, shippedFolder } from '../../server/scenario/library.ts'
import { loadScenario, type Titled } from '../../server/scenario/load.ts'
import { runScenario } from '../../server/scenario/run.ts'
import { openSandbox } from '../world.ts'

const files = (await scenarioFiles()).filter((path) => path.startsWith(shippedFolder))
const shipped: Titled[] = await Promise.all(files.map(loadScenario))

t.test('every story that comes with the sandbox is true', async (t) => {
  const { url } = await openSandbox(t)
  for (const titled of shipped) {
    t.test(titled.title, async (t) => {
      const { ok, steps } = await runScenario(titled, { url })
      for (const step of steps) t.same(step.differences, [], step.title)
      t.equal(ok, true)
    })
  }
})

t.test('there are at least twenty-five, each with a title and a sentence', async (t) => {
  t.ok(shipped.length >= 25)
  for (const { title, scenario } of shipped) {
    t.match(title, /^[a-z0-9]+(-[a-z0-9]+){1,9}$/)
    t.match(scenario.about, /^[A-Z].*\.$/)
  }
})

const rulesIn = ({ rules = [], story }: Scenario) => [
  ...rules,
  ...story.flatMap(({ rule }) => (rule ? [rule] : [])),
]
const thens = shipped.flatMap(({ scenario }) => rulesIn(scenario)).map(({ then }) => then)

t.test('every fault of a postlink has its story', async (t) => {
  const seen = new Set(thens.flatMap(({ postlink }) => Object.keys(postlink ?? {})))
  for (const fault of Object.keys(PostlinkFault.properties)) t.ok(seen.has(fault), fault)
})

t.test('every fault of an answer has its story', async (t) => {
  const seen = new Set(
    thens.flatMap(({ answer }) => (typeof answer === 'object' ? Object.keys(answer) : [answer])),
  )
  for (const fault of ['lost', 'refused', 'half', 'status', 'headersAfterMs', 'bodyOverMs'] as const) {
    t.ok(seen.has(fault), fault)
  }
})

t.test('no story waits longer than fifty milliseconds of real time for a rule', async (t) => {
  for (const { delayMs = 0, answer } of thens) {
    const waits = Object(answer) as { headersAfterMs?: number; bodyOverMs?: number }
    t.ok(Math.max(delayMs, waits.headersAfterMs ?? 0, waits.bodyOverMs ?? 0) <= 50)
  }
})
