import { join } from 'node:path'
import t from 'tap'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import {
  askStatus,
  journal,
  journalText,
  lockedCard,
  openMerchant,
  openPayform,
  openSandbox,
  paymentObject,
  settle,
  submitCard,
  tokenOf,
} from '../world.ts'
import { answerWith, askedOnPage, askingCard, browse, hiddenOf, rightCode, submit } from './issuer.ts'

t.test('without script: the issuer asks, the right code pays, and the postlink says how', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const { screen, location, accessToken } = await askedOnPage(sandbox, { order: { postLink: merchant.url } })
  t.match(location, /^\/acs\/\?MD=[0-9a-f-]{36}&TermUrl=/)
  t.equal(screen.status, 200)
  t.match(screen.html, /lang="ru"/)
  t.match(screen.html, /Test merchant/)
  t.match(screen.html, /100\u00a0₸/)
  t.match(screen.html, /400000\.\.\.\d{4}/)
  t.match(screen.html, /data-testid="acs-until">[^<]*\b09:\d{2}\b/, 'the hour of Kazakhstan')
  matches(t, (await askStatus(sandbox, accessToken, '000000001')).body, {
    resultCode: '100',
    transaction: { statusName: '3D', secure: false, reference: '', payoutAmount: 0 },
  })
  await settle(sandbox)
  t.equal(merchant.received.length, 0, 'nothing has come of it yet')

  const back = await submit(screen, { code: rightCode(screen) })
  t.match(hiddenOf(back.html).PaRes, /^[0-9a-f]{32}$/)
  t.match(back.html, /<button/, 'without script a button leads back')
  const result = await submit(back)
  t.match(result.html, /data-testid="result-ok"/)
  t.match(result.url, /\/payform\/result\?page=/)
  await settle(sandbox)
  matches(t, merchant.bodies(), [{ code: 'ok', reasonCode: 0, secure: 'yes', secureDetails: 'C' }])
  matches(t, (await askStatus(sandbox, accessToken, '000000001')).body, {
    transaction: { statusName: 'CHARGE', secure: true, secureDetails: 'C', reference: /^\d{12}$/ },
  })
})

t.test('a wrong code may be corrected, and a reload of the page costs no try', async (t) => {
  const sandbox = await openSandbox(t)
  const { screen } = await askedOnPage(sandbox, { order: { language: 'eng' } })
  t.notMatch(screen.html, /data-testid="acs-error"/)
  const wrong = await submit(screen, { code: '000' })
  t.match(wrong.html, /role="alert"[^>]*>The code did not match\. 2 tries left\./)
  t.match(wrong.url, /\/acs\/\?MD=/, 'the answer is an address that can be reloaded')
  for (let i = 0; i < 3; i++) t.match((await browse(wrong.url)).html, /2 tries left/)
  t.match((await submit(wrong, { code: '' })).html, /1 try left/)
  const result = await answerWith(wrong, { code: ` ${rightCode(wrong)} ` })
  t.match(result.html, /data-testid="result-ok"/)
  matches(t, await sandbox.payments(), [{ status: 'CHARGE' }])
})

t.test('three wrong codes decline with 473, and the page takes another card', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const links = { postLink: `${merchant.url}/paid`, failurePostLink: `${merchant.url}/failed` }
  const { screen, opened } = await askedOnPage(sandbox, { order: links })
  await submit(screen, { code: '1' })
  await submit(screen, { code: '2' })
  const page = await answerWith(screen, { code: '3' })
  t.match(page.html, /data-testid="decline"/)
  t.match(page.html, /473/)
  await settle(sandbox)
  matches(t, merchant.received, [{ path: '/failed' }])
  matches(t, merchant.bodies(), [{ code: 'error', reasonCode: 473, secure: 'no', secureDetails: '' }])

  await submitCard(sandbox, opened.page)
  matches(t, await sandbox.payments(), [
    { status: 'FAILED', reasonCode: 473 },
    { status: 'CHARGE', reasonCode: 0 },
  ])
})

t.test('a buyer who gives up at the issuer declines with 499', async (t) => {
  const sandbox = await openSandbox(t)
  const { screen } = await askedOnPage(sandbox)
  const page = await answerWith(screen, { cancel: 'true', code: '' })
  t.match(page.html, /data-testid="decline"/)
  matches(t, await sandbox.payments(), [{ status: 'FAILED', reasonCode: 499 }])
})

