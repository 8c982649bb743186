import t from 'tap'
import { matches } from '../matches.ts'
import { control, openSandbox, serviceToken } from '../world.ts'
import { run } from './run.ts'

/** What a merchant's bookkeeper does from the command line: takes a payment by hand, and reads what was paid out. */

t.test('payments take: the shop hears of it from the register alone', async (t) => {
  const sandbox = await openSandbox(t)
  const at = ['--url', sandbox.url]
  const taken = await run(['payments', 'take', '1500', '--invoice', '000000777', ...at, '--format', 'json'])
  matches(t, JSON.parse(taken.stdout), {
    invoiceId: '000000777',
    amount: 1500,
    via: 'cabinet',
    status: 'CHARGE',
  })
  t.same(await sandbox.postlinks(), [])
  const answer = await fetch(`${sandbox.url}/operations`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await serviceToken(sandbox)}`,
      'content-type': 'application/json',
    },
    body: '{}',
  })
  matches(t, await answer.json(), { records: [{ invoiceId: '000000777', status: 'CHARGE' }] })
  const again = await run(['payments', 'take', '1500', '--invoice', '000000777', ...at])
  t.equal(again.code, 2)
  t.match(again.stderr, /already been paid/)
})

t.test('settlements: the payouts of a day, and the statement of one', async (t) => {
  const sandbox = await openSandbox(t)
  const at = ['--url', sandbox.url]
  await run(['payments', 'take', '1500', '--invoice', '000000777', ...at])
  matches(t, JSON.parse((await run(['settlements', ...at, '--format', 'json'])).stdout), { settlements: [] })
  await sandbox.clock.advance('P1D')
  const list = async (...more: string[]) =>
    JSON.parse((await run(['settlements', 'list', ...at, '--format', 'json', ...more])).stdout).settlements
  const [made] = await list()
  matches(t, made, { payments: 1, totals: [{ gross: 1500, payout: 1500 }] })
  t.same(await list('--date', '2020-01-01'), [])
  t.equal((await list('--date', made.date, '--terminal', sandbox.credentials.terminalId)).length, 1)
  t.match((await run(['settlements', 'show', made.id, ...at])).stdout, /000000777.*1500 KZT/)
  t.equal((await run(['settlements', 'show', 'nobodys', ...at])).code, 1)
  matches(t, (await control(sandbox, 'GET', 'ledger/check')).body, { ok: true })
})
