import t from 'tap'
import { freePort } from '../../server/certify/child.ts'
import { describeShop, hasPython, judge } from './open.ts'

const namesOf = (report: Awaited<ReturnType<typeof judge>>, outcome: string) =>
  report.cases.filter((result) => result.outcome === outcome).map(({ name }) => name)

t.test('the Node shop is certified', async (t) => {
  const report = await judge(await describeShop('node'), { effort: { orders: 30, codes: 15 } })
  t.equal(report.verdict, 'certified')
  t.same(namesOf(report, 'failed'), [])
  // Its orders live in memory, and its terminal charges at once.
  t.same(namesOf(report, 'skipped'), ['cancel-by-status', 'restart'])
  t.equal(report.codes.length, 30)
  t.ok(report.assumed.includes('declined payment has the status FAILED'), 'the report names the guesses')
  t.match(report.codes[0], { answered: 'HTTP 200', declined: /^unpaid/, paidLater: /^paid/, ok: true })
})

t.test('a port given to a merchant lies below those a system gives out at random', async (t) => {
  const ports = [await freePort(), await freePort(), await freePort()]
  t.equal(new Set(ports).size, 3)
  t.ok(ports.every((port) => port >= 20_000 && port < 32_000))
})

t.test('the Python shop is certified', { skip: hasPython ? false : 'there is no python3' }, async (t) => {
  const report = await judge(await describeShop('python'))
  t.equal(report.verdict, 'certified')
  t.same(namesOf(report, 'failed'), [])
  t.same(namesOf(report, 'skipped'), ['cancel-by-status'])
})

t.test('without a probe the verdict is honest: not proven', async (t) => {
  const report = await judge(await describeShop('node', { probe: undefined }), {
    only: ['success-once', 'unknown-invoice'],
  })
  t.equal(report.verdict, 'not proven')
  t.match(report.because, /there is no probe/)
  t.match(report.cases[0]?.checks, [{ ok: undefined }, { what: 'the answer', ok: true }, { ok: undefined }])
})

t.test('a probe that counts nothing does not prove that an order is paid once', async (t) => {
  const probe = { url: 'http://127.0.0.1:{port}/order/{invoiceId}.json', state: '$.state' }
  const only = ['success-once', 'same-postlink-twice']
  const without = await judge(await describeShop('node', { probe }), { only })
  t.match(without.cases, [{ outcome: 'passed' }, { outcome: 'unproven', reason: /neither amount nor times/ }])
  const astray = await judge(await describeShop('node', { probe: { ...probe, amount: '$.no.such' } }), {
    only,
  })
  t.match(astray.cases, [{ outcome: 'unproven' }, { outcome: 'unproven', reason: /where the probe says/ }])
})

t.test('a state nobody has mapped proves nothing', async (t) => {
  const description = await describeShop('node')
  const probe = { ...description.probe, map: { paid: ['settled'] } }
  const report = await judge({ ...description, patienceMs: 100, probe }, { only: ['success-once'] })
  t.equal(report.verdict, 'not proven')
  t.match(report.because, /unknown \("paid"\)/)
})
