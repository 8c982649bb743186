import t from 'tap'
import { matches } from '../matches.ts'
import { journal, openMerchant, openSandbox, payThroughPage, requestToken, settle } from '../world.ts'

const entriesOf = async (sandbox: Parameters<typeof journal>[0], kind: string) =>
  (await journal(sandbox)).filter((entry) => entry.kind === kind)

t.test('a refusal names the guesses it rests on in the journal', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox, { order: { amount: 99 } })
  matches(t, await entriesOf(sandbox, 'request refused'), [
    {
      refused: 'other amount',
      assumed: [
        'token pays only the order it was issued for',
        'refusals have statuses, codes and words of our own',
      ],
    },
    { refused: 'page unknown', assumed: ['refusals have statuses, codes and words of our own'] },
  ])
})

t.test(
  'an order number whose last six digits are taken says that the moment of taking is a guess',
  async (t) => {
    const sandbox = await openSandbox(t)
    await payThroughPage(sandbox, {
      order: { invoiceId: '111222333' },
      token: { invoiceID: '111222333' },
    })
    await payThroughPage(sandbox, {
      order: { invoiceId: '999222333' },
      token: { invoiceID: '999222333' },
    })
    const [refused] = await entriesOf(sandbox, 'request refused')
    matches(t, refused, { refused: 'last six taken' })
    t.match(String(refused?.assumed), 'invoice becomes taken with its first attempt')
  },
)

t.test('a retry of a postlink says that the schedule is a guess', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  merchant.answer = async () => 500
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await settle(sandbox)
  matches(t, await entriesOf(sandbox, 'postlink answered'), [
    { assumed: ['postlink is retried on a schedule'] },
  ])
})

t.test('a delivered postlink rests on no guess about retries', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await settle(sandbox)
  const [answered] = await entriesOf(sandbox, 'postlink answered')
  t.equal(answered?.assumed, undefined)
})

t.test('where token and payment object name different addresses, the postlink says whose won', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox, {
    order: { postLink: 'http://127.0.0.1:9/page' },
    token: { postLink: 'http://127.0.0.1:9/token' },
  })
  matches(t, await entriesOf(sandbox, 'postlink owed'), [
    { postlink: { url: /page$/, assumed: ["payment object's links win over the token's"] } },
  ])
})

t.test('a token that was issued rests on no guess', async (t) => {
  const sandbox = await openSandbox(t)
  await requestToken(sandbox)
  const [issued] = await entriesOf(sandbox, 'token issued')
  t.equal(issued?.assumed, undefined)
})
