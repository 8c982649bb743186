import { symlinkSync } from 'node:fs'
import t from 'tap'
import { ConfigError } from '../../server/errors.ts'
import { listScenarios, loadScenario, parseScenario } from '../../server/scenario/load.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'

const lines = (...text: string[]) => `${text.join('\n')}\n`
const head = ['about: A story.', 'story:']

/** What is told of a text, without the name of its file. */
const answer = async (source: string, path = 'tea.yaml'): Promise<string[]> => {
  try {
    await parseScenario(source, path)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message.split('\n')
  }
}

const mistakes: [what: string, source: string, told: string | RegExp][] = [
  [
    'an unknown field is pointed at by its name',
    lines(...head, '  - pay: { testCard: locked, cod: 484 }'),
    /^tea\.yaml:3:30 {2}story\.0\.pay\.cod: got an unknown field, expected one of testCard, code, card/,
  ],
  [
    'an unknown verb',
    lines(...head, '  - sell: {}'),
    /^tea\.yaml:3:5 {2}story\.0\.sell: got an unknown field, expected one of order, token/,
  ],
  [
    'a wrong type is pointed at by its value',
    lines(...head, '  - pay: { code: "484" }'),
    'tea.yaml:3:18  story.0.pay.code: got "484", expected a reason code; see epay-sandbox codes',
  ],
  [
    'an order number whose zeros YAML has eaten',
    lines(...head, '  - order: { invoiceId: 000000001 }'),
    'tea.yaml:3:25  story.0.order.invoiceId: got 1, expected 6 to 15 digits, in quotes',
  ],
  [
    'a missing field is missed where its owner begins',
    lines('about: A story.', 'rules:', '  - times: 2', 'story:', '  - pay: {}'),
    /^tea\.yaml:3:5 {2}rules\.0\.then: got nothing, expected /,
  ],
  [
    'a code that is in no table',
    lines(...head, '  - rule:', '      then: { reasonCode: 9998 }'),
    /^tea\.yaml:4:27 {2}story\.0\.rule\.then\.reasonCode: got 9998, expected a code of /,
  ],
  [
    'a sandbox card of a code that has none',
    lines(...head, '  - pay: { code: 3 }'),
    'tea.yaml:3:18  story.0.pay.code: got 3, expected a code of epay-sandbox codes',
  ],
  [
    'two verbs in a step',
    lines(...head, '  - pay: {}', '    order: {}'),
    /got order and pay, expected one verb/,
  ],
  ['nothing in a step', lines(...head, '  - {}'), /story\.0: got nothing, expected a verb, or expect$/],
  ['two cards at once', lines(...head, '  - pay: { code: 484, testCard: locked }'), /got testCard and code/],
  [
    'a duration',
    lines(...head, '  - advance: soon'),
    /^tea\.yaml:3:14 {2}story\.0\.advance: got "soon", expected a duration/,
  ],
  ['an instant without an offset', lines(...head, '  - set: 2025-01-01T00:00:00'), /story\.0\.set: got/],
  [
    'a clock',
    lines('about: A story.', 'clock: noon', 'story:', '  - pay: {}'),
    /^tea\.yaml:2:8 {2}clock: got "noon"/,
  ],
  [
    'a quirk',
    lines('about: A story.', 'quirks: { tokenLife: 5 }', 'story:', '  - pay: {}'),
    /^tea\.yaml:2:1 {2}quirks: .*known quirks: /,
  ],
  [
    'an expectation',
    lines(...head, '  - pay: {}', '    expect: { page: happy }'),
    /^tea\.yaml:4:21 .*got "happy"/,
  ],
  [
    'a step inside of parallel',
    lines(...head, '  - parallel:', '      - pay: {}', '      - pay: { code: 1 }'),
    /^tea\.yaml:5:22 {2}story\.0\.parallel\.1\.pay\.code: got 1/,
  ],
  ['no story', 'about: A story.\n', /^tea\.yaml:1:1 {2}story: got nothing, expected a list of steps$/],
  ['nothing at all', '', /^tea\.yaml:1:1 {2}body: got null, expected an object with about and story$/],
  ['no YAML', lines(...head, '  - pay: {'), /^tea\.yaml:4:1 {2}Flow map/],
  [
    'the same key twice',
    lines('about: A.', 'about: B.', ...head.slice(1), '  - pay: {}'),
    /^tea\.yaml:2:1 {2}Map keys/,
  ],
]

for (const [what, source, expected] of mistakes) {
  t.test(`line and column are told: ${what}`, async (t) => {
    const found = await answer(source)
    t.equal(found.length, 1)
    t.match(found[0], expected)
  })
}

t.test('everything wrong is told at once', async (t) => {
  const found = await answer(
    lines(...head, '  - pay: { code: "1" }', '  - advance: 5', '  - pay: { save: maybe }'),
  )
  t.same(
    found.map((line) => line.split('  ')[0]),
    ['tea.yaml:3:18', 'tea.yaml:4:14', 'tea.yaml:5:18'],
  )
})

t.test('JSON is read, and its mistakes have places too', async (t) => {
  const good = '{ "about": "A story.", "story": [{ "pay": { "code": 484 } }] }'
  t.same(await answer(good, 'tea.json'), [])
  matches(
    t,
    await answer('{\n  "about": "A story.",\n  "story": [{ "pay": { "code": true } }] }', 'tea.json'),
    [/^tea\.json:3:32 {2}story\.0\.pay\.code: got true/],
  )
  matches(t, await answer('{ "about": "A story.",\n  "story": [{ "pay": {} }], }', 'tea.json'), [
    /^tea\.json:2:\d+ {2}.*JSON/,
  ])
})

t.test('a verb without details may be left empty', async (t) => {
  const { story } = await parseScenario(
    lines(...head, '  - askStatus:', '  - parallel:', '      - pay:', '      - pay:'),
    '',
  )
  t.same(story, [{ askStatus: {} }, { parallel: [{ pay: {} }, { pay: {} }] }])
})

t.test('a scenario is found by name and by path', async (t) => {
  const path = `${folder(t, { 'tea-time.yaml': lines(...head, '  - pay: {}') })}/tea-time.yaml`
  matches(t, await loadScenario(path), { title: 'tea-time', scenario: { about: 'A story.' } })
  matches(t, await loadScenario('postlink-twice-at-once'), { title: 'postlink-twice-at-once' })
})

t.test("one's own scenario stands before the shipped one of its name", async (t) => {
  const [home, own] = [process.cwd(), folder(t, { 'slow-bank.yaml': lines(...head, '  - pay: {}') })]
  process.chdir(folder(t))
  t.teardown(() => process.chdir(home))
  t.match((await loadScenario('slow-bank')).scenario.about, /bank/)
  symlinkSync(own, 'scenarios')
  t.equal((await loadScenario('slow-bank')).scenario.about, 'A story.')
})

t.test('a name that is not there is answered with the nearest ones', async (t) => {
  await t.rejects(
    loadScenario('postlink-twice'),
    /^there is no scenario "postlink-twice"; near it: postlink-twice-at-once, [a-z-]+, [a-z-]+$/,
  )
  await t.rejects(loadScenario('no/such.yaml'), new ConfigError('no/such.yaml is not there'))
})

t.test('every shipped scenario is listed with its sentence', async (t) => {
  const listed = await listScenarios()
  matches(
    t,
    listed.find(({ name }) => name === 'insufficient-funds-then-success'),
    { about: /not enough money/ },
  )
  const fields = new Set(listed.map((one) => Object.keys(one).sort().join(' ')))
  t.strictSame([...fields].sort(), ['about name', 'about name right wrong'], 'an incident says what is right')
})
