import t from 'tap'
import { payObject } from '../../contracts/examples.ts'
import { compressParams } from '../../contracts/params.ts'
import { hiddenFields } from '../../server/client/screen.ts'
import { matches } from '../matches.ts'
import {
  card,
  control,
  journalText,
  openPayform,
  openSandbox,
  paymentObject,
  payThroughPage,
  saveCard,
  submitCard,
  tokenOf,
} from '../world.ts'

const read = async (address: string) => (await fetch(address)).text()

t.test('names of the payment object are read in any letter case', async (t) => {
  const sandbox = await openSandbox(t)
  const order = paymentObject(await tokenOf(sandbox))
  for (const change of ['toUpperCase', 'toLowerCase'] as const) {
    const respelled = Object.fromEntries(
      Object.entries(order).map(([name, value]) => [name[change](), value]),
    )
    const { status, html } = await openPayform(sandbox, respelled)
    t.equal(status, 200)
    t.match(html, 'data-testid="order-invoice">000000001<')
  }
})

t.test('the page takes amounts and flags as text, and a bare token for auth', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await tokenOf(sandbox)
  const order = {
    ...paymentObject(token, { amount: '100.00', cardSave: 'true', telephone: '77770000000' }),
    auth: token,
  }
  const opened = await openPayform(sandbox, order)
  t.equal(opened.status, 200)
  await submitCard(sandbox, opened.page)
  matches(t, await sandbox.payments(), [{ amount: 100, cardId: /.{36}/ }])
})

const spellings: Record<string, [string[], string]> = {
  ru: [['rus', 'RUS', 'ru', 'RU', 'ru-RU', '', 'null', 'deu'], 'Оплата заказа'],
  kk: [['kaz', 'KAZ', 'KZ', 'kk', 'kk-KZ'], 'Тапсырысты төлеу'],
  en: [['eng', 'ENG', 'EN', 'en', 'en-US'], 'Pay for your order'],
}

for (const [tag, [languages, title]] of Object.entries(spellings)) {
  t.test(`the page speaks ${tag} when asked for ${languages.join(', ')}`, async (t) => {
    const sandbox = await openSandbox(t)
    const token = await tokenOf(sandbox)
    for (const language of languages) {
      const { html } = await openPayform(sandbox, paymentObject(token, { language }))
      t.match(html, `<html lang="${tag}">`)
      t.match(html, title)
    }
  })
}

t.test('the page shows the order: shop, number, amount, description', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await tokenOf(sandbox, { amount: '1234567.5' })
  const { html } = await openPayform(
    sandbox,
    paymentObject(token, { amount: 1234567.5, email: 'b@shop.example' }),
  )
  t.match(html, 'data-testid="order-amount">1\u00a0234\u00a0567,50\u00a0₸<')
  t.match(html, 'data-testid="order-invoice">000000001<')
  for (const text of ['Test merchant', 'Tea', 'b@shop.example']) t.match(html, text)
})

t.test('text of the shop is shown as text', async (t) => {
  const sandbox = await openSandbox(t)
  const evil = '"><script>alert(1)</script>'
  const texts = { description: evil, name: evil, email: evil, backLink: `https://shop.example/${evil}` }
  const order = { ...texts, failureBackLink: '' }
  const { opened, paid } = await payThroughPage(sandbox, { order })
  const result = await read(`${sandbox.payformUrl}${paid.location}`)
  for (const html of [opened.html, result]) {
    t.match(html, '&lt;script&gt;alert(1)')
    t.notMatch(html, '<script>alert')
  }
})

t.test('the page allows no script but its own', async (t) => {
  const sandbox = await openSandbox(t)
  const order = paymentObject(await tokenOf(sandbox))
  const answer = await fetch(`${sandbox.payformUrl}?params=${compressParams(order)}`)
  t.match(answer.headers.get('content-security-policy'), /default-src 'none'.*script-src 'self';/)
  t.equal(answer.headers.get('cache-control'), 'no-store')
})

t.test('a paid order ends on a page that returns to backLink', async (t) => {
  const sandbox = await openSandbox(t)
  const { paid } = await payThroughPage(sandbox)
  t.equal(paid.status, 303)
  const html = await read(`${sandbox.payformUrl}${paid.location}`)
  t.match(html, 'data-testid="result-ok"')
  t.match(html, /href="https:\/\/shop\.example\/success"[^>]*data-testid="return"/)
  t.match(html, '440563...5096')
})

