import t, { type Test } from 'tap'
import type { Scenario } from '../../contracts/scenario.ts'
import type { Links } from '../../server/scenario/merchant.ts'
import { runScenario } from '../../server/scenario/run.ts'
import { matches } from '../matches.ts'
import { control, openMerchant, openSandbox } from '../world.ts'

const play = async (t: Test, story: Scenario['story'], given: Partial<Scenario> = {}, links?: Links) => {
  const { url } = await openSandbox(t)
  const scenario: Scenario = { about: 'A story.', ...given, story }
  return runScenario({ title: 'tea', scenario }, { url, ...(links ? { links } : {}) })
}

t.test('a story that is not for a shop of its own names the flag to leave out', async (t) => {
  const { url } = await openSandbox(t)
  const scenario: Scenario = { about: 'A story.', story: [{ merchant: { answers: [500] } }, { pay: {} }] }
  const against = async (more: object) => {
    const { ok, skipped } = await runScenario({ title: 'tea', scenario }, { url, ...more })
    return [ok, skipped]
  }
  const why = 'the story tells the merchant what to answer: play it without'
  t.strictSame(await against({ shop: {} }), [true, `${why} --config`])
  t.strictSame(await against({ links: { postLink: 'http://127.0.0.1:9/' } }), [true, `${why} --post-link`])
})

const wrong: [what: string, step: Scenario['story'][number], difference: object][] = [
  [
    'the page',
    { pay: { code: 484 }, expect: { page: 'paid' } },
    { where: 'page', expected: 'paid', got: 'declined' },
  ],
  [
    'the status',
    { pay: {}, expect: { status: 'AUTH' } },
    { where: 'status', expected: 'AUTH', got: 'CHARGE' },
  ],
  [
    'the number of postlinks',
    { pay: {}, expect: { postlinks: [] } },
    { where: 'postlinks', expected: '0 of them', got: '1 of them' },
  ],
  [
    'a field of a postlink',
    { pay: {}, expect: { arrived: [{ body: { amount: 99 } }] } },
    { where: 'arrived.0.body.amount', expected: 99, got: 100 },
  ],
  [
    'a field that was to be missing',
    { pay: {}, expect: { arrived: [{ missing: ['reason'] }] } },
    { where: 'arrived.0.body.reason', expected: 'nothing', got: 'success' },
  ],
  [
    'the time it took',
    { askStatus: {}, expect: { atLeastMs: 60_000 } },
    { where: 'atLeastMs', expected: 60_000 },
  ],
  [
    'the message',
    { token: { client_id: 'nobody' }, expect: { message: 'Terminal' } },
    { where: 'message', got: /Invalid client/ },
  ],
  [
    'a refusal nobody expected',
    { token: { client_id: 'nobody' } },
    { where: 'httpStatus', expected: 'an answer', got: /^401 Invalid client/ },
  ],
  ['a cut nobody expected', { chargeSavedCard: { code: 0 } }, { where: 'connection', got: 'cut' }],
  ['what cannot be done', { chargeSavedCard: {} }, { where: 'step', got: 'no card was saved' }],
  ['an operation without a payment', { refund: {} }, { where: 'step', got: /has no payment to refund/ }],
  ['an answer to no question', { threeDS: {} }, { where: 'step', got: /the issuer has asked nothing/ }],
]

for (const [what, step, difference] of wrong) {
  t.test(`a story that is wrong about ${what} fails, and says where`, async (t) => {
    const rules = step.chargeSavedCard?.code === 0 ? [{ then: { answer: 'lost' as const } }] : []
    const result = await play(t, [step], { rules })
    t.equal(result.ok, false)
    matches(t, result.steps, [{ ok: false, expected: step.expect ?? {}, differences: [difference] }])
  })
}

t.test('a result names its steps, what came, and the guesses it rests on', async (t) => {
  const result = await play(t, [{ pay: { code: 484 }, expect: { page: 'declined' } }, { advance: 'PT1M' }])
  matches(t, result, {
    title: 'tea',
    about: 'A story.',
    ok: true,
    steps: [
      { title: '1 pay: code 484', got: { page: 'declined', httpStatus: 200 } },
      { title: '2 advance PT1M', expected: {}, got: {} },
    ],
  })
  t.ok(result.assumed.includes('declined payment has the status FAILED'))
})

