import lzString from 'lz-string'
import t, { type Test } from 'tap'
import {
  chargeBody,
  chargeCard,
  paymentObject as objectOf,
  openPayform,
  openSandbox,
  payThroughPage,
  saveCard,
  tokenOf,
} from '../world.ts'

/** The words below are those of a page in English. */
const paymentObject = (token: string, given: Record<string, unknown> = {}) =>
  objectOf(token, { language: 'eng', ...given })

/** The error page's list for the shop's developer: field, what it got, what was expected, the fix. */
const problemsOf = (html: string) =>
  html
    .split('data-testid="problem-')
    .slice(1)
    .map((part) => {
      const [got = '', expected = '', fix = ''] = [...part.matchAll(/<dd[^>]*>(.*?)<\/dd>/gs)].map(
        ([, text]) => text,
      )
      return { field: part.slice(0, part.indexOf('"')), got, expected, fix }
    })

const isRefused = (
  t: Test,
  { status, html }: { status: number; html: string },
  field: string,
  words: RegExp,
) => {
  t.ok(status >= 400 && status < 500, `${field}: ${status}`)
  const problems = problemsOf(html)
  t.same(
    problems.map((problem) => problem.field),
    [field],
  )
  t.match(problems[0]?.expected, words)
  t.not(problems[0]?.fix, '', 'the fix is told')
}

const wrongObjects: [Record<string, unknown>, string, RegExp][] = [
  [{ amount: 101 }, 'amount', /expected 100/],
  [{ amount: 'much' }, 'amount', /a number such as 100/],
  [{ currency: 'USD' }, 'currency', /expected KZT/],
  [{ invoiceId: '000000002' }, 'invoiceId', /expected 000000001/],
  [{ invoiceId: '12345' }, 'invoiceId', /6 to 15 digits/],
  [{ invoiceId: undefined }, 'invoiceId', /6 to 15 digits/],
  [{ terminal: '40a348cb-68a3-45d5-9002-a4836d79c3b5' }, 'terminal', /expected 67e34d63/],
  [{ terminal: '98120001' }, 'terminal', /UUID/],
  [{ backLink: '' }, 'backLink', /absolute/],
  [{ backLink: 'javascript:alert(1)' }, 'backLink', /absolute/],
  [{ postLink: 'shop://postlink' }, 'postLink', /http/],
  [{ failurePostLink: 'mailto:shop@shop.example' }, 'failurePostLink', /http/],
  [{ failureBackLink: 'ftp://shop.example/' }, 'failureBackLink', /absolute/],
  [{ description: 'ж'.repeat(63) }, 'description', /125 bytes/],
  [{ cardSave: 'perhaps' }, 'cardSave', /true or false/],
  [{ cardSave: true, accountId: '' }, 'accountId', /accountId is required/],
  [{ paymentType: 'cardVerification', cardSave: true }, 'amount', /0 USD/],
  [{ auth: undefined }, 'auth', /missing/],
  [{ auth: { token_type: 'Bearer' } }, 'auth', /missing/],
  [{ auth: 'NO-SUCH-TOKEN-AT-ALL-22' }, 'auth', /not valid/],
]

for (const [given, field, words] of wrongObjects) {
  const [[name, value] = []] = Object.entries(given)
  t.test(`the page refuses ${name}: ${JSON.stringify(value)} and names ${field}`, async (t) => {
    const sandbox = await openSandbox(t)
    const order = paymentObject(await tokenOf(sandbox), given)
    isRefused(t, await openPayform(sandbox, order), field, words)
  })
}

t.test('everything wrong with a payment object is told at once', async (t) => {
  const sandbox = await openSandbox(t)
  const wrong = { invoiceId: '1', backLink: 'javascript:shop', amount: 'much' }
  const { html } = await openPayform(sandbox, paymentObject(await tokenOf(sandbox), wrong))
  t.same(
    problemsOf(html)
      .map(({ field }) => field)
      .sort(),
    ['amount', 'backLink', 'invoiceId'],
  )
})

