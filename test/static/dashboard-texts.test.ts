import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { refusals } from '../../contracts/refusal.ts'
import { ruleFields } from '../../contracts/rule-fields.ts'
import { drawnBy } from '../../server/core/drawn.ts'
import { otherFields } from '../../static/dashboard/rule-more.js'

/** The dashboard speaks three languages: English stands in its code, the other two in static/dashboard/texts/. */

type Text = string | Record<string, string>
const folder = join(import.meta.dirname, '../../static/dashboard')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

const tables = readdirSync(join(folder, 'texts'))
const rows = tables.flatMap((name) =>
  Object.entries(JSON.parse(read(`texts/${name}`)) as Record<string, { rus: Text; kaz: Text }>),
)
const table = new Map(rows)

// The snippets are code of others, and stay in English like the names in it.
const sources = readdirSync(folder)
  .filter((name) => /\.(js|eta)$/.test(name) && name !== 'snippets.js')
  // A long text stands on several lines.
  .map((name) => ({ name, text: read(name).replace(/' \+\n\s*'/g, '') }))
const code = sources.map(({ text }) => text).join('\n')

const literal = `'((?:[^'\\\\\\n]|\\\\.)+)'|"((?:[^"\\\\\\n]|\\\\.)+)"`
const unescaped = (text: string) => text.replaceAll("\\'", "'")

/** What `t`, `rich` and `tn` are asked to say; of a plural it is the form for many. */
const saidIn = (text: string) => {
  const plain = [...text.matchAll(new RegExp(`(?<![\\w.])(?:t|rich)\\(\\s*(?:${literal})`, 'g'))]
  const counted = [...text.matchAll(/(?<![\w.])tn\([^']+'[^']+',\s*'([^']+)'/g)]
  return [...plain, ...counted].map(([, one, two]) => unescaped(one ?? two ?? ''))
}

/** What the form lists under "More", and what describes a rule without a phrase of its own. */
const rulePhrases = [
  ...otherFields(ruleFields),
  ...ruleFields.filter(({ path }) => path === 'then.visibleAfter'),
].map(({ about }) => about)

const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join(' ')
const formsOf = (text: Text) => (typeof text === 'string' ? [text] : Object.values(text))

t.test('everything the dashboard says has a Russian and a Kazakh text', async (t) => {
  const missing = sources.flatMap(({ name, text }) =>
    saidIn(text)
      .filter((said) => !table.has(said))
      .map((said) => `${name}: ${said}`),
  )
  t.same(missing, [], 'add them to static/dashboard/texts/')
  t.ok(saidIn(code).length > 300, 'the texts of the code were found')
})

t.test('every refusal has a name in three languages', async (t) => {
  t.same(
    Object.keys(refusals).filter((name) => !table.has(name)),
    [],
  )
})

t.test('every kind of entry has a sentence in the journal of a payment', async (t) => {
  const events = read('events.js')
  const isThere = (kind: string) => events.includes(`\n  '${kind}': `) || events.includes(`\n  ${kind}: `)
  t.same(
    Object.keys(drawnBy).filter((kind) => !isThere(kind)),
    [],
  )
})

t.test(
  'what a rule can say is said in three languages, also what has no field of its own in the form',
  async (t) => {
    t.same(
      rulePhrases.filter((about) => !table.has(about)),
      [],
      'a new field of contracts/rule.ts needs a row in static/dashboard/texts/control.json',
    )
  },
)

t.test('every text is said once, is not empty, keeps its gaps and is used', async (t) => {
  t.equal(rows.length, table.size, 'no text stands in two tables')
  const wrong = rows.flatMap(([english, { rus, kaz }]) =>
    [...formsOf(rus), ...formsOf(kaz)]
      .filter((text) => text.trim() === '' || gaps(text) !== gaps(english))
      .map((text) => `${english} → ${text}`),
  )
  t.same(wrong, [])
  const unused = [...table.keys()].filter((english) => {
    if (english in refusals || rulePhrases.includes(english) || code.includes(`['${english}'`)) return false
    const quoted = english.replaceAll("'", "\\'")
    // Column heads stand before their class, months and words of the journal in lists.
    return !code.includes(quoted) && !code.includes(english) && !built.test(english)
  })
  t.same(unused, [])
})

/** Made of a word of the journal or of the control API. */
const built =
  /^(3-D Secure: (wrong|cancelled|expired)|answer (lost|half)|asks for a code|recognised|cancelled)/

t.test('a plural has the forms its language needs', async (t) => {
  const needs = { rus: ['few', 'many', 'one', 'other'], kaz: ['one', 'other'] }
  for (const [english, { rus, kaz }] of rows) {
    if (typeof rus === 'object') t.same(Object.keys(rus).sort(), needs.rus, english)
    if (typeof kaz === 'object') t.same(Object.keys(kaz).sort(), needs.kaz, english)
  }
})

t.test('Russian is written in Russian letters, Kazakh not in Russian words', async (t) => {
  const letters = /[а-яё]/i
  const names = /^[^a-z]*$|\},? in \{|^(Number|Seed|Scope|Secret hash|3-D Secure|seed|ISO 8601)/
  const left = rows.filter(
    ([english, { rus, kaz }]) =>
      !names.test(english) && ![...formsOf(rus), ...formsOf(kaz)].every((text) => letters.test(text)),
  )
  t.same(
    left.map(([english]) => english),
    [],
  )
})
