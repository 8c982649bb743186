import t from 'tap'
import { askStatus, openMerchant, openSandbox, payThroughPage, serviceToken } from '../world.ts'

t.test('a buyer pays on the page and the merchant is told', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const { opened, paid } = await payThroughPage(sandbox, {
    order: { postLink: `${merchant.url}/paid?order=1` },
  })
  t.equal(opened.status, 200)
  t.equal(paid.status, 303)
  t.match(paid.location, /^result\?page=/)
  const postlink = await sandbox.waitForPostlink('000000001')
  t.equal(postlink.state, 'delivered')
  t.match(merchant.bodies()[0], {
    code: 'ok',
    amount: 100,
    invoiceId: '000000001',
    cardMask: '440563...5096',
  })
  t.equal(merchant.received[0]?.path, '/paid?order=1')
  const status = await askStatus(sandbox, await serviceToken(sandbox), '000000001')
  t.match(status.body, { resultCode: '100', transaction: { statusName: 'CHARGE' } })
})