t.test('a description of 125 bytes is taken', async (t) => {
  const sandbox = await openSandbox(t)
  const description = `${'ж'.repeat(62)}!`
  t.equal((await openPayform(sandbox, paymentObject(await tokenOf(sandbox), { description }))).status, 200)
})

t.test('a token that has paid opens no other page', async (t) => {
  const sandbox = await openSandbox(t)
  const cardId = await saveCard(sandbox)
  const token = await tokenOf(sandbox)
  await chargeCard(sandbox, chargeBody(cardId), { authorization: `Bearer ${token}` })
  isRefused(t, await openPayform(sandbox, paymentObject(token)), 'auth', /already been used/)
})

t.test('an expired token opens no page', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await tokenOf(sandbox)
  await sandbox.clock.advance('PT2H')
  isRefused(t, await openPayform(sandbox, paymentObject(token)), 'auth', /expired/)
})

t.test('amount 0 pays nothing: only a card verification takes it', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await tokenOf(sandbox, { amount: '0' })
  isRefused(t, await openPayform(sandbox, paymentObject(token, { amount: 0 })), 'amount', /Invalid amount/)
})

t.test('a verification in tenge is refused', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await tokenOf(sandbox, { amount: '0' })
  const order = paymentObject(token, { amount: 0, cardSave: true, paymentType: 'cardVerification' })
  isRefused(t, await openPayform(sandbox, order), 'amount', /0 USD/)
})

t.test('a paid invoice opens no page, also with a fresh token', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox)
  const order = paymentObject(await tokenOf(sandbox))
  const { status, html } = await openPayform(sandbox, order)
  t.equal(status, 400)
  t.match(html, 'data-testid="already-paid"', 'told the buyer, in his language')
  t.match(html, /Invoice has already been paid; a paid invoice cannot be paid again/, 'and the developer')
})

const broken: [string, string][] = [
  ['nothing', ''],
  ['a word', '?params=hello'],
  ['text that unfolds to nothing', '?params=%2B%2B%2B%2B'],
  ['text without pairs', `?params=${lzString.compressToEncodedURIComponent('hello')}`],
  [
    'a stray percent sign',
    `?params=${lzString.compressToEncodedURIComponent('invoiceId=000001&description=100%')}`,
  ],
  ['params twice', '?params=a&params=b'],
]

for (const [what, query] of broken) {
  t.test(`an address with ${what} for params is explained`, async (t) => {
    const { payformUrl } = await openSandbox(t)
    const answer = await fetch(`${payformUrl}${query}`)
    isRefused(t, { status: answer.status, html: await answer.text() }, 'params', /halyk\.pay\(\)/)
  })
}

t.test('a page nobody opened is not found', async (t) => {
  const { payformUrl } = await openSandbox(t)
  for (const address of ['?page=no-such-page', 'result?page=no-such-page', 'result']) {
    const answer = await fetch(`${payformUrl}${address}`)
    isRefused(t, { status: answer.status, html: await answer.text() }, 'page', /страница оплаты не найдена/)
  }
})

t.test('the error page speaks the language of the order', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await tokenOf(sandbox)
  const titles = {
    rus: 'Страница оплаты не открылась',
    kaz: 'Төлем беті ашылмады',
    eng: 'The payment page could not be opened',
  }
  for (const [language, title] of Object.entries(titles)) {
    t.match((await openPayform(sandbox, paymentObject(token, { language, amount: 1 }))).html, title)
    t.match((await openPayform(sandbox, paymentObject(token, { language, amount: 'x' }))).html, title)
  }
})

t.test('the error page repeats neither script nor token', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await tokenOf(sandbox)
  const evil = '<script>alert(1)</script>'
  const { html } = await openPayform(sandbox, paymentObject(token, { invoiceId: evil, postLink: evil }))
  t.match(html, '&lt;script&gt;')
  t.notMatch(html, evil)
  t.notMatch(html, token)
})