t.test('a link is returned to with the query string it came with', async (t) => {
  const sandbox = await openSandbox(t)
  const { paid } = await payThroughPage(sandbox, { order: { backLink: 'https://shop.example/?a=1&b=%20x' } })
  t.match(await read(`${sandbox.payformUrl}${paid.location}`), 'href="https://shop.example/?a=1&amp;b=%20x"')
})

t.test('in the widget the result is for the parent to read, and nothing leads away', async (t) => {
  const sandbox = await openSandbox(t)
  const opened = await openPayform(sandbox, paymentObject(await tokenOf(sandbox)), '&isShortForm=true')
  t.match(opened.html, 'name="isShortForm" value="true"')
  const paid = await submitCard(sandbox, opened.page, { ...card, isShortForm: 'true' })
  t.match(paid.location, /^result\?page=.*&isShortForm=true$/)
  const html = await read(`${sandbox.payformUrl}${paid.location}`)
  t.match(html, 'data-widget-result="true"')
  t.notMatch(html, 'https://shop.example/success')
})

t.test('without a widget there is no parent to tell', async (t) => {
  const sandbox = await openSandbox(t)
  const { paid } = await payThroughPage(sandbox)
  t.notMatch(await read(`${sandbox.payformUrl}${paid.location}`), 'data-widget-result')
})

t.test('a click on a test card fills the form without any script and pays nothing', async (t) => {
  const sandbox = await openSandbox(t)
  const { page } = await openPayform(sandbox, paymentObject(await tokenOf(sandbox)))
  const filled = await submitCard(sandbox, page, { testCard: '377514500004820', holder: '' })
  t.equal(filled.status, 200)
  for (const value of ['3775 145000 04820', '01 / 28', '0198', 'TEST CARDHOLDER'])
    t.match(filled.html, `value="${value}"`)
  t.same(await sandbox.payments(), [])
  const paid = await submitCard(sandbox, page, {
    pan: '377514500004820',
    expiry: '01/28',
    cvc: '0198',
    holder: 'TEST TEST',
  })
  t.match(paid.location, /^result/)
})

t.test('the redesigned page is the same page under another folder', async (t) => {
  const sandbox = await openSandbox(t)
  const base = `${sandbox.url}/redesign-payform/`
  const order = paymentObject(await tokenOf(sandbox))
  const html = await read(`${base}?params=${compressParams(order)}`)
  const { page = '' } = hiddenFields(html)
  const body = new URLSearchParams({ page, ...card })
  const paid = await fetch(`${base}pay`, { method: 'POST', body })
  t.match(paid.url, `${base}result?page=`, 'the browser stays in the folder')
  t.match(await paid.text(), 'data-testid="result-ok"')
})

t.test('an address without the last slash, and one whose pluses became spaces, still open', async (t) => {
  const sandbox = await openSandbox(t)
  const params = compressParams(paymentObject(await tokenOf(sandbox), payObjectTexts))
  t.match(params, '+', 'the sample has a plus to lose')
  t.match(await read(`${sandbox.url}/payform?params=${params}`), 'data-testid="payform"')
  t.match(
    await read(`${sandbox.payformUrl}?params=${params.replaceAll('+', '%20')}`),
    'data-testid="payform"',
  )
})
const payObjectTexts = { description: payObject.description, data: payObject.data, name: payObject.name }

t.test('the number of a card is written nowhere', async (t) => {
  const sandbox = await openSandbox(t)
  const mistyped = { ...card, pan: '4405 6397 0401 5096', expiry: '13/27' }
  const { opened } = await payThroughPage(sandbox, { typed: mistyped })
  t.equal(opened.status, 200)
  await submitCard(sandbox, opened.page, { ...card, cvc: '999' })
  await submitCard(sandbox, opened.page)
  await saveCard(sandbox)
  const answer = [await journalText(sandbox), await read(`${sandbox.url}/_sandbox/`)]
  for (const path of ['payments', 'postlinks'])
    answer.push(JSON.stringify((await control(sandbox, 'GET', path)).body))
  for (const text of answer) t.notMatch(text, /4405\s?6397\s?0401\s?5096/)
  t.match(answer[0], '440563...5096', 'the mask is')
})
