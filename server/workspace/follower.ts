import type { Clock, Journal, Place } from '../ports.ts'
import type { Emulator } from './emulator.ts'

interface Followed {
  name: string
  emulator: Pick<Emulator, 'place' | 'refresh'>
}

export interface FollowerParts {
  journal: Journal
  clock: Clock
  /** Opens one that others made; writes nothing. */
  join(name: string): Promise<Followed>
  opened(): Promise<Followed[]>
  /** Called with one that another server deleted. */
  forget(name: string): void
  onFault?(error: Error): void
}

// A request reads what is new before it is answered; this is for what nobody asks about: postlinks that
// another server owed when it died, and pages that show what happens.
const everyMs = 250

/** Where others write to the same journal: opens the workspaces they made, reads what they wrote, and forgets. */
export const followOthers = (parts: FollowerParts): (() => void) => {
  const { journal, clock, join, opened, forget, onFault = () => {} } = parts
  let callOff = () => {}
  let stopped = false
  const follow = async (name: string, place: Place) => {
    const { emulator } = await join(name)
    const { life, seq } = emulator.place()
    if (life !== place.life || seq < place.seq) await emulator.refresh()
  }
  /** The list may be older than a workspace that was made here just now: only the journal itself tells. */
  const forgetIfGone = async ({ name, emulator }: Followed) => {
    await emulator.refresh()
    if (emulator.place().life === 0) forget(name)
  }
  const look = async () => {
    const places = (await journal.places?.()) ?? new Map<string, Place>()
    const gone = (await opened()).filter(({ name }) => !places.has(name))
    const works = [
      ...[...places].map(
        ([name, place]) =>
          () =>
            follow(name, place),
      ),
      ...gone.map((one) => () => forgetIfGone(one)),
    ]
    // One that cannot be read keeps nobody from the others.
    for (const work of works) if (!stopped) await work().catch(onFault)
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
