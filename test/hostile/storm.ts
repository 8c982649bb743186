import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { seed, shareOf } from '../share.ts'
import { chanceOf } from '../simulation/chance.ts'
import { troublesOf } from './judge.ts'
import { mutate } from './mutate.ts'
import { record } from './recorded.ts'
import { get, inject, openTarget, otherWorkspace, postJson, type Sent, type Target } from './target.ts'
import { generated } from './values.ts'

interface Test {
  fail(message: string): unknown
  ok(value: unknown, message: string): unknown
  teardown(run: () => unknown): void
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

// Whatever a lazily compiled page or a map of shapes still costs after the first half; a record a case would be more.
const slackBytes = 6 * 1024 * 1024

// Ids and tokens in the requests go stale when a mutant spends them.
const freshEvery = 1000
// Stories, documents, files and keys cost much and decide little: seldom.
const slow = /scenarios|provider-states|shop|openapi|reference|dashboard|payment-api|cryptopay|journal/

/** Nothing left but what a server that has just been started has. */
const rest = async ({ app, workspaces }: Target) => {
  for (const name of await workspaces.names())
    if (name !== 'default') await inject(app, { ...get(`/_sandbox/workspaces/${name}`), method: 'DELETE' })
  await inject(app, postJson('/_sandbox/reset', {}))
  collectGarbage()
  collectGarbage()
  return process.memoryUsage().heapUsed
}

/** Rules may ask for a 502, or for ten minutes of waiting: none is left in force. */
const clearRules = async ({ workspaces }: Target) => {
  for (const name of ['default', otherWorkspace])
    await (await workspaces.get(name)).emulator.execute({ kind: 'clear rules' })
}
const mayAddRules = /rules|scenarios|provider-states|\/w\//

const told = ([number, sent]: [number, Sent?]) =>
  `case ${number}: ${JSON.stringify({ ...sent, body: sent?.body.toString('latin1') }).slice(0, 3000)}`

/** A share of so many mutants of those requests that are of its part; stops at the fifth trouble. */
export const storm = async (t: Test, { part, whole }: { part: RegExp; whole: number }) => {
  const cases = 2 * shareOf(whole / 2)
  const target = await openTarget(t)
  const chance = chanceOf(seed)
  const pool = generated(seed)
  const heap: number[] = []
  let all: Sent[] = []
  let own: Sent[] = []
  let current: [number, Sent?] = [0]
  let found = 0
  // What tap sends when a file takes too long: then this case is the one that hangs.
  const onTimeout = () => console.error(`stuck at ${told(current)}`)
  process.on('SIGALRM', onTimeout)
  t.teardown(() => process.off('SIGALRM', onTimeout))

  const tell = (trouble: string) => {
    const fault = target.faults.shift()?.stack ?? ''
    t.fail(`${trouble}\n${told(current)}\nagain: EPAY_TEST_SEED=${seed}\n${fault}`)
    found += 1
  }
  for (let number = 0; number < cases && found < 5; number++) {
    if (number === cases / 2) heap.push(await rest(target))
    if (number % freshEvery === 0) {
      all = await record(target.app)
      own = all.filter(({ url }) => part.test(url))
    }
    const picked = chance.of(own)
    const base = slow.test(picked.url) && !chance.happens(0.05) ? chance.of(own) : picked
    const sent = mutate(base, chance, pool, all)
    current = [number, sent]
    for (const trouble of troublesOf(await inject(target.app, sent), sent)) tell(trouble)
    for (const { message } of target.faults.splice(0)) tell(`the sandbox's own fault: ${message}`)
    if (mayAddRules.test(sent.url)) await clearRules(target)
    if (number % 200 === 0) {
      const { status } = await inject(target.app, get('/_sandbox/health'))
      if (status !== 200) tell(`health answered ${status}`)
    }
  }
  if (found > 0) return
  heap.push(await rest(target))
  const [middle = 0, end = 0] = heap
  const grown = `${Math.round((end - middle) / 1024)} KiB of heap between the middle and the end`
  t.ok(end - middle < slackBytes, `memory does not grow: ${grown}`)
}
