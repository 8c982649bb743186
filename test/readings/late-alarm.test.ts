import t from 'tap'
import type { Refusal } from '../../contracts/refusal.ts'
import { memoryJournal } from '../../server/adapters/journal/memory.ts'
import { isRefusal } from '../../server/core/decision.ts'
import type { Clock } from '../../server/ports.ts'
import { gaugesOf } from '../../server/readings/metrics/gauges.ts'
import { startTimekeeper } from '../../server/workspace/clock-control.ts'
import { type Emulator, openEmulator } from '../../server/workspace/emulator.ts'
import type { Workspace } from '../../server/workspace/workspaces.ts'
import { noon, opening, orderOf, payOn, settingsWith, tokenRequest, world } from '../core/given.ts'
import { matches } from '../matches.ts'
import { until } from '../until.ts'

// As many as may be on their way to one address, and two more.
const perAddress = 256
const payments = perAddress + 2

const accepted = async <T>(asked: Promise<T | Refusal>): Promise<T> => {
  const reply = await asked
  if (isRefusal(reply)) throw new Error(JSON.stringify(reply))
  return reply as T
}

const pay = async ({ execute }: Emulator, invoiceId: string) => {
  const { accessToken } = await accepted(execute<'issue token'>(tokenRequest({ invoiceId })))
  const { page } = await accepted(execute<'open page'>(opening(accessToken, orderOf({ invoiceId }))))
  await accepted(execute<'pay on page'>(payOn(page.id)))
}

t.test('postlinks held up behind a merchant that hangs are late, and seen to be', async (t) => {
  let now = noon
  const clock: Clock = { now: () => now, at: () => () => {} }
  const emulator = await openEmulator({
    ...{ workspace: 'default', world, journal: memoryJournal(), clock },
    opening: () => ({ settings: settingsWith() }),
  })
  const courier = { post: () => new Promise<never>(() => {}), close: async () => {} }
  const timekeeper = startTimekeeper({ emulator, clock, courier })
  t.teardown(timekeeper.stop)
  for (let i = 0; i < payments; i++) await pay(emulator, String(100_000 + i))
  await until(() => timekeeper.underway() >= perAddress, 'as many are on their way as one address takes')
  const standing = () => gaugesOf({ emulator, timekeeper } as Workspace)
  matches(t, standing(), { postlinks: { due: payments }, underway: perAddress, lateMs: 0 })
  now += 90_000
  matches(t, standing(), { underway: perAddress, lateMs: 90_000 })
})
