import type { Case } from '../case.ts'
import { secretsOf } from '../promise.ts'

export const refusalTellsNothing: Case = {
  name: 'refusal-tells-nothing',
  promise: 'A refused postlink is not told what would have been right.',
  why: 'An answer such as "expected secret 5f…" hands the key to anyone who knocks.',
  fix: 'Answer 403 with nothing in it; write the reason into your own log.',
  catches: ['explains-its-refusals'],
  async run(trial) {
    const { bank } = trial.bed
    const order = await trial.order()
    const declined = await trial.declineUnheard(order)
    const body = { ...trial.lieOf(declined), secret_hash: '0'.repeat(32) }
    const { text } = await trial.deliver(declined, body, { about: 'a wrong secret_hash' })
    const found = secretsOf(bank, order).filter((secret) => text.includes(secret.text))
    const got = found.map(({ name }) => name).join(', ') || 'none'
    trial.check('secrets in the answer', 'none', got, found.length === 0)
  },
}
