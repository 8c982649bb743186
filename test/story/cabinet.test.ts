import t from 'tap'
import { creditConditions } from '../../contracts/instalment.ts'
import { matches } from '../matches.ts'
import { control, openSandbox, tokenOf } from '../world.ts'
import { call } from './links-and-codes.ts'
import { paid } from './operating.ts'

const terminal = '67e34d63-102f-4bd1-898e-370781d0074d'
const everyWay = '8b6d0f3a-1c52-4e7d-9a84-5e2f7c91d0b6'

t.test('a link made in the cabinet leads to the page, and nobody is told of its payment', async (t) => {
  const sandbox = await openSandbox(t)
  const wish = { amount: 300, invoiceId: '000000501', expirePeriod: '3d' }
  const { status, body } = await control(sandbox, 'POST', 'invoice-links', wish)
  matches(
    t,
    { status, body },
    { status: 201, body: { status: 'ACTIVE', amount: 300, invoiceId: '000000501' } },
  )
  t.equal(body.expiresAt, '2025-02-15T04:42:51.000Z')
  t.equal((await fetch(String(body.url), { redirect: 'manual' })).status, 303)
  t.same(await sandbox.postlinks(), [])
  const again = await control(sandbox, 'POST', 'invoice-links', wish)
  matches(t, again, { status: 400, body: { title: 'Invoice has a link already' } })
  const stranger = { amount: 1, terminal: '00000000-0000-4000-8000-0000000000ff' }
  matches(t, await control(sandbox, 'POST', 'invoice-links', stranger), { status: 400 })
})

t.test('a terminal is switched between one stage and two, and keeps all else', async (t) => {
  const sandbox = await openSandbox(t)
  const switched = (id: string, stages: string) => control(sandbox, 'POST', `terminals/${id}`, { stages })
  matches(t, await switched(terminal, 'two'), {
    status: 200,
    body: { id: terminal, singleMessageScheme: false },
  })
  await paid(sandbox, { invoiceId: '000000511' })
  matches(t, await switched(terminal, 'one'), { body: { singleMessageScheme: true } })
  await paid(sandbox, { invoiceId: '000000512' })
  matches(t, await sandbox.payments(), [{ status: 'AUTH' }, { status: 'CHARGE' }])
  const { body } = await switched(everyWay, 'two')
  matches(t, body, {
    wallets: ['applePay', 'googlePay', 'samsungPay', 'masterPass', 'halykId'],
    instalments: true,
    qr: true,
    singleMessageScheme: false,
  })
  const { terminals } = (await control(sandbox, 'GET', 'terminals')).body as { terminals: { id: string }[] }
  t.equal(terminals.length, 7)
  matches(
    t,
    terminals.find(({ id }) => id === everyWay),
    { singleMessageScheme: false },
  )
  matches(t, await switched('00000000-0000-4000-8000-0000000000ff', 'two'), { status: 400 })
})

t.test('purchases in instalments are listed with the page that stands in for the bank’s app', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await tokenOf(sandbox, { invoiceID: '000000521', amount: '6000' })
  const wish = {
    shopId: terminal,
    amount: 6000,
    orderId: '000000521',
    creditConditionId: creditConditions[0]?.id,
  }
  t.equal((await call(sandbox, '/order', token, wish)).status, 200)
  const list = async (query: string) =>
    (await control(sandbox, 'GET', `instalments?${query}`)).body.instalments as { url: string }[]
  const [one] = await list('status=NEW')
  matches(t, one, { invoiceId: '000000521', status: 'NEW', amount: 6000, months: 3 })
  t.equal((await fetch(one?.url ?? '')).status, 200)
  matches(t, await list('invoiceId=000000521'), [{ status: 'SCAN' }], 'opened by its page')
  t.same(await list('status=ACCEPT'), [])
})
