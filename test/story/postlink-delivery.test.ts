import t from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { control, openMerchant, openSandbox, payThroughPage, seedMoment, settle } from '../world.ts'

const minutesAfterPayment = (at: string) => (Date.parse(at) - Date.parse(seedMoment)) / 60_000

const postlinkOf = async (sandbox: Sandbox) => {
  const [postlink] = await sandbox.postlinks()
  if (!postlink) throw new Error('no postlink is owed')
  return postlink
}

t.test(
  'a merchant that refuses is told again after 1 and 5 minutes, half an hour, 2 and 12 hours',
  async (t) => {
    const sandbox = await openSandbox(t)
    const merchant = await openMerchant(t)
    merchant.answer = async () => 500
    await payThroughPage(sandbox, { order: { postLink: merchant.url } })
    await sandbox.clock.advance('P7D')
    const { state, attempts } = await postlinkOf(sandbox)
    t.same(
      attempts.map(({ at }) => minutesAfterPayment(at)),
      [0, 1, 6, 36, 156, 876],
    )
    matches(t, attempts, Array(6).fill({ status: 500, error: null, responseBody: '{"status":"ok"}' }))
    t.equal(state, 'failed')
    t.equal(merchant.received.length, 6)
    t.same(new Set(merchant.received.map(({ body }) => body)).size, 1, 'every time the same body')
  },
)

t.test('no attempt is made before its time', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  merchant.answer = async () => 503
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  const seen = []
  for (const step of ['PT59S', 'PT1S', 'PT4M59S', 'PT1S']) {
    await sandbox.clock.advance(step)
    seen.push(merchant.received.length)
  }
  t.same(seen, [1, 2, 2, 3])
})

t.test('a merchant that takes the second one is told no third time', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const answers = [302, 204]
  merchant.answer = async () => answers.shift() ?? 200
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await sandbox.clock.advance('P7D')
  matches(t, await postlinkOf(sandbox), { state: 'delivered', attempts: [{ status: 302 }, { status: 204 }] })
  t.equal(merchant.received.length, 2)
})

t.test('what the merchant answered is kept', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await settle(sandbox)
  matches(t, await postlinkOf(sandbox), {
    state: 'delivered',
    attempts: [{ status: 200, responseBody: '{"status":"ok"}', durationMs: Number }],
  })
})

t.test('a merchant that hangs up is an error in words, and is told again', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  merchant.answer = async () => 0
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await settle(sandbox)
  matches(t, await postlinkOf(sandbox), {
    state: 'due',
    attempts: [{ status: null, error: /closed|reset|socket/i }],
  })
  merchant.answer = async () => 200
  await sandbox.clock.advance('PT1M')
  matches(t, await postlinkOf(sandbox), { state: 'delivered', attempts: { length: 2 } })
})

t.test('a merchant that is not there is an error in words', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox, { order: { postLink: 'http://127.0.0.1:1/' } })
  await settle(sandbox)
  matches(t, await postlinkOf(sandbox), { state: 'due', attempts: [{ status: null, error: /ECONNREFUSED/ }] })
})

const far = ['http://203.0.113.5/postlink', 'https://8.8.8.8/', 'http://[2001:db8::1]/', 'http://0x08080808/']
for (const postLink of far) {
  t.test(`a postlink does not leave for ${postLink}, and says how to let it`, async (t) => {
    const sandbox = await openSandbox(t)
    await payThroughPage(sandbox, { order: { postLink } })
    await sandbox.clock.advance('P7D')
    const { state, attempts } = await postlinkOf(sandbox)
    t.equal(state, 'failed')
    t.equal(attempts.length, 1, 'another attempt could not help')
    const host = new URL(postLink).hostname.replace(/[[\]]/g, '')
    t.match(attempts[0]?.error, `--allow-postlinks-to ${host}`)
    t.equal((await sandbox.payments())[0]?.status, 'CHARGE', 'the payment stands')
  })
}

t.test('a name of this machine is near', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { order: { postLink: merchant.url.replace('127.0.0.1', 'localhost') } })
  await settle(sandbox)
  matches(t, await postlinkOf(sandbox), { state: 'delivered' })
})

t.test('a delivered postlink is sent once more on request, unchanged', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await settle(sandbox)
  const { id } = await postlinkOf(sandbox)
  const { status, body } = await control(sandbox, 'POST', `postlinks/${id}/resend`)
  t.equal(status, 200)
  matches(t, body, { id, state: 'delivered', attempts: [{ status: 200 }, { status: 200 }] })
  t.equal(merchant.received[0]?.body, merchant.received[1]?.body)
  t.equal(merchant.received.length, 2)
})

t.test('a postlink that was given up is sent on request', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  merchant.answer = async () => 404
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await sandbox.clock.advance('P7D')
  const { id, state } = await postlinkOf(sandbox)
  t.equal(state, 'failed')
  merchant.answer = async () => 200
  matches(t, (await control(sandbox, 'POST', `postlinks/${id}/resend`)).body, { state: 'delivered' })
  t.equal((await postlinkOf(sandbox)).attempts.length, 7)
})

t.test('a postlink that is held waits until it is released', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  merchant.answer = async () => 503
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await settle(sandbox)
  const { id } = await postlinkOf(sandbox)
  matches(t, (await control(sandbox, 'POST', `postlinks/${id}/hold`)).body, { id, state: 'held' })
  await sandbox.clock.advance('P7D')
  t.equal(merchant.received.length, 1)
  merchant.answer = async () => 200
  matches(t, (await control(sandbox, 'POST', `postlinks/${id}/release`)).body, { id, state: 'delivered' })
  t.equal(merchant.received.length, 2)
})

t.test('holding or releasing what is delivered changes nothing', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await settle(sandbox)
  const { id } = await postlinkOf(sandbox)
  for (const verb of ['hold', 'release']) {
    matches(t, (await control(sandbox, 'POST', `postlinks/${id}/${verb}`)).body, { state: 'delivered' })
  }
  t.equal(merchant.received.length, 1)
})

t.test('asking for a postlink nobody owes is answered 404 with the way to the list', async (t) => {
  const sandbox = await openSandbox(t)
  for (const [method, path] of [
    ['POST', 'postlinks/none/resend'],
    ['POST', 'postlinks/none/hold'],
    ['POST', 'postlinks/none/release'],
    ['GET', 'postlinks/none'],
  ] as const) {
    const { status, body } = await control(sandbox, method, path)
    matches(
      t,
      { status, ...body },
      { status: 404, detail: /GET \/_sandbox\/postlinks/, violations: [{ got: 'none' }] },
    )
  }
})
