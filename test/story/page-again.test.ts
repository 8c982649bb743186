import t from 'tap'
import { compressParams } from '../../contracts/params.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { card, lockedCard, openPayform, openSandbox, paymentObject, submitCard, tokenOf } from '../world.ts'
import { answerWith, askedOnPage, askingCard, browse, hiddenOf, rightCode } from './issuer.ts'

/** A buyer who comes to the page again: reloads it, goes back to it, or has it open twice. */

const openOrder = async (sandbox: Sandbox) => {
  const payment = paymentObject(await tokenOf(sandbox), { language: 'eng' })
  const { page } = await openPayform(sandbox, payment)
  return { payment, page, url: `${sandbox.payformUrl}?params=${compressParams(payment)}` }
}

t.test('the address of a page that was paid shows the receipt', async (t) => {
  const sandbox = await openSandbox(t)
  const { page, url } = await openOrder(sandbox)
  await submitCard(sandbox, page)
  const { html } = await browse(url)
  t.match(html, 'data-testid="result-ok"')
  t.match(html, /data-testid="receipt-date">[^<]*2025-02-12 09:42:51</)
  await sandbox.clock.advance('PT3H')
  t.match((await browse(url)).html, 'data-testid="result-ok"', 'long after the token')
  t.equal((await sandbox.payments()).length, 1)
})

t.test(
  'a receipt has its day as its language writes it, and of a name given twice the first counts',
  async (t) => {
    const sandbox = await openSandbox(t)
    const { page } = await openPayform(sandbox, paymentObject(await tokenOf(sandbox), { language: 'rus' }))
    t.match((await browse(`${sandbox.payformUrl}?page=${page}&page=another`)).html, 'data-testid="pan"')
    await submitCard(sandbox, page)
    t.match((await browse(`${sandbox.payformUrl}?page=${page}`)).html, /date">[^<]*12\.02\.2025 09:42:51</)
  },
)

t.test('the address of a page whose time is over says so, and a new attempt wants a new token', async (t) => {
  const sandbox = await openSandbox(t)
  const { url, payment } = await openOrder(sandbox)
  await sandbox.clock.advance('PT20M')
  const { html } = await browse(url)
  t.match(html, 'data-testid="result-failed"')
  t.match(html, /is closed; get a new token/)
  const other = await openPayform(sandbox, { ...payment, description: 'Coffee' })
  t.equal(other.status, 401, 'the token opens nothing else')
  t.match(other.html, 'already been used')
})

t.test('of two tabs one pays, and the other shows the receipt whatever is pressed there', async (t) => {
  const sandbox = await openSandbox(t)
  const { page, url } = await openOrder(sandbox)
  t.equal(hiddenOf((await browse(url)).html).page, page, 'both are one page')
  await submitCard(sandbox, page)
  for (const typed of [card, lockedCard, { ...card, pan: '' }, askingCard()]) {
    const { location } = await submitCard(sandbox, page, typed)
    t.match((await browse(new URL(location, sandbox.payformUrl).href)).html, 'data-testid="result-ok"')
  }
  t.equal((await sandbox.payments()).length, 1)
})

t.test('a buyer who came back from the issuer may go there again, or pay with another card', async (t) => {
  const sandbox = await openSandbox(t)
  const { screen, opened } = await askedOnPage(sandbox)
  const page = await browse(`${sandbox.payformUrl}?page=${opened.page}`)
  const [, href = ''] = /href="([^"]+)" data-testid="issuer-continue"/.exec(page.html) ?? []
  const again = await browse(new URL(href.replaceAll('&amp;', '&'), page.url).href)
  t.equal(rightCode(again), rightCode(screen), 'the same question')
  t.match((await answerWith(again, { code: rightCode(again) })).html, 'data-testid="result-ok"')
})

t.test(
  'a page without attempts leads to the issuer who still waits, wherever the buyer comes from',
  async (t) => {
    const sandbox = await openSandbox(t)
    const { screen, opened } = await askedOnPage(sandbox)
    for (let i = 0; i < 2; i++) await submitCard(sandbox, opened.page, lockedCard)
    for (const address of [`?page=${opened.page}`, `result?page=${opened.page}&isShortForm=true`]) {
      const led = await browse(`${sandbox.payformUrl}${address}`)
      t.equal(rightCode(led), rightCode(screen), address)
    }
    const { location } = await submitCard(sandbox, opened.page)
    const led = await browse(new URL(location, sandbox.payformUrl).href)
    t.match((await answerWith(led, { code: rightCode(led) })).html, 'data-testid="result-ok"')
    matches(t, (await sandbox.payments())[0], { status: 'CHARGE' })
  },
)

t.test('a page whose time ran out leads there too while the right code still pays', async (t) => {
  const sandbox = await openSandbox(t)
  const { page, url } = await openOrder(sandbox)
  await sandbox.clock.advance('PT18M')
  await submitCard(sandbox, page, askingCard())
  await sandbox.clock.advance('PT3M')
  const led = await browse(url)
  t.match((await answerWith(led, { code: rightCode(led) })).html, 'data-testid="result-ok"')
})

t.test('when nobody answered the issuer, the page ends as any other', async (t) => {
  const sandbox = await openSandbox(t)
  const { opened } = await askedOnPage(sandbox)
  for (let i = 0; i < 2; i++) await submitCard(sandbox, opened.page, lockedCard)
  await sandbox.clock.advance('PT5M')
  const shown = await browse(`${sandbox.payformUrl}?page=${opened.page}`)
  t.match(shown.html, 'data-testid="result-failed"')
})
