import t from 'tap'
import type { CaseResult } from '../../server/certify/case.ts'
import { cases } from '../../server/certify/cases.ts'
import { htmlReport } from '../../server/certify/report/html.ts'
import { jsonReport } from '../../server/certify/report/json.ts'
import sentences from '../../server/certify/report/sentences.json' with { type: 'json' }
import { sentenceIn } from '../../server/certify/report/sentences.ts'
import { textReport } from '../../server/certify/report/text.ts'
import texts from '../../server/certify/report/texts.json' with { type: 'json' }
import { promiseTexts } from '../../server/certify/report/words.ts'
import type { Report } from '../../server/certify/verdict.ts'
import { run as runCommand } from '../cli/run.ts'
import { matches } from '../matches.ts'
import { read, under } from '../source.ts'
import { isWire } from './flaw.ts'

const languages = ['rus', 'kaz'] as const
const cyrillic = /[А-яӘәІіҢңҒғҮүҰұҚқӨөҺһ]/

t.test('every promise is written in three languages, and no promise that is gone', async (t) => {
  const names = cases.map(({ name }) => name).toSorted()
  for (const language of languages) {
    t.same(Object.keys(promiseTexts[language]).toSorted(), names, language)
    for (const [name, { promise, why, fix }] of Object.entries(promiseTexts[language]))
      for (const text of [promise, why, fix]) t.match(text, cyrillic, `${language} ${name}`)
  }
})

t.test('the words around them have the same keys and the same gaps in three languages', async (t) => {
  const gaps = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted()
  for (const language of languages) {
    t.same(Object.keys(texts[language]), Object.keys(texts.eng), language)
    for (const [key, text] of Object.entries(texts[language]))
      t.same(gaps(text), gaps(texts.eng[key as keyof typeof texts.eng]), `${language} ${key}`)
  }
})

const { name, promise, why, fix } = cases[0] as (typeof cases)[number]
const failed: CaseResult = {
  ...{ name, promise, why, fix, outcome: 'failed', ms: 1, before: 'unpaid', after: 'unpaid' },
  steps: [
    { did: 'the buyer pays, its postlink is kept back' },
    { did: 'the postlink is sent by hand', got: 'HTTP 200 in 3 ms' },
  ],
  reason: 'order 100000001: expected paid, 1000 once, got unpaid ("new")',
  checks: [{ what: 'order 100000001', expected: 'paid, 1000 once', got: 'unpaid ("new")', ok: false }],
}
const report = {
  ...{ verdict: 'failed', at: '2025-02-12T04:42:51.000Z', version: '0', seed: 's', merchant: 'node shop.js' },
  counts: { passed: 0, failed: 1, unproven: 0, skipped: 0 },
  pace: { answerMs: 1, lagMs: 12, quietMs: 100 },
  cases: [failed],
  findings: [{ cause: 'x', cases: [name] }],
  ...{ described: { file: 'certify.yaml', line: 1 }, codes: [], assumed: [] },
} as Report

/** What a case says while it runs, out of its source: a gap is filled with what would stand there. */
const sayings = /(?:\bdid\(|\bskip\(|\babout[:=?]* *|\bwhat = |new (?:Trouble|Unseen)\(|\bcheck\()\s*/g
const firstTexts = /^(?:(?:'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`)[,\s+]*|\w+,\s*)+/

const saidIn = (code: string): string[] =>
  [...code.matchAll(sayings)].flatMap(({ index, 0: { length } }) => {
    const rest = firstTexts.exec(code.slice(index + length))?.[0] ?? ''
    // A long sentence stands on two lines.
    const joined = rest.replace(/'\s*\+\s*[`']|`\s*\+\s*[`']/g, '')
    return [...joined.matchAll(/'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)].map(([, a, b]) =>
      (a ?? b ?? '').replace(/\$\{[^}]*\}+/g, '100000001').replaceAll('\\\\', '\\'),
    )
  })

const speaking = [
  'acting',
  'ask',
  'attempt',
  'bank',
  'checkout',
  'evidence',
  'expectations',
  'last-look',
  'ledger',
]
  .concat(['many-orders', 'merchant', 'payment-page', 'play-events', 'promise', 'saved-card', 'waiting'])
  .map((name) => `server/certify/${name}.ts`)

t.test('every sentence a case can write down has its words in Russian and Kazakh', async (t) => {
  const sources = [...under('server/certify/cases', /\.ts$/), ...speaking.map(read)]
  const said = [...new Set(sources.flatMap(({ code }) => saidIn(code.join('\n'))))]
  t.ok(said.length > 90, `${said.length} sentences were found`)
  for (const language of languages) {
    const speak = sentenceIn(language)
    t.same(
      said.filter((text) => !isWire(text) && !cyrillic.test(speak(text))),
      [],
      language,
    )
  }
})

t.test('what a shop prints at length is left as it is, and at once', async (t) => {
  const printed = 'HTTP 200 in 3 ms: , fulfilled (paid '.repeat(30_000)
  t.equal(sentenceIn('rus')(printed), printed)
})

t.test('the sentences have the same gaps in three languages, and none of them is nobody’s', async (t) => {
  const gaps = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted()
  const code = under('server/certify', /\.ts$/)
    .flatMap(({ lines }) => lines)
    .join('\n')
    .replace(/'\s*\+\s*[`']|`\s*\+\s*[`']/g, '')
  for (const [english, spoken] of Object.entries(sentences)) {
    for (const language of languages) t.same(gaps(spoken[language]), gaps(english), `${language}: ${english}`)
    const pieces = english.split(/\{\w+\}|, | or |secret_hash: /).filter((piece) => /[a-z]{4}/.test(piece))
    for (const piece of pieces)
      t.ok(code.includes(piece.replaceAll('\\', '\\\\').trim()), `somebody still says "${piece}"`)
  }
})

t.test('the report of certify is read in the language that was asked for', async (t) => {
  const shown = { rus: /ПРОВЕРКУ НЕ ПРОШЁЛ/, kaz: /ТЕКСЕРУДЕН ӨТПЕДІ/ }
  for (const language of languages) {
    const text = textReport(report, { language })
    t.match(text, shown[language])
    t.match(text, promiseTexts[language][name]?.fix)
    t.notMatch(text, /\bwhy\b|\bfix\b|expected|passed|failed|buyer|postlink|paid/, language)
    t.equal(text.match(/100000001/g)?.length, 1, 'a reason that is a check is said once')
    const html = htmlReport(report, { language })
    t.match(html, `<html lang="${language === 'rus' ? 'ru' : 'kk'}">`)
    t.match(html, promiseTexts[language][name]?.promise)
    t.notMatch(html.replace(/<style>.*<\/style>/s, ''), /Why it|How to|Broken|matters/, language)
  }
  t.match(textReport(report), /FAILED/, 'English when nothing is asked')
  t.match(jsonReport(report), promise, 'JSON is English')
})

t.test('certify --list --lang lists the promises in that language', async (t) => {
  const { stdout } = await runCommand(['certify', '--list', '--lang', 'kk'])
  t.match(stdout, promiseTexts.kaz[name]?.promise)
  t.match((await runCommand(['certify', '--list'])).stdout, promise)
  const json = await runCommand(['certify', '--list', '--lang', 'rus', '--format', 'json'])
  t.match(json.stdout, promise, 'JSON is English')
  const wrong = await runCommand(['certify', '--list', '--lang', 'xx'])
  matches(t, wrong, { code: 2, stderr: /--lang is "xx", expected eng, rus or kaz/ })
})
