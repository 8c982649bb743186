import { seed, shareOf } from '../share.ts'
import { chanceOf } from '../simulation/chance.ts'
import { leastGrowth } from './heap.ts'
import { troublesOf } from './judge.ts'
import { mutate } from './mutate.ts'
import { record } from './recorded.ts'
import { openRight } from './right.ts'
import { get, inject, openTarget, otherWorkspace, postJson, type Sent, type Target } from './target.ts'
import { generated } from './values.ts'

interface Test {
  fail(message: string): unknown
  ok(value: unknown, message: string): unknown
  teardown(run: () => unknown): void
}

// Enough to pass every usual way; a record a request would be more than the slack.
const casesOfRound = 500
const slackBytes = casesOfRound * 512

// Ids and tokens in the requests go stale when a mutant spends them.
const freshEvery = 1000
// Stories, documents, files and keys cost much and decide little: seldom.
const slow = /scenarios|provider-states|shop|openapi|reference|dashboard|payment-api|cryptopay|journal/

/** Nothing left but what a server that has just been started has. */
const rest = async ({ app, workspaces }: Target) => {
  for (const name of await workspaces.names())
    if (name !== 'default') await inject(app, { ...get(`/_sandbox/workspaces/${name}`), method: 'DELETE' })
  await inject(app, postJson('/_sandbox/reset', {}))
}

/** Rules may ask for a 502, or for ten minutes of waiting: none is left in force. */
const clearRules = async ({ workspaces }: Target) => {
  for (const name of ['default', otherWorkspace])
    await (await workspaces.get(name)).emulator.execute({ kind: 'clear rules' })
}
const mayAddRules = /rules|scenarios|provider-states|\/w\//

const shown = ([number, sent]: [number, Sent?]) =>
  `case ${number}: ${JSON.stringify({ ...sent, body: sent?.body.toString('latin1') }).slice(0, 3000)}`

/** A share of so many mutants of those requests that are of its part; stops at the fifth trouble. */
export const storm = async (t: Test, { part, whole }: { part: RegExp; whole: number }) => {
  const target = await openTarget(t)
  const pool = generated(seed)
  const oracle = await openRight(target)
  let current: [number, Sent?] = [0]
  let found = 0
  // What tap sends when a file takes too long: then this case is the one that hangs.
  const onTimeout = () => console.error(`stuck at ${shown(current)}`)
  process.on('SIGALRM', onTimeout)
  t.teardown(() => process.off('SIGALRM', onTimeout))

  const tell = (trouble: string) => {
    const fault = target.faults.shift()?.stack ?? ''
    t.fail(`${trouble}\n${shown(current)}\nagain: EPAY_TEST_SEED=${seed}\n${fault}`)
    found += 1
  }
  const play = async (cases: number, sampled: number) => {
    const chance = chanceOf(seed)
    let all: Sent[] = []
    let own: Sent[] = []
    for (let number = 0; number < cases && found < 5; number++) {
      if (number % freshEvery === 0) {
        all = await record(target.app)
        own = all.filter(({ url }) => part.test(url))
      }
      const picked = chance.of(own)
      const base = slow.test(picked.url) && !chance.happens(0.05) ? chance.of(own) : picked
      const isSampled = chance.happens(sampled)
      const sent = isSampled && chance.happens(0.5) ? base : mutate(base, chance, pool, all)
      current = [number, sent]
      const { answer, wrong } = isSampled
        ? await oracle.ask(sent)
        : { answer: await inject(target.app, sent), wrong: [] }
      for (const trouble of [...troublesOf(answer, sent), ...wrong]) tell(trouble)
      for (const { message } of target.faults.splice(0)) tell(`the sandbox's own fault: ${message}`)
      if (mayAddRules.test(sent.url)) await clearRules(target)
      if (number % 200 === 0) {
        const { status } = await inject(target.app, get('/_sandbox/health'))
        if (status !== 200) tell(`health answered ${status}`)
      }
    }
  }
  await play(shareOf(whole), 0.1)
  if (found > 0) return
  await rest(target)
  // From rest to rest the same requests are made, with the same ids: a reset begins as the one before.
  const round = async () => {
    await play(casesOfRound, 0)
    await rest(target)
  }
  const grown = await leastGrowth(round, (bytes) => bytes < slackBytes)
  const kib = `${Math.round(grown / 1024)} KiB in ${casesOfRound} requests that were made before`
  t.ok(grown < slackBytes, `memory does not grow: ${kib}`)
}
