import { readFile } from 'node:fs/promises'
import t from 'tap'
import { remedies } from '../../contracts/assumption.ts'
import { type Rule, rules } from '../../contracts/fidelity.ts'
import { allFacts, factKinds, fidelityReport } from '../../contracts/fidelity-report.ts'
import { type AnySchema, fieldsOf } from '../../contracts/fields.ts'
import { leniencyRules } from '../../contracts/leniency-rules.ts'
import { messages } from '../../contracts/messages.ts'
import { type Operation, operations } from '../../contracts/operations.ts'
import { pathParams } from '../../contracts/path-params.ts'
import { quirkNames } from '../../contracts/quirk.ts'
import { refusals } from '../../contracts/refusal.ts'
import { sources } from '../../contracts/sources.ts'

const lacking = (name: string, schema: AnySchema) =>
  fieldsOf(schema)
    .filter(({ schema }) => !schema.provenance)
    .map(({ path }) => `${name}.${path}`)

t.test('every field of every operation tells where it is known from', async (t) => {
  for (const [id, row] of Object.entries(operations as Record<string, Operation>)) {
    for (const part of ['query', 'body', 'answer', 'refusal'] as const) {
      const schema = row[part] as AnySchema | undefined
      if (schema) t.same(lacking(`${id}.${part}`, schema), [])
    }
    for (const [, name = ''] of (row.paths[0] ?? '').matchAll(/:(\w+)/g)) {
      t.ok((pathParams[name] as AnySchema | undefined)?.provenance, `${id} ${name}`)
    }
  }
})

t.test('every field of every message tells it too, postlinks and payment object included', async (t) => {
  for (const [name, { schema }] of Object.entries(messages)) t.same(lacking(name, schema as AnySchema), [])
})

t.test('every schema of the table is a published message, so that nothing said is left out', async (t) => {
  const named = new Set<unknown>(Object.values(messages).map(({ schema }) => schema))
  for (const [id, row] of Object.entries(operations as Record<string, Operation>)) {
    for (const part of ['query', 'body', 'answer', 'refusal'] as const) {
      const schema = row[part]
      if (schema && fieldsOf(schema).length > 0) t.ok(named.has(schema), `${id}.${part}`)
    }
  }
})

t.test('the report counts every fact once and lists what is assumed', async (t) => {
  const facts = allFacts()
  const { counts, total, assumed } = fidelityReport(facts)
  t.equal(total.documented + total.observed + total.assumed, facts.length)
  t.equal(total.assumed, assumed.length)
  for (const kind of factKinds) {
    const { documented, observed, assumed: guessed } = counts[kind]
    t.equal(documented + observed + guessed, facts.filter((fact) => fact.kind === kind).length, kind)
    t.ok(documented + observed + guessed > 0, kind)
  }
  t.equal(new Set(facts.map(({ kind, name }) => `${kind} ${name}`)).size, facts.length, 'no name twice')
})

t.test('every refusal says how well it is known', async (t) => {
  const refusalFacts = allFacts().filter(({ kind }) => kind === 'refusal')
  t.same(refusalFacts.map(({ name }) => name).toSorted(), Object.keys(refusals).toSorted())
  for (const { name, sources } of refusalFacts) t.ok(sources.length > 0, `${name} points to a source`)
})

t.test('every fact says where it is written, or why it was chosen', async (t) => {
  for (const { kind, name, level, source } of allFacts()) {
    if (!['documented', 'observed', 'assumed'].includes(level) || source.length < 5)
      t.fail(`${kind} ${name}: ${level}, "${source}"`)
  }
  t.pass()
})

t.test('every source has a title and a link that opens; a fact of the bank has a source', async (t) => {
  for (const [key, { title, link }] of Object.entries(sources)) {
    t.ok(title.length > 5, key)
    t.equal(new URL(link).protocol, 'https:', key)
  }
  const unsourced = allFacts().filter(({ level, count }) => level !== 'assumed' && count === 0)
  t.same(unsourced, [], 'documented and observed facts name a source')
  const ungraded = allFacts().filter(({ level, grade }) => (level === 'assumed') !== (grade === 'none'))
  t.same(ungraded, [], 'only what is assumed has no grade')
})

t.test('contracts/SOURCES.md lists every source with its key, title and link, and no other', async (t) => {
  const text = await readFile(new URL('../../contracts/SOURCES.md', import.meta.url), 'utf8')
  const rows = text.split('\n').filter((line) => line.startsWith('| `'))
  const expected = Object.entries(sources).map(
    ([key, { title, link, kind }]) => `| \`${key}\` | ${kind} | [${title}](${link}) |`,
  )
  t.same(rows, expected)
})

t.test('each assumed rule has a switch or a stated reason, and no other has one', async (t) => {
  const assumed = (Object.keys(rules) as Rule[]).filter((rule) => rules[rule].level === 'assumed')
  t.same(Object.keys(remedies).toSorted(), assumed.toSorted())
  for (const [rule, remedy] of Object.entries(remedies)) {
    if ('quirk' in remedy) t.ok(quirkNames.includes(remedy.quirk), rule)
    else t.ok(Object.values(remedy).join().length > 20, rule)
  }
})

t.test('how many rules are assumed stands in the README of the contracts', async (t) => {
  const all = Object.values(rules)
  const assumed = all.filter(({ level }) => level === 'assumed').length
  const text = await readFile(new URL('../../contracts/README.md', import.meta.url), 'utf8')
  t.ok(text.replaceAll(/\s+/g, ' ').includes(`${assumed} of ${all.length} rules of behaviour are assumed`))
})

t.test('every leniency is a rule with a grade', async (t) => {
  const { rules: facts, counts } = fidelityReport()
  const leniencies = facts.filter(({ kind }) => kind === 'leniency')
  t.same(leniencies.map(({ name }) => name).toSorted(), Object.keys(leniencyRules).toSorted())
  t.equal(counts.leniency.documented + counts.leniency.observed + counts.leniency.assumed, leniencies.length)
  for (const word of ['letter case', 'text is read as a number', 'unknown fields', 'scope', '/api']) {
    t.ok(
      leniencies.some(({ name }) => name.includes(word)),
      word,
    )
  }
})
