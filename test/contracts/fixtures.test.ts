import { readFileSync } from 'node:fs'
import t from 'tap'
import type { TSchema } from 'typebox'
import { cvcLength, luhn, readCardForm, TestCard, toExpiry } from '../../contracts/card.ts'
import { Client, Terminal } from '../../contracts/merchant.ts'
import { createAjv } from '../../contracts/reader.ts'
import { sources } from '../../contracts/sources.ts'
import cards from '../../fixtures/cards.json' with { type: 'json' }
import clients from '../../fixtures/clients.json' with { type: 'json' }
import terminals from '../../fixtures/terminals.json' with { type: 'json' }

const valid = (t: { ok(value: unknown, message: string): unknown }, schema: TSchema, rows: object[]) => {
  const validate = createAjv().compile(schema)
  for (const [i, row] of rows.entries()) {
    t.ok(validate(row), `row ${i + 1}: ${JSON.stringify(validate.errors ?? 'valid')}`)
  }
}

t.test('every row of the fixtures keeps its schema', async (t) => {
  valid(t, TestCard, cards)
  valid(t, Client, clients)
  valid(t, Terminal, terminals)
})

t.test('every test card passes Luhn, has a month, and a CVC of its brand’s length', async (t) => {
  for (const { pan, expiry, cvc, edition } of cards) {
    const name = `${edition} ${pan.slice(-4)}`
    t.ok(luhn(pan), name)
    t.equal(toExpiry(expiry), expiry, name)
    t.equal(cvc.length, cvcLength(pan), name)
    t.same(readCardForm({ pan, expiry, cvc, holder: 'TEST' }).errors, {}, name)
  }
})

t.test('each edition has the five documented cards, once each, some unlocked', async (t) => {
  for (const edition of ['2025', '2020']) {
    const of = cards.filter((card) => card.edition === edition)
    t.equal(new Set(of.map(({ pan }) => pan)).size, 5, edition)
    t.equal(of.length, 5, edition)
    t.ok(of.some(({ status }) => status === 'unlock') && of.some(({ status }) => status === 'lock'))
  }
})

t.test('clients and terminals are unique, and every terminal has an owner', async (t) => {
  const ids = clients.map(({ id }) => id)
  t.equal(new Set(ids).size, ids.length)
  t.equal(new Set(terminals.map(({ id }) => id)).size, terminals.length)
  t.equal(new Set(terminals.map(({ number }) => number)).size, terminals.length)
  for (const { id, client } of terminals) {
    t.ok(ids.includes(client), `${id} belongs to ${client}`)
    t.equal(id, id.toLowerCase(), 'terminals are looked up in lower case')
  }
})

t.test('every row of the fixtures says where it is from', async (t) => {
  for (const row of [...cards, ...clients, ...terminals])
    t.ok(row.source === 'sandbox' || row.source in sources, row.source)
})

type Texts = { [name: string]: string | Texts }
const texts = JSON.parse(
  readFileSync(new URL('../../static/payform/texts.json', import.meta.url), 'utf8'),
) as Record<string, Texts>

const leaves = (part: Texts, path = ''): [string, string][] =>
  Object.entries(part).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[`${path}${name}`, value] as [string, string]]
      : leaves(value, `${path}${name}.`),
  )

// Languages have plural forms of their own: `one`, `few`, `many`, `other`.
const plurals = /\.(zero|one|two|few|many|other)$/
const namesOf = (language: string) =>
  [...new Set(leaves(texts[language] ?? {}).map(([name]) => name.replace(plurals, '.plural')))].sort()

t.test('the page says the same things in Russian, Kazakh and English', async (t) => {
  t.same(Object.keys(texts).sort(), ['eng', 'kaz', 'rus'])
  t.ok(namesOf('rus').length > 40)
  t.same(namesOf('kaz'), namesOf('rus'))
  t.same(namesOf('eng'), namesOf('rus'))
})

t.test('the page has the plural forms of each language', async (t) => {
  for (const [language, tag] of [
    ['rus', 'ru'],
    ['kaz', 'kk'],
    ['eng', 'en'],
  ] as const) {
    const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories
    const plural = leaves(texts[language] ?? {}).filter(([name]) => plurals.test(name))
    t.ok(plural.length > 0)
    for (const stem of new Set(plural.map(([name]) => name.replace(plurals, '')))) {
      const has = plural.filter(([name]) => name.replace(plurals, '') === stem).map(([name]) => name)
      t.same(has.sort(), forms.map((form) => `${stem}.${form}`).sort(), `${language} ${stem}`)
    }
  }
})

t.test('a text has the same blanks to fill in all languages, and is never empty', async (t) => {
  const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort().join()
  const russian = new Map(leaves(texts.rus ?? {}))
  for (const language of ['kaz', 'eng']) {
    for (const [name, text] of leaves(texts[language] ?? {})) {
      t.ok(text.trim(), `${language} ${name}`)
      const original = russian.get(name)
      if (original) t.equal(blanks(text), blanks(original), `${language} ${name}`)
    }
  }
})

t.test('every mistake that a card form can have has a text', async (t) => {
  const errors = texts.rus?.errors as Texts
  for (const name of [
    'panEmpty',
    'panLength',
    'panLuhn',
    'expiryEmpty',
    'expiryFormat',
    'cvcEmpty',
    'cvcLength3',
    'cvcLength4',
    'holderEmpty',
    'holderLatin',
  ]) {
    t.type(errors[name], 'string', name)
  }
})
