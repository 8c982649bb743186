import t from 'tap'
import { compressParams } from '../../contracts/params.ts'
import { cardIdOfCode, panOfCode, threeDSCards } from '../../contracts/sandbox-card.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  card,
  control,
  journalText,
  lockedCard,
  openMerchant,
  openSandbox,
  paymentObject,
  settle,
  tokenForm,
} from '../world.ts'
import { answerWith, browse, rightCode } from './issuer.ts'

const terminal = '40a348cb-68a3-45d5-9002-a4836d79c3b5'

/** As halyk.p2p(), halyk.aft() and halyk.oct() lead there, with a token of the scope transfer. */
const pageOf = async (sandbox: Sandbox, mark: string, given: Record<string, unknown> = {}) => {
  const { grant_type, client_id, client_secret } = tokenForm()
  const form = { grant_type, client_id, client_secret, scope: 'transfer', terminal } as Record<string, string>
  const answer = await fetch(sandbox.oauthUrl, { method: 'POST', body: new URLSearchParams(form) })
  const { access_token } = (await answer.json()) as { access_token: string }
  const object = paymentObject(access_token, { terminal, amount: 5000, language: 'eng', ...given })
  return `${sandbox.url}/payform/?params=${compressParams(object)}&${mark}=true`
}

const send = async (address: string, typed: Record<string, string>) =>
  browse(address.replace('/payform/?', '/payform/transfer?'), typed)

t.test('p2p asks for both cards, moves the money, and says so to the shop', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const address = await pageOf(sandbox, 'isTransfer', { postLink: merchant.url })
  const { html } = await browse(address)
  t.match(html, /data-testid="pan"[\s\S]*data-testid="receiverPan"/)
  const { status, html: done } = await send(address, { ...card, receiverPan: panOfCode(0) })
  t.equal(status, 200)
  t.match(done, /<h1 id="heading">The transfer is done</)
  t.match(done, /data-testid="result-ok"[\s\S]*data-testid="receipt-receiver">400000\.\.\./)
  matches(t, await sandbox.payments(), [{ via: 'transfer', status: 'CHARGE', amount: 5000 }])
  await settle(sandbox)
  matches(t, merchant.bodies(), [{ code: 'ok', amount: 5000 }])
  t.equal((await send(address, { ...card, receiverPan: panOfCode(0) })).status, 400, 'it is paid')
  t.notMatch(await journalText(sandbox), card.pan)
  t.same((await control(sandbox, 'GET', 'ledger/check')).body, { ok: true, violations: [] })
})

t.test('either card declines and the page is shown again; a mistyped one is no attempt', async (t) => {
  const sandbox = await openSandbox(t)
  const address = await pageOf(sandbox, 'isTransfer')
  const mistyped = await send(address, { ...card, receiverPan: '4111' })
  matches(t, mistyped, { status: 422, html: /data-testid="error-receiverPan"/ })
  t.notMatch(mistyped.html, card.pan, 'a number is not sent back')
  t.same(await sandbox.payments(), [])
  const declined = await send(address, { ...card, receiverPan: panOfCode(484) })
  t.match(declined.html, /data-testid="decline-code">Code 484/)
  t.match((await send(address, { ...lockedCard, receiverPan: panOfCode(0) })).html, /Code 465/)
  matches(t, await sandbox.payments(), [{ reasonCode: 484 }, { reasonCode: 465 }])
})

t.test('aft asks for the sender alone, oct for the receiver', async (t) => {
  const sandbox = await openSandbox(t)
  const aft = await pageOf(sandbox, 'isAFT', { invoiceId: '000000011' })
  t.notMatch((await browse(aft)).html, 'receiverPan')
  t.match((await send(aft, card)).html, 'result-ok')
  const oct = await pageOf(sandbox, 'isOCT', { invoiceId: '000000012' })
  t.notMatch((await browse(oct)).html, 'data-testid="pan"')
  t.match((await send(oct, { receiverPan: card.pan })).html, 'result-ok')
  matches(t, await sandbox.payments(), [{ invoiceId: '000000011' }, { invoiceId: '000000012' }])
})

