import t from 'tap'
import type { AnySchema } from '../../contracts/fields.ts'
import { PaymentObject } from '../../contracts/payment.ts'
import { refusals } from '../../contracts/refusal.ts'
import { translated } from '../../server/http/page/problem-words.ts'
import { openPayform, openSandbox, paymentObject, tokenOf } from '../world.ts'

/** A developer reads what is wrong with his page in the page's own language, the whole of it. */

const fields = Object.values(PaymentObject.properties as Record<string, AnySchema>)
const ofFields = fields.flatMap(({ expected, fix }) => [expected ?? '', fix ?? ''])
/** What can stand in the way of a page. */
const ofRefusals = (
  [
    ...['token missing', 'token unknown', 'token expired', 'token used', 'token without invoice'],
    ...[
      'other invoice',
      'other amount',
      'other currency',
      'other terminal',
      'last six taken',
      'invoice paid',
    ],
    ...['amount zero', 'verification amount', 'account missing', 'card unknown', 'card deactivated'],
    ...['page unknown', 'page ended', 'terminal unknown', 'terminal foreign'],
    ...['link unknown', 'link over', 'qr unknown', 'qr over'],
  ] as (keyof typeof refusals)[]
).flatMap((name) => [refusals[name].message, name === 'token missing' ? '' : refusals[name].fix])

for (const language of ['rus', 'kaz'] as const) {
  t.test(`every text an error of the page can have is told in ${language}`, async (t) => {
    for (const text of new Set([...ofFields, ...ofRefusals].filter(Boolean)))
      t.match(translated(text, language), /\p{Script=Cyrillic}/u, text)
  })
}

const spoiled = {
  invoiceId: '1',
  amount: 'much',
  backLink: 'javascript:x',
  description: 'ж'.repeat(70),
  cardSave: 'perhaps',
  paymentType: 'cardId',
  terminal: undefined,
}

for (const language of ['rus', 'kaz'] as const) {
  t.test(`a page in ${language} has no English sentence among its errors`, async (t) => {
    const sandbox = await openSandbox(t)
    const given = { ...spoiled, language }
    const { status, html } = await openPayform(sandbox, paymentObject(await tokenOf(sandbox), given))
    t.equal(status, 400)
    const found = [...html.matchAll(/<dd>(?!<code>)(.*?)<\/dd>/gs)].map(([, text = '']) => text)
    t.ok(found.length >= 2 * 7, `${found.length} sentences`)
    for (const text of found) t.match(text, /\p{Script=Cyrillic}/u)
    t.match(html, language === 'rus' ? 'ничего' : 'ештеңе')
    t.notMatch(html, 'lang="en"')
  })
}

t.test('what is kept of it is English, whatever the page speaks', async (t) => {
  const sandbox = await openSandbox(t)
  await openPayform(sandbox, paymentObject(await tokenOf(sandbox), { invoiceId: '1', language: 'kaz' }))
  const list = (await (await fetch(`${sandbox.url}/_sandbox/exchanges`)).json()) as { exchanges: unknown[] }
  t.match(JSON.stringify(list), /6 to 15 digits/)
})
