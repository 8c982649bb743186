import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { freePort } from '../../server/certify/child.ts'
import { openMerchant } from '../../server/certify/merchant.ts'
import { openWire } from '../../server/certify/wire.ts'
import { figuresIn } from '../coverage-figures.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { describeShop, hasPython, judge, judgeCovered } from './open.ts'

const namesOf = (report: Awaited<ReturnType<typeof judge>>, outcome: string) =>
  report.cases.filter((result) => result.outcome === outcome).map(({ name }) => name)

/** What only a terminal that holds money first can show. */
const held = ['cancel-by-status', 'held-is-not-paid', 'charge-makes-paid', 'charge-in-part']
const restarts = ['restart', 'restart-before-payment', 'restart-after-payment']

t.test('the Node shop is certified', async (t) => {
  const { report, figure } = await judgeCovered(await describeShop('node'), {
    effort: { orders: 30, codes: 15 },
  })
  t.equal(figure, figuresIn('README.md').shops, 'README says how much of the bank it met')
  t.equal(report.verdict, 'certified')
  t.same(namesOf(report, 'failed'), [])
  // Its orders live in memory, its staff has no page, and its terminal charges at once.
  t.same(
    namesOf(report, 'skipped').sort(),
    [...held, ...restarts, 'hold-lapses', 'script-in-the-admin-page'].sort(),
  )
  t.equal(report.codes.length, 30)
  t.ok(report.assumed.includes('declined payment has the status FAILED'), 'the report names the guesses')
  matches(t, report.codes[0], { answered: 'HTTP 200', declined: /^unpaid/, paidLater: /^paid/, ok: true })
})

t.test('a shop that a command restarts is waited for: the command may end before it', async (t) => {
  const port = await freePort()
  const shop = createServer()
  // The command ends with the answer; the shop is up some time after it.
  const host = createServer((_, answer) => {
    answer.end('restarted')
    setTimeout(() => shop.listen(port, '127.0.0.1'), 150)
  }).listen(0, '127.0.0.1')
  await once(host, 'listening')
  t.teardown(() => [shop, host].map((one) => one.close()))
  const { port: asked } = host.address() as AddressInfo
  const restart = `node -e "fetch('http://127.0.0.1:${asked}/')"`
  const description = { createOrder: { url: 'http://127.0.0.1:{port}/' }, restart, folder: folder(t) }
  const asking = { send: openWire({ who: 'certify', own: [] }), folder: folder(t), environment: {} }
  await openMerchant(description, { asking, port, payformUrl: '' }).restart()
  t.ok(shop.listening)
})

t.test('a port given to a merchant lies below those a system gives out at random', async (t) => {
  const ports = [await freePort(), await freePort(), await freePort()]
  t.equal(new Set(ports).size, 3)
  t.ok(ports.every((port) => port >= 20_000 && port < 32_000))
})

t.test('the Python shop is certified', { skip: hasPython ? false : 'there is no python3' }, async (t) => {
  const { report, figure } = await judgeCovered(await describeShop('python'))
  t.equal(figure, figuresIn('README.md').shops, 'README says how much of the bank it met')
  t.equal(report.verdict, 'certified')
  t.same(namesOf(report, 'failed'), [])
  t.same(namesOf(report, 'skipped').sort(), [...held, 'hold-lapses', 'script-in-the-admin-page'].sort())
})

t.test('without a probe the verdict is honest: not proven', async (t) => {
  const report = await judge(await describeShop('node', { probe: undefined }), {
    only: ['success-once', 'unknown-invoice'],
  })
  t.equal(report.verdict, 'not proven')
  t.match(report.because, /there is no probe/)
  matches(t, report.cases[0]?.checks, [
    { ok: undefined },
    { what: 'the answer', ok: true },
    { ok: undefined },
  ])
})

t.test('a probe that counts nothing does not prove that an order is paid once', async (t) => {
  const probe = { url: 'http://127.0.0.1:{port}/order/{invoiceId}.json', state: '$.state' }
  const only = ['success-once', 'same-postlink-twice']
  const without = await judge(await describeShop('node', { probe }), { only })
  matches(t, without.cases, [
    { outcome: 'passed' },
    { outcome: 'unproven', reason: /neither amount nor times/ },
  ])
  const astray = await judge(await describeShop('node', { probe: { ...probe, amount: '$.no.such' } }), {
    only,
  })
  matches(t, astray.cases, [{ outcome: 'unproven' }, { outcome: 'unproven', reason: /where the probe says/ }])
})

t.test('a word nobody has mapped, or a path to nothing, is told before any case', async (t) => {
  const description = await describeShop('node')
  const judged = (probe: object) => judge({ ...description, probe: { ...description.probe, ...probe } })
  await t.rejects(
    judged({ map: { paid: ['settled'] } }),
    /calls the order "paid"; name this word in probe\.map/,
  )
  await t.rejects(judged({ state: '$.no.such' }), /probe\.state: there is nothing at this path/)
})