t.test('the issuer of the sender asks, and leads back to the shop', async (t) => {
  const sandbox = await openSandbox(t)
  const address = await pageOf(sandbox, 'isTransfer', { backLink: `${sandbox.url}/_sandbox/health` })
  const { pan = '' } = threeDSCards[0] ?? {}
  const asked = await send(address, { ...card, pan, receiverPan: panOfCode(0) })
  t.match(asked.html, 'data-testid="acs"')
  await answerWith(asked, { code: rightCode(asked) })
  matches(t, await sandbox.payments(), [{ status: 'CHARGE', via: 'transfer' }])
  const other = await pageOf(sandbox, 'isTransfer', { invoiceId: '000000031' })
  const again = await fetch(other.replace('/payform/?', '/payform/transfer?'), {
    ...{ method: 'POST', redirect: 'manual' },
    body: new URLSearchParams({ ...card, pan, receiverPan: panOfCode(0) }),
  })
  t.equal(again.status, 303, 'a reload there sends no card twice')
  t.match(again.headers.get('location'), /^\/acs\/\?MD=/)
})

t.test('an object that is none is refused in words', async (t) => {
  const sandbox = await openSandbox(t)
  const broken = await browse(`${sandbox.url}/payform/?params=x&isAFT=true`)
  matches(t, broken, { status: 400, html: /params/ })
  const address = await pageOf(sandbox, 'isOCT', { terminal: '5f7bdf8b-f34c-4aed-bd0c-47fa1e323496' })
  t.equal((await send(address, { receiverPan: card.pan })).status, 403)
})

t.test('the page takes three attempts, and lasts twenty minutes from the first', async (t) => {
  const sandbox = await openSandbox(t)
  const declined = { ...card, receiverPan: panOfCode(484) }
  const links = { backLink: 'https://shop.example/sent', failureBackLink: 'https://shop.example/not-sent' }
  const address = await pageOf(sandbox, 'isTransfer', links)
  for (let i = 1; i < 3; i++) t.match((await send(address, declined)).html, 'data-testid="transfer"')
  const last = await send(address, declined)
  matches(t, last, { status: 200, html: /data-testid="result-failed"[\s\S]*Code 484/ })
  t.match(last.html, 'href="https://shop.example/not-sent"')
  const more = await send(address, { ...card, receiverPan: panOfCode(0) })
  matches(t, more, { status: 400, html: /Payment page has ended/ })
  t.equal((await sandbox.payments()).length, 3)
  const other = await pageOf(sandbox, 'isTransfer', { ...links, invoiceId: '000000020' })
  const { html: sent } = await send(other, { ...card, receiverPan: panOfCode(0) })
  t.match(sent, 'href="https://shop.example/sent"')
  const slow = await pageOf(sandbox, 'isTransfer', { invoiceId: '000000021' })
  await send(slow, declined)
  await sandbox.clock.advance('PT20M')
  matches(t, await send(slow, { ...card, receiverPan: panOfCode(0) }), { status: 400, html: /has ended/ })
})

t.test('a saved card sends: only the receiver is asked for, and a deactivated one declines', async (t) => {
  const sandbox = await openSandbox(t)
  const saved = (code: number) => ({
    paymentType: 'cardId',
    cardId: cardIdOfCode(code),
    postLink: 'http://127.0.0.1:9/',
  })
  const address = await pageOf(sandbox, 'isTransfer', saved(0))
  const { html } = await browse(address)
  t.notMatch(html, 'data-testid="pan"')
  t.match(html, 'data-testid="receiverPan"')
  t.match((await send(address, { receiverPan: panOfCode(0) })).html, 'result-ok')
  const blocked = await pageOf(sandbox, 'isAFT', { ...saved(465), invoiceId: '000000022' })
  t.match((await send(blocked, {})).html, /Code 465/)
  matches(t, await sandbox.payments(), [{ status: 'CHARGE' }, { reasonCode: 465 }])
})
