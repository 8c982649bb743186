import type { Entry } from '../../contracts/entry.ts'
import type { Step } from '../../contracts/scenario.ts'
import type { PostlinkExpectation } from '../../contracts/scenario-expectation.ts'
import type { Postlink, State } from '../core/state.ts'

/** How the shop answered, so that the story's own merchant answers the same. */
export const merchantAnswers = (entries: Entry[], state: State): Step[] => {
  const answers = entries.flatMap((entry) => {
    if (entry.kind !== 'postlink answered' || state.postlinks.get(entry.postlink)?.lost) return []
    return [entry.answer.status ?? ('cut' as const)]
  })
  const last = answers.findLastIndex((answer) => answer !== 200)
  return last < 0 ? [] : [{ merchant: { answers: answers.slice(0, last + 1) } }]
}

const expectationOf = ({ kind, state, attempts, lost }: Postlink): PostlinkExpectation => {
  // An address the sandbox refused to post to is replaced by the story's own merchant, which answers.
  const forbidden = !lost && attempts.some(({ answer }) => answer?.final)
  return forbidden ? { kind } : { kind, state, attempts: attempts.length }
}

/** What the session came to. */
export const lastWord = ({ transactions, postlinks }: State): Step => ({
  expect: { payments: transactions.size, postlinks: [...postlinks.values()].map(expectationOf) },
})
