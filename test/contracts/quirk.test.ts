import { readFile } from 'node:fs/promises'
import t from 'tap'
import { findings } from '../../contracts/finding.ts'
import { chooseQuirks, type QuirkName, quirkNames, quirks } from '../../contracts/quirk.ts'
import { matches } from '../matches.ts'

t.test('each dialect is one choice per quirk, and a choice is one of the values', async (t) => {
  for (const dialect of ['documented', 'observed'] as const) {
    const chosen = chooseQuirks(dialect)
    t.same(Object.keys(chosen), quirkNames)
    for (const name of quirkNames) {
      t.ok((quirks[name].values as readonly string[]).includes(chosen[name]), `${dialect} ${name}`)
    }
  }
})

t.test('documented prints what the seeds print, observed what clients saw', async (t) => {
  matches(t, chooseQuirks('documented'), { expiresIn: 'number', tokenLifetime: '7200' })
  matches(t, chooseQuirks('observed'), { expiresIn: 'string', tokenLifetime: '1200' })
})

t.test('a quirk set alone leaves the rest of its dialect', async (t) => {
  t.same(chooseQuirks('documented', { expiresIn: 'string' }), {
    ...chooseQuirks('documented'),
    expiresIn: 'string',
  })
})

t.test('every value of every quirk can be chosen', async (t) => {
  for (const name of quirkNames) {
    for (const value of quirks[name].values) {
      t.equal(chooseQuirks('documented', { [name]: value })[name], value, `${name}=${value}`)
    }
  }
})

t.test('an unknown quirk is refused with the names of the known ones', async (t) => {
  for (const name of ['expiresin', 'nothing', 'toString', '__proto__', '']) {
    t.throws(
      () =>
        chooseQuirks('documented', JSON.parse(`{${JSON.stringify(name)}: "x"}`) as Record<string, string>),
      { message: new RegExp(`"${name}" does not exist; known quirks: ${quirkNames.join(', ')}`) },
      JSON.stringify(name),
    )
  }
})

t.test('an unknown value is refused with the values to choose from', async (t) => {
  for (const name of quirkNames) {
    t.throws(() => chooseQuirks('documented', { [name]: 'maybe' }), {
      message: `quirk "${name}" cannot be "maybe"; choose one of: ${quirks[name].values.join(', ')}`,
    })
  }
})

t.test('every quirk says what it is about and how it is known', async (t) => {
  for (const name of quirkNames) {
    const { about, provenance } = quirks[name]
    t.match(about, /\w+ \w+/, name)
    matches(t, provenance, { level: /^(documented|observed|assumed)$/, sources: Array, note: String }, name)
  }
})

t.test(
  'the change log lists each refusal for a finding with the quirk that brings the old answer back',
  async (t) => {
    const log = await readFile(new URL('../../CHANGELOG.md', import.meta.url), 'utf8')
    const refusing = Object.entries(findings).filter(([, { severity }]) => typeof severity !== 'string')
    t.ok(refusing.length > 5)
    for (const [id, { severity }] of refusing) {
      const [name, strict] = severity as readonly [QuirkName, string]
      const lenient = quirks[name].values.filter((value) => value !== strict)
      t.ok(
        lenient.some((value) => log.includes(`\`${name}: ${value}\``)),
        `${id}: ${name}`,
      )
      t.equal(quirks[name].documented, strict, `${id} is refused in the dialect documented`)
      t.not(quirks[name].observed, strict, `${id} passes in the dialect observed`)
    }
  },
)
