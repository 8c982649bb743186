import t from 'tap'
import { matches } from '../matches.ts'
import { control, openSandbox, payThroughPage } from '../world.ts'

t.test('the control API lists scenarios and sets the stage of one by its name', async (t) => {
  const sandbox = await openSandbox(t)
  const { scenarios } = (await control(sandbox, 'GET', 'scenarios')).body as { scenarios: object[] }
  matches(
    t,
    scenarios.find((listed) => 'name' in listed && listed.name === 'postlink-comes-late'),
    { about: /ten minutes/ },
  )
  await control(sandbox, 'POST', 'rules', { then: { reasonCode: 488 } })
  const { status, body } = await control(sandbox, 'POST', 'scenarios', {
    name: 'first-attempt-declined-by-a-rule',
  })
  t.equal(status, 200)
  matches(t, body, {
    scenario: 'first-attempt-declined-by-a-rule',
    rules: [{ when: { attempt: 1 }, then: { reasonCode: 521 }, matched: 0 }],
    left: ['story'],
  })
  matches(
    t,
    (await control(sandbox, 'GET', 'rules')).body.rules,
    { length: 1 },
    'in place of the rules before',
  )
  await payThroughPage(sandbox)
  matches(t, await sandbox.payments(), [{ reasonCode: 521 }])
})

t.test('a scenario in the body sets rules, clock and settings', async (t) => {
  const sandbox = await openSandbox(t)
  const scenario = {
    about: 'A story.',
    clock: '2020-01-01T00:00:00Z',
    seed: 'tea',
    cards: '2020',
    quirks: { tokenLifetime: '1200' },
    rules: [{ then: { reasonCode: 484 } }],
    story: [{ pay: {} }],
  }
  matches(t, (await control(sandbox, 'POST', 'scenarios', scenario)).body, {
    scenario: 'by hand',
    now: '2020-01-01T00:00:00.000Z',
    left: ['story', 'seed'],
  })
  matches(t, (await control(sandbox, 'GET', 'settings')).body, {
    cards: '2020',
    quirks: { tokenLifetime: '1200' },
  })
})

t.test('another workspace has its own stage', async (t) => {
  const sandbox = await openSandbox(t)
  const other = { ...sandbox, url: `${sandbox.url}/w/tea` }
  await control(other, 'POST', 'scenarios', { name: 'postlink-comes-late' })
  t.same((await control(sandbox, 'GET', 'rules')).body.rules, [])
  matches(t, (await control(other, 'GET', 'rules')).body.rules, { length: 1 })
})

t.test('what cannot be loaded is a problem document with what it got and what was expected', async (t) => {
  const sandbox = await openSandbox(t)
  const post = (body: object) => control(sandbox, 'POST', 'scenarios', body)
  matches(t, await post({ name: 'postlink-late' }), {
    status: 404,
    body: { detail: /near it: postlink-comes-late/ },
  })
  matches(t, await post({ name: '../secrets' }), { status: 400, body: { violations: [{ where: 'name' }] } })
  matches(t, await post({ about: 'A story.', story: [{ pay: { code: 3 } }] }), {
    status: 400,
    body: { violations: [{ where: 'story.0.pay.code', got: '3' }] },
  })
})
