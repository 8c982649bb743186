import t from 'tap'
import { matches } from '../matches.ts'
import { control, openMerchant, openSandbox, payThroughPage, settle } from '../world.ts'

t.test('a postlink edited by hand goes out once, as a copy, and is not tried again', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await settle(sandbox)
  const [first] = await sandbox.postlinks()
  merchant.answer = async () => 500
  const body = { invoiceId: '000000001', amount: 'dear' }
  const sent = await control(sandbox, 'POST', `postlinks/${first?.id}/send`, { body })
  matches(t, sent, {
    status: 201,
    body: { copyOf: first?.id, state: 'failed', body, attempts: [{ status: 500 }] },
  })
  t.same(merchant.bodies()[1], body)
  await sandbox.clock.advance('P1D')
  t.equal(merchant.received.length, 2)
  matches(t, (await sandbox.postlinks())[0], { id: first?.id, state: 'delivered', body: first?.body })
})

t.test('only an object is sent, and only for a postlink there is', async (t) => {
  const sandbox = await openSandbox(t)
  const send = (body: object) => control(sandbox, 'POST', 'postlinks/none/send', body)
  matches(t, await send({ body: { amount: 1 } }), { status: 404, body: { violations: [{ where: 'id' }] } })
  for (const body of [undefined, 'text', [1]]) {
    matches(t, await send({ body }), { status: 400, body: { violations: [{ where: 'body' }] } })
  }
})