t.test('after five minutes the payment fails with 877, and the failure postlink tells it', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const links = { postLink: `${merchant.url}/paid`, failurePostLink: `${merchant.url}/failed` }
  const { screen } = await askedOnPage(sandbox, { order: links })
  await sandbox.clock.advance('PT4M59S')
  matches(t, await sandbox.payments(), [{ status: '3D' }])
  await sandbox.clock.advance('PT1S')
  matches(t, await sandbox.payments(), [{ status: 'FAILED', reasonCode: 877 }])
  matches(t, merchant.received, [{ path: '/failed' }])
  matches(t, merchant.bodies(), [{ code: 'error', reasonCode: 877, secure: 'no' }])
  const late = await answerWith(screen, { code: rightCode(screen) })
  t.match(late.html, /877/, 'the right code is too late')
  t.equal((await sandbox.payments()).length, 1)
})

t.test(
  'a right code whose word is never brought back fails with 877; brought late it changes nothing',
  async (t) => {
    const sandbox = await openSandbox(t)
    const { screen } = await askedOnPage(sandbox)
    const back = await submit(screen, { code: rightCode(screen) })
    await sandbox.clock.advance('PT5M')
    matches(t, await sandbox.payments(), [{ status: 'FAILED', reasonCode: 877 }])
    const late = await submit(back)
    t.match(late.html, /data-testid="decline"/, 'the buyer is shown the page, not an error')
    matches(t, await sandbox.payments(), [{ status: 'FAILED', reasonCode: 877 }])
  },
)

t.test('an answered challenge stays answered: back button, reload, a second answer', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const { screen } = await askedOnPage(sandbox, { order: { postLink: merchant.url } })
  const back = await submit(screen, { code: rightCode(screen) })
  t.match(back.html, /name="PaRes"/)
  for (const typed of [{ code: '0' }, { cancel: 'true' }] as Record<string, string>[]) {
    t.same(hiddenOf((await submit(screen, typed)).html), hiddenOf(back.html), 'no second answer')
  }
  t.equal((await journal(sandbox)).filter(({ kind }) => kind === 'challenge answered').length, 1)
  t.match((await browse(screen.url)).html, /name="PaRes"/)
  for (let i = 0; i < 3; i++) t.match((await submit(back)).html, /data-testid="result-ok"/)
  await settle(sandbox)
  t.equal(merchant.received.length, 1)
  matches(t, await sandbox.payments(), [{ status: 'CHARGE' }])
  t.equal((await sandbox.payments()).length, 1)
})

t.test('a paid challenge leaves no alarm behind: time goes on', async (t) => {
  const sandbox = await openSandbox(t)
  const { screen } = await askedOnPage(sandbox)
  await answerWith(screen, { code: rightCode(screen) })
  const fired = (await sandbox.clock.advance('P1D')).fired.map(({ what }) => what)
  t.notOk(fired.includes('challenge expires'))
  matches(t, await sandbox.payments(), [{ status: 'CHARGE' }])
})

t.test(
  'a buyer who goes back from the issuer may pay otherwise; the old question then pays nothing',
  async (t) => {
    const sandbox = await openSandbox(t)
    const { screen, opened } = await askedOnPage(sandbox)
    t.match((await browse(`${sandbox.payformUrl}?page=${opened.page}`)).html, /data-testid="payform"/)
    await submitCard(sandbox, opened.page)
    const late = await answerWith(screen, { code: rightCode(screen) })
    t.match(late.html, /data-testid="result-ok"/, 'the page shows what has been paid')
    t.same(
      (await sandbox.payments()).map(({ status, reasonCode }) => [status, reasonCode]),
      [
        ['FAILED', 469],
        ['CHARGE', 0],
      ],
    )
  },
)

t.test('declines do not end a page while a question of it is open', async (t) => {
  const sandbox = await openSandbox(t)
  const { screen, opened } = await askedOnPage(sandbox)
  for (let i = 0; i < 2; i++) await submitCard(sandbox, opened.page, lockedCard)
  t.match((await submitCard(sandbox, opened.page)).location, /result\?page=/, 'a fourth attempt is none')
  const shown = await browse(`${sandbox.payformUrl}result?page=${opened.page}`)
  t.notMatch(shown.html, /data-testid="result-failed"/)
  const result = await answerWith(screen, { code: rightCode(screen) })
  t.match(result.html, /data-testid="result-ok"/)
  matches(t, (await sandbox.payments())[0], { status: 'CHARGE' })
})

t.test('three questions answered wrongly end the page', async (t) => {
  const sandbox = await openSandbox(t)
  const { screen, opened } = await askedOnPage(sandbox)
  await answerWith(screen, { cancel: 'true' })
  let last = screen
  for (let i = 0; i < 2; i++) {
    const { location } = await submitCard(sandbox, opened.page, askingCard())
    last = await answerWith(await browse(new URL(location, sandbox.payformUrl).href), { cancel: 'true' })
  }
  t.match(last.html, /data-testid="result-failed"/)
})

