import t from 'tap'
import { hiddenFields } from '../../server/client/screen.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { card, lockedCard, openPayform, openSandbox, paymentObject, submitCard, tokenOf } from '../world.ts'

const openPage = async (sandbox: Sandbox) => {
  const order = paymentObject(await tokenOf(sandbox), { language: 'eng' })
  const { page } = await openPayform(sandbox, order)
  return { order, page }
}

const show = async (sandbox: Sandbox, location: string) => {
  const answer = await fetch(`${sandbox.payformUrl}${location}`, { redirect: 'manual' })
  return { status: answer.status, location: answer.headers.get('location') ?? '', html: await answer.text() }
}

const mistakes: [string, object, RegExp][] = [
  ['no number', { pan: '' }, /error-pan/],
  ['a number that fails Luhn', { pan: '4405639704015097' }, /error-pan/],
  ['a number too short', { pan: '440563970401' }, /error-pan/],
  ['a month that does not exist', { expiry: '13/27' }, /error-expiry/],
  ['a CVC of four digits on a Visa', { cvc: '3210' }, /error-cvc/],
  ['a CVC of three digits on an Amex', { pan: '377514500004820', cvc: '019' }, /error-cvc/],
  ['no holder', { holder: ' ' }, /error-holder/],
  ['a holder in Cyrillic', { holder: 'ТЕСТ' }, /error-holder/],
]

t.test('a mistyped card is shown with its mistake and counts no attempt', async (t) => {
  const sandbox = await openSandbox(t)
  const { page } = await openPage(sandbox)
  for (const [what, typed, place] of mistakes) {
    const { status, html } = await submitCard(sandbox, page, { ...card, ...typed })
    t.equal(status, 422, what)
    t.match(html, place)
    t.equal(html.match(/data-testid="error-(pan|expiry|cvc|holder)"/g)?.length, 1, 'nothing else is wrong')
    t.match(html, '3 attempts left')
    t.notMatch(html, 'value="321"', 'a CVC is never sent back')
  }
  t.same(await sandbox.payments(), [])
})

t.test('a buyer may type spaces in the number and the year in full', async (t) => {
  const sandbox = await openSandbox(t)
  const { page } = await openPage(sandbox)
  const typed = { pan: ' 4405-6397 0401 5096', expiry: '01 / 2027', cvc: ' 321', holder: ' test test ' }
  t.match((await submitCard(sandbox, page, typed)).location, /^result/)
})

t.test('a declined card leaves two attempts, and another card pays on the same page', async (t) => {
  const sandbox = await openSandbox(t)
  const { page } = await openPage(sandbox)
  const declined = await submitCard(sandbox, page, lockedCard)
  t.equal(declined.status, 303)
  const again = await show(sandbox, declined.location)
  t.equal(hiddenFields(again.html).page, page)
  t.match(again.html, '2 attempts left')
  t.match(again.html, /data-testid="decline".*465/s)
  const paid = await submitCard(sandbox, page)
  t.match((await show(sandbox, paid.location)).html, 'data-testid="result-ok"')
  matches(t, await sandbox.payments(), [
    { status: 'FAILED', reasonCode: 465 },
    { status: 'CHARGE', reasonCode: 0 },
  ])
})

t.test('the third decline ends the page and sends the buyer to the failure link', async (t) => {
  const sandbox = await openSandbox(t)
  const { page } = await openPage(sandbox)
  await submitCard(sandbox, page, lockedCard)
  await submitCard(sandbox, page, lockedCard)
  const third = await submitCard(sandbox, page, lockedCard)
  t.match(third.location, /^result\?page=/)
  const { html } = await show(sandbox, third.location)
  t.match(html, 'data-testid="result-failed"')
  t.match(html, /data-testid="decline-code">[^<]*465/, 'it says why')
  t.match(html, /href="https:\/\/shop\.example\/failure"[^>]*data-testid="return"/)
  const fourth = await submitCard(sandbox, page)
  t.match(fourth.location, /^result\?page=/)
  t.match((await show(sandbox, fourth.location)).html, 'data-testid="result-failed"')
  t.equal((await sandbox.payments()).length, 3)
})

t.test('without a failure link the buyer returns to backLink', async (t) => {
  const sandbox = await openSandbox(t)
  const order = paymentObject(await tokenOf(sandbox), { failureBackLink: '' })
  const { page } = await openPayform(sandbox, order)
  for (const _ of [1, 2]) await submitCard(sandbox, page, lockedCard)
  const { location } = await submitCard(sandbox, page, lockedCard)
  t.match(
    (await show(sandbox, location)).html,
    /href="https:\/\/shop\.example\/success"[^>]*data-testid="return"/,
  )
})

t.test('in the widget a failure is told to the parent as a failure', async (t) => {
  const sandbox = await openSandbox(t)
  const { page } = await openPage(sandbox)
  const typed = { ...lockedCard, isShortForm: 'true' }
  t.match((await submitCard(sandbox, page, typed)).location, /isShortForm=true/)
  await submitCard(sandbox, page, typed)
  const { location } = await submitCard(sandbox, page, typed)
  t.match((await show(sandbox, location)).html, 'data-widget-result="false"')
})

t.test('a reload is the same page: attempts and deadline stand', async (t) => {
  const sandbox = await openSandbox(t)
  const { order, page } = await openPage(sandbox)
  await submitCard(sandbox, page, lockedCard)
  await sandbox.clock.advance('PT15M')
  const reloaded = await openPayform(sandbox, order)
  t.equal(reloaded.page, page)
  t.match(reloaded.html, '2 attempts left')
  t.match(reloaded.html, 'data-minutes="5"')
})

t.test('a page can be paid until its twentieth minute is over', async (t) => {
  const sandbox = await openSandbox(t)
  const { page } = await openPage(sandbox)
  await sandbox.clock.advance('PT19M59S')
  t.match((await show(sandbox, (await submitCard(sandbox, page)).location)).html, 'data-testid="result-ok"')
})

t.test('after twenty minutes the page has failed and takes no card', async (t) => {
  const sandbox = await openSandbox(t)
  const { page } = await openPage(sandbox)
  await sandbox.clock.advance('PT20M')
  const late = await submitCard(sandbox, page)
  t.match(late.location, /^result\?page=/)
  const { html } = await show(sandbox, late.location)
  t.match(html, 'data-testid="result-failed"')
  t.match(html, 'https://shop.example/failure')
  t.same(await sandbox.payments(), [])
  t.match((await show(sandbox, `?page=${page}`)).location, /^result\?page=/, 'a reload shows the result')
})

t.test('the result is not shown before there is one', async (t) => {
  const sandbox = await openSandbox(t)
  const { page } = await openPage(sandbox)
  matches(t, await show(sandbox, `result?page=${page}`), { status: 303, location: `./?page=${page}` })
})

t.test('a buyer who presses Pay twice pays once', async (t) => {
  const sandbox = await openSandbox(t)
  const { page } = await openPage(sandbox)
  const answers = await Promise.all([submitCard(sandbox, page), submitCard(sandbox, page)])
  for (const { location } of answers) {
    t.match((await show(sandbox, location)).html, 'data-testid="result-ok"')
  }
  t.equal((await sandbox.payments()).length, 1)
})
