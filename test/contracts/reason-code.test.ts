import t from 'tap'
import { rules } from '../../contracts/fidelity.ts'
import { findReason, reasonCodes, reasonOf, reasonText } from '../../contracts/reason-code.ts'
import { findReasons } from '../../contracts/reason-search.ts'
import { refusals } from '../../contracts/refusal.ts'
import { matches } from '../matches.ts'

t.test('the table has 102 codes, each once and in order', async (t) => {
  const codes = reasonCodes.map(({ code }) => code)
  t.equal(codes.length, 102)
  t.equal(new Set(codes).size, 102)
  t.same(
    codes,
    [...codes].sort((a, b) => a - b),
  )
})

t.test('every code is explained in three languages, in the script of each', async (t) => {
  for (const row of reasonCodes) {
    t.match(row.rus, /[а-яё]{3}.*[.!?]$/u, `${row.code} rus`)
    t.match(row.kaz, /[а-яәғқңөұүһі]{3}.*[.!?]$/u, `${row.code} kaz`)
    t.match(row.eng, /^[A-Z"“0-9].*[.!?]$/u, `${row.code} eng`)
    t.notMatch(row.eng, /[А-я]/u, `${row.code} eng has no Cyrillic`)
    t.not(row.rus, row.kaz, `${row.code} is translated`)
    t.ok(row.reason.length > 0, `${row.code} has a short reason`)
  }
})

t.test('every code says whether it is final, whose fault it is and how it is known', async (t) => {
  const advices = [
    'none',
    'other card',
    'correct and retry',
    'retry later',
    'ask the bank',
    'ask status',
    'fix the request',
    'contact support',
  ]
  for (const { code, next, advice, blame, level, sources } of reasonCodes) {
    t.ok(['final', 'ask status'].includes(next), `${code} next`)
    t.ok(advices.includes(advice), `${code} advice ${advice}`)
    t.ok(['none', 'buyer', 'bank', 'merchant', 'technical'].includes(blame), `${code} blame ${blame}`)
    t.ok(['documented', 'observed', 'assumed'].includes(level), `${code} level`)
    t.ok(sources.length > 0, `${code} sources`)
  }
})

t.test('only 0 is success, and it is nobody’s fault', async (t) => {
  t.same(
    reasonCodes.filter(({ blame }) => blame === 'none').map(({ code }) => code),
    [0],
  )
  matches(t, reasonOf(0), { reason: 'success', next: 'final', advice: 'none' })
})

t.test('a code that the table does not have is a bug and is thrown', async (t) => {
  t.equal(findReason(999_999), undefined)
  t.throws(() => reasonOf(999_999), /999999 is not in contracts\/reason-codes.json/)
})

t.test('a text is given in the language asked for', async (t) => {
  const row = reasonOf(465)
  t.equal(reasonText(465, 'rus'), row.rus)
  t.equal(reasonText(465, 'kaz'), row.kaz)
  t.equal(reasonText(465, 'eng'), row.eng)
})

t.test('every code that a rule or a refusal uses is in the table', async (t) => {
  const used = Object.keys(rules).flatMap((rule) => /declines with (\d+)/.exec(rule)?.[1] ?? [])
  t.ok(used.length >= 5)
  for (const code of used) t.ok(findReason(Number(code)), code)
  // Said by the service that makes links, about a telephone number: no payment ends with it (wire/extended §D.2).
  const codes = Object.values(refusals).map(({ code }) => code)
  t.same(
    codes.filter((code) => !findReason(code)),
    [1079],
  )
})

t.test(
  'a reason is found by all the words of a search, in any language, and by what people say for them',
  async (t) => {
    const codesOf = (text: string) => findReasons(text).map(({ code }) => code)
    const noMoney = codesOf('not sufficient')
    t.ok(noMoney.includes(484))
    for (const text of ['nsf', 'NSF', 'insufficient', 'insufficient-funds', 'funds not sufficient'])
      t.strictSame(codesOf(text), noMoney, text)
    t.strictSame(codesOf('cvv'), codesOf('card data'))
    t.strictSame(codesOf('3ds'), codesOf('3-D Secure'))
    t.ok(codesOf('недостаточно').includes(484))
    for (const text of ['', ' - ', 'sufficient zebra']) t.strictSame(codesOf(text), [], text)
  },
)
