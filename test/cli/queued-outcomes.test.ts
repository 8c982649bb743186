import t from 'tap'
import { matches } from '../matches.ts'
import { control, openSandbox, payThroughPage } from '../world.ts'
import { run } from './run.ts'

t.test('several outcomes are queued, one a payment', async (t) => {
  const sandbox = await openSandbox(t)
  const { code, stdout } = await run(['trigger', '484', '467', 'ok', '--url', sandbox.url])
  t.equal(code, 0)
  t.match(
    stdout,
    /^the next payment is declined with 484 .*\npayment 2 from now .*467 .*\npayment 3 from now is approved/,
  )
  for (const invoiceId of ['000000001', '000000002', '000000003'])
    await payThroughPage(sandbox, { token: { invoiceID: invoiceId }, order: { invoiceId } })
  t.same(
    (await sandbox.payments()).map(({ reasonCode }) => reasonCode),
    [484, 467, 0],
  )
})

t.test('a mistake among several queues none', async (t) => {
  const sandbox = await openSandbox(t)
  matches(t, await run(['trigger', '484', 'nonsense', '--url', sandbox.url]), {
    code: 2,
    stderr: /"nonsense"/,
  })
  t.same((await control(sandbox, 'GET', 'rules')).body, { rules: [] })
})

t.test('several codes are listed, and bulk without a shop is refused in words', async (t) => {
  const { code, stdout } = await run(['codes', '484,467', '--format', 'json'])
  t.equal(code, 0)
  matches(t, JSON.parse(stdout), { reasonCodes: [{ code: 484 }, { code: 467 }] })
  matches(t, await run(['scenario', 'run', 'reason-codes', '--codes', '484']), {
    code: 2,
    stderr: /--config certify\.yaml describes it/,
  })
})
