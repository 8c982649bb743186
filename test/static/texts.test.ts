import t from 'tap'
import { reasonCodes } from '../../contracts/reason-code.ts'
import acs from '../../static/acs/texts.json' with { type: 'json' }
import payform from '../../static/payform/texts.json' with { type: 'json' }
import { matches } from '../matches.ts'
import { under } from '../source.ts'

/** What is written on the bank's pages, in three languages. */

const languages = ['rus', 'kaz', 'eng'] as const

/** Every text with its path; the forms of a plural are one text, for a language has as many as it needs. */
const textsOf = (table: object, path = ''): [path: string, text: string][] =>
  Object.entries(table).flatMap(([name, value]): [string, string][] => {
    const here = path ? `${path}.${name}` : name
    if (typeof value === 'string') return [[here, value]]
    return 'other' in value ? [[here, value.other]] : textsOf(value, here)
  })

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()

for (const [area, tables] of Object.entries({ payform, acs })) {
  t.test(`every text of ${area} is there in three languages, with the same gaps to fill`, async (t) => {
    const eng = new Map(textsOf(tables.eng))
    for (const language of languages) {
      const texts = new Map(textsOf(tables[language]))
      t.same([...texts.keys()].sort(), [...eng.keys()].sort(), language)
      const gaps = (table: Map<string, string>) =>
        [...table].map(([path, text]) => [path, placeholders(text)])
      t.same(Object.fromEntries(gaps(texts)), Object.fromEntries(gaps(eng)), `the gaps of ${language}`)
    }
  })
}

/** Words that a native reader stumbles over, and what is said instead. */
const unsaid: [RegExp, string][] = [
  [/не настоящие/, 'ненастоящие'],
  [/Как решит карта|Оплатить с исходом/, 'По карте (обычный ход), Исход платежа'],
  [/не столько цифр/, 'Неверное количество цифр'],
  [/возьмите другую/, 'используйте другую карту'],
  [/Пришло|Ожидается/, 'Получено, Ожидалось'],
  [/Карту не удалось обслужить|не пропустил платёж/, 'Не удалось провести операцию, отклонил'],
  [/әрекет қалды/, 'мүмкіндік қалды'],
  [/артқы жағындағы/, 'артқы бетіндегі'],
  [/Келгені|Күтілгені|Алынды$/, 'Алынған мән, Күтілген мән'],
  [/^(What )?came|\bmend/i, 'Got, How to fix'],
]

t.test('the texts say it as a native reader would', async (t) => {
  const all = [...textsOf(payform), ...textsOf(acs)]
  for (const { code, rus, kaz, eng } of reasonCodes)
    all.push([`${code} rus`, rus], [`${code} kaz`, kaz], [`${code} eng`, eng])
  const stumbles = all.flatMap(([path, text]) =>
    unsaid.filter(([pattern]) => pattern.test(text)).map(([, better]) => `${path}: ${text} → ${better}`),
  )
  t.same(stumbles, [])
})

/** What was corrected by hand, in the words it was corrected to: language, where, and the text. */
const corrected: [language: 'rus' | 'kaz', where: string, text: RegExp][] = [
  ['rus', 'payform', /деньги ненастоящие/],
  ['rus', 'payform', /^Исход платежа$/],
  ['rus', 'payform', /^По карте \(обычный ход\)$/],
  ['rus', 'payform', /Неверное количество цифр в номере карты/],
  ['rus', 'payform', /^Нужно исправить \{n\} пол/],
  ['rus', 'payform', /страница для этого токена закрыта; получите новый токен/],
  ['rus', 'acs', /SMS не придёт\. Код для проверки:/],
  ['rus', 'acs', /^Код из SMS$/],
  ['rus', '499', /Вы отменили подтверждение/],
  ['rus', '486', /проверьте данные или обратитесь в банк/],
  ['rus', '494', /повторите позже или оплатите другой картой/],
  ['rus', '501', /Не удалось провести операцию по карте/],
  ['rus', '523', /отклонил/],
  ['kaz', 'payform', /^Код$/],
  ['kaz', 'payform', /Карта иесінің аты-жөні/],
  ['kaz', 'payform', /\{n\} мүмкіндік қалды/],
  ['kaz', 'payform', /Төлем жүргізіліп жатыр…/],
  ['kaz', 'acs', /Код мына уақытқа дейін жарамды: \{time\}/],
  ['kaz', 'payform', /Түзету керек: \{n\} өріс\./],
]

