import t from 'tap'
import { reasonCodes } from '../../contracts/reason-code.ts'
import acs from '../../static/acs/texts.json' with { type: 'json' }
import payform from '../../static/payform/texts.json' with { type: 'json' }

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

t.test('a code that stands for two causes names both', async (t) => {
  const cancelled = reasonCodes.find(({ code }) => code === 499)
  t.match(cancelled, { rus: /отменили подтверждение/, kaz: /бас тарт/, eng: /cancelled the confirmation/ })
})
