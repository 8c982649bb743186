import t from 'tap'
import type { CommandKind } from '../../server/core/command.ts'
import { createState } from '../../server/core/state.ts'
import { Busy } from '../../server/ports.ts'
import { admit } from '../../server/workspace/limits.ts'
import { settingsWith, world } from '../core/given.ts'
import { matches } from '../matches.ts'

const load = ({ payments = 0, waiting = 0, retain = 20 }) => {
  const state = createState(world)
  state.settings = { ...settingsWith(), retain }
  for (let i = 0; i < payments; i += 1) state.paymentLine.push(`p${i}`)
  return { workspace: 'shop', state, waiting }
}

const busy = (kind: CommandKind, given: Parameters<typeof load>[0]) => {
  try {
    admit(kind, load(given))
    return undefined
  } catch (error) {
    if (error instanceof Busy)
      return { limit: error.limit, retryAfter: error.retryAfter, told: error.message }
    throw error
  }
}

t.test('a queue takes 2,000 commands of one workspace', async (t) => {
  t.equal(busy('ask status', { waiting: 1999 }), undefined)
  matches(t, busy('ask status', { waiting: 2000 }), {
    limit: 'commands',
    retryAfter: 1,
    told: /shop wait already/,
  })
})

t.test('what the world tells is kept however long the queue', async (t) => {
  t.equal(busy('ring', { waiting: 1e6 }), undefined)
  t.equal(busy('take answer', { waiting: 1e6 }), undefined)
})

t.test(
  '100,000 payments of which none can be forgotten are enough; more where more are retained',
  async (t) => {
    t.equal(busy('issue token', { payments: 99_999 }), undefined)
    matches(t, busy('issue token', { payments: 100_000 }), {
      limit: 'payments',
      retryAfter: 60,
      told: /larger --retain/,
    })
    t.equal(busy('charge saved card', { payments: 100_000 }), undefined, 'what has a token may go on')
    t.equal(busy('issue token', { payments: 100_000, retain: 30_000 }), undefined)
    t.ok(busy('issue token', { payments: 150_000, retain: 30_000 }))
  },
)
