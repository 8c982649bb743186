import type { Case } from '../case.ts'

export const cutBody: Case = {
  name: 'cut-body',
  promise: 'Half a postlink is not acknowledged, and the whole one after it pays.',
  why: 'A 200 for JSON that broke off tells the bank that you know of the payment; it never sends again.',
  fix: 'Answer 400 when the JSON cannot be parsed; catch the error there and nowhere deeper.',
  catches: ['swallows-what-it-cannot-read'],
  async run(trial) {
    const order = await trial.order()
    const paid = await trial.payUnheard(order)
    const body = trial.bodyOf(paid)
    const whole = JSON.stringify(body)
    const text = whole.slice(0, whole.length / 2)
    const half = await trial.deliver(paid, body, { text, about: 'half of the JSON, under an honest length' })
    trial.expectCalm(half)
    const isSettled = async () => {
      const found = await trial.lookUntil(order, ({ state }) => state === 'paid' || state === 'held')
      return found && (found.state === 'paid' || found.state === 'held')
    }
    // A shop that asks for the status all by itself may acknowledge whatever it likes.
    const ok = !trial.acknowledged(half) || (await isSettled())
    trial.check('the answer to half a body', 'not 2xx', `HTTP ${half.status}`, ok)
    await trial.deliver(paid, body, { cut: true, about: 'the connection breaks in the middle' })
    trial.expectCalm(await trial.deliver(paid, body, { about: 'the whole one' }), 'the whole one')
    await trial.expectPaid(order)
  },
}
