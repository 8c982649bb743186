import { hash } from 'node:crypto'
import type { Test } from 'tap'
import { chooseQuirks } from '../../contracts/quirk.ts'
import { openCardKey } from '../../server/adapters/card-key/key.ts'
import { manualClock } from '../../server/adapters/clock/manual.ts'
import { memoryJournal } from '../../server/adapters/journal/memory.ts'
import { buildApp } from '../../server/http/app.ts'
import { addressOf } from '../../server/http/request/address.ts'
import { world } from '../../server/main.ts'
import type { Courier, Journal } from '../../server/ports.ts'
import { openWorkspaces } from '../../server/workspace/workspaces.ts'
import { seedMoment } from '../world.ts'

const start = Date.parse(seedMoment)

/**
 * A merchant whose mood is a function of what it is told: nothing of a real one would be the same twice. A slow one
 * takes longer each time.
 */
const courierTo = (shop: 'quick' | 'slow'): Courier => {
  let posts = 0
  return {
    async post({ body }) {
      const durationMs = shop === 'slow' ? 40 * ++posts : 0
      const mood = Number.parseInt(hash('sha256', JSON.stringify(body)).slice(0, 2), 16)
      if (mood < 40) return { error: 'ECONNREFUSED', durationMs, responseBody: '' }
      return { status: mood < 90 ? 500 : 200, durationMs, responseBody: 'ok' }
    },
    close: async () => {},
  }
}

export type Shop = Parameters<typeof courierTo>[0]

/** A server whose whole world is a function of its seed and of what it is asked. */
export const openServer = async (t: Test, seed: string, shop: Shop, journal: Journal = memoryJournal()) => {
  const workspaces = await openWorkspaces({
    world,
    journal,
    clock: manualClock(start),
    courier: courierTo(shop),
    opening: () => ({
      settings: {
        seed,
        cards: '2025',
        quirks: chooseQuirks('documented'),
        clients: [],
        terminals: [],
        unreadableCryptogram: 'refuse',
        retain: 20_000,
      },
      clock: { mode: 'virtual', now: start, set: false },
    }),
  })
  const faults: Error[] = []
  const key = openCardKey({ fixture: true })
  const app = await buildApp({ workspaces, key, onFault: (error) => void faults.push(error) })
  await app.listen({ port: 0 })
  t.teardown(async () => {
    await app.close()
    await workspaces.close()
  })
  return { url: addressOf(app), faults, workspaces, ...(await workspaces.get('default')) }
}
