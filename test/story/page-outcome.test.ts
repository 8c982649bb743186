import t from 'tap'
import { reasonText } from '../../contracts/reason-code.ts'
import { forcibleCodes } from '../../contracts/sandbox-card.ts'
import { matches } from '../matches.ts'
import { card, lockedCard, openPayform, openSandbox, paymentObject, submitCard, tokenOf } from '../world.ts'
import { attempt } from './attempt.ts'

const options = (html: string) =>
  [...html.matchAll(/<option value="(-?\d*)"[^>]*>\s*([^<]*?)\s*<\/option>/g)].map(([, code, text]) => ({
    code,
    text,
  }))

for (const language of ['rus', 'kaz', 'eng'] as const) {
  t.test(`the page offers every outcome in its language, ${language}`, async (t) => {
    const sandbox = await openSandbox(t)
    const { html } = await openPayform(sandbox, paymentObject(await tokenOf(sandbox), { language }))
    const [byCard, approve, ...declines] = options(html)
    matches(t, byCard, { code: '' })
    matches(t, approve, { code: '0', text: `0 – ${reasonText(0, language)}` })
    t.equal(declines.length, forcibleCodes.length - 1)
    t.match(declines.find(({ code }) => code === '484')?.text, reasonText(484, language))
  })
}

t.test('the outcome that is chosen stands, whatever the card', async (t) => {
  const sandbox = await openSandbox(t)
  t.equal(await attempt(sandbox, { typed: { outcome: '484' } }), 484)
  t.equal(await attempt(sandbox, { typed: { ...lockedCard, outcome: '0' } }), 0)
  t.equal(
    await attempt(sandbox, { typed: { ...lockedCard, outcome: '' } }),
    465,
    'nothing chosen: the card decides',
  )
  t.equal(await attempt(sandbox, { typed: { holder: 'CODE 478', outcome: '484' } }), 484)
})

t.test('a mistyped card keeps the choice', async (t) => {
  const sandbox = await openSandbox(t)
  const { page } = await openPayform(sandbox, paymentObject(await tokenOf(sandbox)))
  const { status, html } = await submitCard(sandbox, page, { ...card, cvc: '', outcome: '484' })
  t.equal(status, 422)
  t.match(html, /<option value="484" selected>/)
})

t.test('an outcome that does not exist is told, in the page’s language, and pays nothing', async (t) => {
  const sandbox = await openSandbox(t)
  const { page } = await openPayform(sandbox, paymentObject(await tokenOf(sandbox), { language: 'eng' }))
  for (const outcome of ['999', '-2', 'approve', '484 ', '1e2']) {
    const { status, html } = await submitCard(sandbox, page, { ...card, outcome })
    t.equal(status, 400, outcome)
    t.match(html, 'lang="en"')
    t.match(html, 'data-testid="problem-outcome"')
    t.match(html, `<code>${outcome}</code>`)
    t.match(html, 'epay-sandbox codes')
  }
  const { html } = await submitCard(sandbox, page, { ...card, outcome: '<script>' })
  t.notMatch(html, '<code><script>')
  t.same(await sandbox.payments(), [])
  t.match((await submitCard(sandbox, page)).location, /^result/, 'and the page can still be paid')
})