t.test('steps at once are each a step of the report', async (t) => {
  const parallel = [{ pay: {} }, { askStatus: {}, expect: { httpStatus: 200 } }]
  const { steps } = await play(t, [{ openPage: {} }, { parallel, expect: { payments: 1 } }])
  t.same(
    steps.map(({ title }) => title),
    ['1 open page', '2.1 pay', '2.2 ask status', '2 all at once'],
  )
})

t.test('a story can return to an earlier order', async (t) => {
  const { ok, steps } = await play(t, [
    { order: { invoiceId: '000000101' } },
    { pay: { code: 484 }, expect: { page: 'declined' } },
    { order: { invoiceId: '000000102' } },
    { pay: {}, expect: { page: 'paid' } },
    { order: { invoiceId: '000000101' } },
    { pay: {}, expect: { page: 'paid', payments: 3 } },
  ])
  t.same(
    steps.flatMap(({ differences }) => differences),
    [],
  )
  t.ok(ok)
})

t.test("a merchant's own URLs are told the outcome, and judged by the sandbox's record", async (t) => {
  const merchant = await openMerchant(t)
  const links = {
    postLink: `${merchant.url}/ok`,
    failurePostLink: `${merchant.url}/failed`,
    backLink: `${merchant.url}/back`,
  }
  const arrived = [{ kind: 'failure' as const, genuine: true, readable: true }, { kind: 'success' as const }]
  const result = await play(t, [{ pay: { code: 484 } }, { pay: {}, expect: { arrived } }], {}, links)
  t.same(
    result.steps.flatMap(({ differences }) => differences),
    [],
  )
  t.same(
    merchant.received.map(({ path }) => path),
    ['/failed', '/ok'],
  )
})

t.test("a corrupt postlink is unreadable and a lost one absent in the sandbox's record too", async (t) => {
  const merchant = await openMerchant(t)
  const links = { postLink: merchant.url, failurePostLink: merchant.url, backLink: merchant.url }
  const rules = [
    { when: { attempt: 1 }, then: { reasonCode: 484, postlink: { corrupt: true } } },
    { when: { attempt: 2 }, then: { postlink: { lost: true } } },
  ]
  const expect = { arrived: [{ readable: false }] }
  const { steps } = await play(t, [{ pay: {} }, { pay: {}, expect }], { rules }, links)
  t.same(steps[1]?.differences, [])
})

t.test(
  "a story that tells the merchant what to answer is not played with a merchant's own URLs",
  async (t) => {
    const links = { postLink: 'http://127.0.0.1:1/', failurePostLink: '', backLink: '' }
    const result = await play(t, [{ merchant: { answers: [500] } }], {}, links)
    matches(t, result, { ok: true, skipped: /without --post-link/ })
    t.same(result.steps, [])
  },
)

t.test('a run begins anew: nothing of an earlier one is left', async (t) => {
  const sandbox = await openSandbox(t)
  const story = [{ pay: {}, expect: { page: 'paid' as const, payments: 1 } }]
  const titled = { title: 'tea', scenario: { about: 'A story.', story } }
  for (const _ of [1, 2]) t.equal((await runScenario(titled, { url: sandbox.url })).ok, true)
  t.same((await control(sandbox, 'GET', 'payments')).body.payments, [], 'the default workspace is left alone')
})

t.test('the same story gets the same ids every time', async (t) => {
  const story = [{ pay: {}, expect: { arrived: [{ kind: 'success' as const }] } }]
  const [a, b] = [await play(t, story), await play(t, story)]
  const got = ({ steps }: typeof a) => steps.map((step) => step.got)
  t.same(got(a), got(b))
  t.notSame(got(await play(t, story, { seed: 'another' })), got(a))
})

t.test('no sandbox, no run', async (t) => {
  const titled = { title: 'tea', scenario: { about: 'A story.', story: [{ pay: {} }] } }
  await t.rejects(runScenario(titled, { url: 'http://127.0.0.1:1' }), { message: /no sandbox answers/ })
})
