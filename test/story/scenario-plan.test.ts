import t from 'tap'
import { control, openSandbox } from '../world.ts'

t.test('the steps of a story are known before it is played', async (t) => {
  const sandbox = await openSandbox(t)
  const { status, body } = await control(sandbox, 'GET', 'scenarios/held-then-charged-in-part-and-refunded')
  t.equal(status, 200)
  const steps = body.steps as string[]
  t.equal(steps.length, 7)
  t.match(steps[3], /^4 charge: amount 700/)
  t.equal(body.run, undefined, 'it was not played')
  t.equal((await control(sandbox, 'GET', 'scenarios/no-such-story')).status, 404)
})