t.test('what native readers corrected stays corrected', async (t) => {
  const codes = (language: 'rus' | 'kaz') =>
    Object.fromEntries(reasonCodes.map((row) => [String(row.code), row[language]]))
  for (const [language, where, text] of corrected) {
    const tables: Record<string, object> = { payform: payform[language], acs: acs[language] }
    const texts = textsOf(tables[where] ?? { [where]: codes(language)[where] ?? '' })
    t.ok(
      texts.some(([, said]) => text.test(said)),
      `${language} ${where}: ${text.source}`,
    )
  }
  for (const table of [payform, acs]) {
    const got = { rus: 'Получено', kaz: 'Алынған мән', eng: 'Got' }
    const expected = { rus: 'Ожидалось', kaz: 'Күтілген мән', eng: 'Expected' }
    const named = (name: string, language: (typeof languages)[number]) =>
      textsOf(table[language]).find(([path]) => path.split('.').at(-1) === name)?.[1]
    for (const language of languages)
      t.same([named('got', language), named('expected', language)], [got[language], expected[language]])
  }
})

/** Pictures and old-fashioned words that payment people do not use, and what they say. */
const oldWords: [RegExp, string][] = [
  [/\bgiv(?:e|es|en|ing) back\b|\bgave back\b/i, 'refunded'],
  [/\bdear orders?\b/i, 'expensive orders'],
  [/\bon no account\b/i, 'never'],
  [/\bleave it\b(?! out)/i, 'Cancel'],
  [/goes by itself|System time/i, 'Real time'],
  [/left behind/i, 'Resulting payments'],
  [/How to keep it/i, 'How to fix it'],
  [/Copy all\b/i, 'Copy number, expiry, CVC'],
  [/Token for test/i, 'Token issued to client "test"'],
  [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
]

t.test('nothing that a person reads has the old words', async (t) => {
  const isShown = (path: string) => !/published|README|\.css$/.test(path)
  const sources = [
    ...under('contracts', /\.(ts|json)$/),
    ...under('server', /\.(ts|json)$/),
    ...under('static', /\.(js|json|eta|md)$/),
    ...under('fixtures', /\.(yaml|json|js|md)$/),
  ].filter(({ path }) => isShown(path))
  const found = sources.flatMap(({ path, code }) =>
    code.flatMap((line, i) =>
      oldWords
        .filter(([word]) => word.test(line))
        .map(([, better]) => `${path}:${i + 1}: ${line.trim()} → ${better}`),
    ),
  )
  t.same(found, [])
})

t.test('the dashboard says it in the corrected words', async (t) => {
  const said = under('static/dashboard', /\.(js|eta)$/)
    .flatMap(({ lines }) => lines)
    .join('\n')
  const words = [
    'Shortcuts',
    'Actions',
    'Fix',
    'Got',
    'Cancel',
    'Real time.',
    'Resulting payments',
    'used up',
    'cleared',
  ].concat([
    'Token issued to client “{client}”',
    'How to fix it.',
    'Final',
    'Final: {advice}',
    'Copy number, expiry, CVC',
  ])
  for (const word of words) t.ok(said.includes(`'${word}'`), word)
})

t.test('a code that stands for two causes names both', async (t) => {
  const cancelled = reasonCodes.find(({ code }) => code === 499)
  matches(t, cancelled, { rus: /отменили подтверждение/, kaz: /бас тарт/, eng: /cancelled the confirmation/ })
})
