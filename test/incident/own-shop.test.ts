import t from 'tap'
import { meetCodes, readCodes } from '../../server/incident/reason-codes.ts'
import { loadScenario } from '../../server/scenario/load.ts'
import { runScenario, type ScenarioResult } from '../../server/scenario/run.ts'
import { matches } from '../matches.ts'
import { openMerchant, openSandbox } from '../world.ts'
import { shopOf } from './shop.ts'

const playWith = async (shop: Awaited<ReturnType<typeof shopOf>>, names: string[]) => {
  const played: ScenarioResult[] = []
  for (const name of names)
    played.push(await runScenario(await loadScenario(name), { url: shop.bed.bank.url, shop }))
  return played
}

t.test(
  'with a shop the orders of a story are the shop’s, and what became of them is looked at',
  async (t) => {
    const shop = await shopOf(t, 'node')
    const [paid, twice, skipped, answer] = await playWith(shop, [
      'insufficient-funds-then-success',
      'postlink-twice-at-once',
      'card-saved-then-charged',
      'merchant-down-for-five-minutes',
    ])
    matches(t, paid, { ok: true, against: 'shop', skipped: undefined })
    matches(t, paid?.steps.at(-1), { title: "the shop's order 000000001", got: { state: 'paid' } })
    matches(t, twice, { ok: true })
    t.match(skipped?.skipped, /speaks in the shop's place/)
    t.match(answer?.skipped, /tells the merchant what to answer: play it without --config/)
  },
)

t.test(
  'a shop that does not take a postlink, or holds the order for something else, fails the story',
  async (t) => {
    const shop = await shopOf(t, 'flawed', 'failure-is-final')
    const [played] = await playWith(shop, ['insufficient-funds-then-success'])
    t.equal(played?.ok, false)
    matches(t, played?.steps.at(-1), {
      ok: false,
      differences: [{ where: 'state at the shop', expected: 'paid' }],
    })
  },
)

t.test('an endpoint that answers 404 to orders it never made is no pass', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  merchant.answer = async () => 404
  const links = { postLink: merchant.url, failurePostLink: merchant.url, backLink: merchant.url }
  const played = await runScenario(await loadScenario('forged-postlink'), { url: sandbox.url, links })
  matches(t, played, { ok: true, against: 'endpoint' })
  const plain = await runScenario(await loadScenario('saved-card-declined'), { url: sandbox.url, links })
  t.equal(plain.ok, false)
  matches(
    t,
    plain.steps.flatMap(({ differences }) => differences),
    ['000000001', '000000001', '000000002'].map((invoiceId) => ({
      where: `the failure postlink of ${invoiceId}`,
      ...{ expected: '2xx of the shop', got: 'HTTP 404' },
    })),
  )
})

t.test(
  'every code is met by the shop’s own checkout: what the buyer saw, and whether it can be paid again',
  async (t) => {
    const shop = await shopOf(t, 'node')
    const seen: number[] = []
    const rows = await meetCodes(shop, readCodes('484,1654'), ({ code }) => seen.push(code))
    t.same(seen, [484, 1654])
    matches(t, rows, [
      { code: 484, buyerSaw: /unpaid/, answered: 'HTTP 200', order: 'unpaid', paidAgain: 'yes', ok: true },
      { code: 1654, ok: true },
    ])
  },
)

t.test('a shop that buries an order at its first decline is told at which code', async (t) => {
  const shop = await shopOf(t, 'flawed', 'failure-is-final')
  matches(t, await meetCodes(shop, readCodes('484')), [{ code: 484, paidAgain: 'no', ok: false }])
})

t.test('all codes are the declines of the table; others are refused in words', async (t) => {
  t.ok(readCodes('all').length > 60)
  t.notOk(readCodes(undefined).some(({ code }) => code <= 0))
  for (const text of ['1', '0', 'lost', '484;x'])
    t.throws(() => readCodes(text), { message: /expected reason codes such as 484,467/ })
})
