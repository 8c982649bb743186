import { constants, publicEncrypt } from 'node:crypto'
import t from 'tap'
import { luhn } from '../../contracts/card.ts'
import { isPublicTestNumber, looksLive } from '../../contracts/live-card.ts'
import { panOfCode } from '../../contracts/sandbox-card.ts'
import { matches } from '../matches.ts'
import {
  bearer,
  card,
  control,
  journalText,
  openPayform,
  openSandbox,
  paymentObject,
  submitCard,
  tokenOf,
} from '../world.ts'

/** Made here, so that no file holds a number that could be somebody's. */
const live = ((head) => [...'0123456789'].map((digit) => head + digit).find(luhn) ?? '')('487415123456789')
const { holder } = card

t.test(
  'a number of the documents, of the sandbox or of the industry’s tests is not taken for a real one',
  async (t) => {
    for (const pan of [panOfCode(484), '4111111111111111', '4242424242424242', '5555555555554444'])
      t.notOk(looksLive(pan), pan)
    t.ok(isPublicTestNumber('378282246310005'))
    t.notOk(looksLive(`${live.slice(0, -1)}${(Number(live.at(-1)) + 1) % 10}`), 'nor one that cannot exist')
    t.ok(looksLive(live))
  },
)

t.test(
  'a real card typed on the page is refused, in the buyer’s language, and nothing is kept',
  async (t) => {
    const sandbox = await openSandbox(t)
    for (const [language, words] of [
      ['rus', /Похоже на настоящую карту/],
      ['kaz', /Нақты картаға ұқсайды/],
      ['eng', /looks like a real card/],
    ] as const) {
      const { page } = await openPayform(sandbox, paymentObject(await tokenOf(sandbox), { language }))
      const before = await journalText(sandbox)
      const typed = { pan: live, expiry: '12/30', cvc: '737', holder: 'CODE 0' }
      const { html } = await submitCard(sandbox, page, typed)
      t.match(html, words)
      t.notOk(html.includes(live) || html.includes('737'), 'nothing is sent back')
      t.equal(await journalText(sandbox), before, 'no attempt, no entry')
    }
    t.same(await sandbox.payments(), [])
  },
)

t.test('a well-known test number is an unknown card: 471, as before', async (t) => {
  const sandbox = await openSandbox(t)
  const { page } = await openPayform(sandbox, paymentObject(await tokenOf(sandbox)))
  await submitCard(sandbox, page, { pan: '5555555555554444', expiry: '12/30', cvc: '737', holder })
  matches(t, await sandbox.payments(), [{ status: 'FAILED', reasonCode: 471 }])
})

t.test('a real card in a cryptogram is refused in words that say why, and nothing is kept', async (t) => {
  const sandbox = await openSandbox(t)
  await control(sandbox, 'POST', 'rules', { then: { approve: true } })
  const key = await (await fetch(`${sandbox.apiUrl}/public.rsa`)).text()
  const secret = JSON.stringify({
    hpan: live,
    expDate: '1230',
    cvc: '737',
    terminalId: sandbox.credentials.terminalId,
  })
  const padding = constants.RSA_PKCS1_PADDING
  const cryptogram = publicEncrypt({ key, padding }, Buffer.from(secret)).toString('base64')
  const answer = await fetch(`${sandbox.apiUrl}/payment/cryptopay`, {
    method: 'POST',
    headers: { ...bearer(await tokenOf(sandbox)), 'content-type': 'application/json' },
    body: JSON.stringify({
      amount: 100,
      currency: 'KZT',
      name: 'T',
      invoiceId: '000000001',
      description: 'Tea',
      cardSave: false,
      cryptogram,
    }),
  })
  const text = await answer.text()
  t.equal(answer.status, 400)
  t.match(text, /This looks like a real card .*the sandbox takes test cards only/)
  t.notOk(text.includes(live))
  const kept = await journalText(sandbox)
  t.match(kept, /"refused":"card live"/)
  t.notOk(kept.includes(live) || kept.includes(live.slice(-4)), 'neither number nor mask')
  t.same(await sandbox.payments(), [])
})
