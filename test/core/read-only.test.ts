import t from 'tap'
import { replay } from '../../server/core/replay.ts'
import { createState, type State } from '../../server/core/state.ts'
import { matches } from '../matches.ts'
import { world } from './given.ts'

/** Never called: `npm run check:types` fails here as soon as one of these lines is allowed. */
const forbidden = (state: State) => {
  // @ts-expect-error
  state.seq = 7
  // @ts-expect-error
  state.transactions.clear()
  // @ts-expect-error
  for (const transaction of state.transactions.values()) transaction.status = 'CHARGE'
  // @ts-expect-error
  for (const token of state.tokens.values()) token.spent = true
  // @ts-expect-error
  for (const page of state.pages.values()) page.attempts.push('another')
  // @ts-expect-error
  for (const postlink of state.postlinks.values()) postlink.attempts = []
  // @ts-expect-error
  state.waiting.add('postlink')
  // @ts-expect-error
  state.rules.pop()
  // @ts-expect-error
  state.world.clients.pop()
  // @ts-expect-error
  state.alarms.clear('page expires', 'page')
  // @ts-expect-error
  state.paymentLine.shift()
  // @ts-expect-error
  replay(state, { seq: 1, at: 0, kind: 'token expired', token: 'token' })
}

t.test('a state is read-only to everybody but replay(), and the types say so', async (t) => {
  t.type(forbidden, 'function')
  const state = createState(world)
  const seen: State = state
  replay(state, { seq: 1, at: 0, kind: 'clock moved', clock: { mode: 'virtual', now: 5, set: true } })
  matches(t, seen, { seq: 1, clock: { now: 5 } })
})
