import type { Clock, Journal } from '../ports.ts'
import type { Emulator } from './emulator.ts'

export interface FollowerParts {
  journal: Journal
  clock: Clock
  get(name: string): Promise<{ emulator: Pick<Emulator, 'place' | 'refresh'> }>
  isOpened(name: string): boolean
  onFault?(error: Error): void
}

// A request reads what is new before it is answered; this is for what nobody asks about: postlinks that
// another server owed when it died, and pages that show what happens.
const everyMs = 250

/** Where others write to the same journal: opens the workspaces they made and reads what they wrote. */
export const followOthers = ({ journal, clock, get, isOpened, onFault }: FollowerParts): (() => void) => {
  let callOff = () => {}
  let stopped = false
  const look = async () => {
    for (const [name, place] of (await journal.places?.()) ?? []) {
      if (place.seq === 0 && !isOpened(name)) continue
      const { emulator } = await get(name)
      const { life, seq } = emulator.place()
      if (life !== place.life || seq < place.seq) await emulator.refresh()
    }
  }
  const lookLater = () => {
    if (stopped) return
    callOff = clock.at(clock.now() + everyMs, () => void look().catch(onFault).finally(lookLater))
  }
  if (journal.places) lookLater()
  return () => {
    stopped = true
    callOff()
  }
}