t.test('a page whose time runs out at the issuer shows the payment all the same', async (t) => {
  const sandbox = await openSandbox(t)
  const opened = await openPayform(sandbox, paymentObject(await tokenOf(sandbox)))
  await sandbox.clock.advance('PT18M')
  const { location } = await submitCard(sandbox, opened.page, askingCard())
  const screen = await browse(new URL(location, sandbox.payformUrl).href)
  await sandbox.clock.advance('PT3M')
  const result = await answerWith(screen, { code: rightCode(screen) })
  t.match(result.html, /data-testid="result-ok"/)
  matches(t, await sandbox.payments(), [{ status: 'CHARGE' }])
})

t.test('frictionless: nobody is asked, and the postlink says yes and F', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const { screen } = await askedOnPage(sandbox, {
    card: askingCard(0, 'frictionless'),
    order: { postLink: merchant.url },
  })
  t.match(screen.html, /data-testid="result-ok"/)
  await settle(sandbox)
  matches(t, merchant.bodies(), [{ code: 'ok', secure: 'yes', secureDetails: 'F' }])
})

for (const reasonCode of [473, 455, 1654]) {
  t.test(
    `a card that fails at the issuer declines with ${reasonCode} although the code was right`,
    async (t) => {
      const sandbox = await openSandbox(t)
      const merchant = await openMerchant(t)
      const { screen } = await askedOnPage(sandbox, {
        card: askingCard(reasonCode),
        order: { postLink: merchant.url },
      })
      const page = await answerWith(screen, { code: rightCode(screen) })
      t.match(page.html, /data-testid="decline"/)
      await settle(sandbox)
      matches(t, merchant.bodies(), [{ code: 'error', reasonCode, secure: 'no', secureDetails: '' }])
    },
  )
}

t.test('a card the buyer wanted to save is saved only after the right code', async (t) => {
  const sandbox = await openSandbox(t)
  const verification = { amount: 0, currency: 'USD', cardSave: true, paymentType: 'cardVerification' }
  const accessToken = await tokenOf(sandbox, { amount: '0', currency: 'USD' })
  const opened = await openPayform(sandbox, paymentObject(accessToken, verification))
  const { location } = await submitCard(sandbox, opened.page, askingCard())
  const screen = await browse(new URL(location, sandbox.payformUrl).href)
  t.match(screen.html, /Подтвердите карту/)
  t.notMatch(screen.html, /data-testid="acs-amount"/, 'no money is mentioned')
  t.notMatch(await journalText(sandbox), /"kind":"card saved"/)
  await answerWith(screen, { code: rightCode(screen) })
  matches(t, await sandbox.payments(), [{ status: 'VERIFIED', cardId: /^[0-9a-f-]{36}$/ }])
})

t.test('a question survives a restart on a journal file, with its code and its deadline', async (t) => {
  const journal = join(folder(t), 'journal.sqlite')
  const first = await openSandbox(t, { journal })
  const one = await askedOnPage(first)
  const other = await askedOnPage(first, { invoiceId: '000000002' })
  await first.close()
  const second = await openSandbox(t, { journal })
  const moved = (url: string) => url.replace(first.url, second.url)
  const screen = await browse(moved(one.screen.url))
  t.equal(rightCode(screen), rightCode(one.screen))
  const typed = { ...screen, html: screen.html.replaceAll(first.url, second.url) }
  t.match((await answerWith(typed, { code: rightCode(screen) })).html, /data-testid="result-ok"/)
  t.ok(other.screen.html)
  await second.clock.advance('PT5M')
  matches(t, await second.payments(), [
    { invoiceId: '000000001', status: 'CHARGE' },
    { invoiceId: '000000002', status: 'FAILED', reasonCode: 877 },
  ])
})

t.test('in another workspace every step stays there', async (t) => {
  const sandbox = await openSandbox(t)
  const base = `${sandbox.url}/w/blue`
  const blue = { ...sandbox, url: base, oauthUrl: `${base}/oauth2/token`, payformUrl: `${base}/payform/` }
  const { screen, location } = await askedOnPage(blue)
  t.match(location, /^\/w\/blue\/acs\//)
  const result = await answerWith(screen, { code: rightCode(screen) })
  t.match(result.url, /\/w\/blue\/payform\/result/)
  t.match(result.html, /data-testid="result-ok"/)
  t.same(await sandbox.payments(), [])
})

t.test('in the widget the way back leads to the widget', async (t) => {
  const sandbox = await openSandbox(t)
  const { screen } = await askedOnPage(sandbox, { card: { ...askingCard(), isShortForm: 'true' } })
  const result = await answerWith(screen, { code: rightCode(screen) })
  t.match(result.html, /data-widget-result="true"/)
})
