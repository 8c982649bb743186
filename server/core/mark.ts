import type { Entry } from '../../contracts/entry.ts'
import type { Mark } from '../../contracts/mark.ts'
import { maskSecrets } from '../../contracts/mask.ts'
import { accept, type Decision } from './decision.ts'
import type { Moment } from './moment.ts'
import type { MutableState, State } from './state.ts'

// A test suite sets one a test; anyone who goes back goes back a few.
const mostMarks = 1_000

export const setMark = ({ seq }: State, text: string, { now }: Moment): Decision<Mark> => {
  const name = maskSecrets(text)
  return accept([{ kind: 'marked', name }], { name, seq: seq + 1, at: now })
}

/** The same name again names the newer place: a test that is run a second time means its second run. */
export const keepMark = (
  { marks }: MutableState,
  { name, seq, at }: Extract<Entry, { kind: 'marked' }>,
): void => {
  marks.delete(name)
  marks.set(name, { name, seq, at })
  const [oldest] = marks.keys()
  if (marks.size > mostMarks && oldest !== undefined) marks.delete(oldest)
}
