import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { luhn } from '../contracts/card.ts'
import { arrowsOf, fileRings, folderOf, folderRings, upArrows } from './layers.ts'
import { looseMatchesOf } from './loose-match.ts'
import { functionsOf, type Import, importsOf, read, root, type Source, under } from './source.ts'

/** The rules of the house, read from the files themselves: one sentence a rule, one line a finding. */

const script = /\.[jt]s$/
const contracts = under('contracts', script)
const server = under('server', script)
const core = server.filter(({ path }) => path.startsWith('server/core/'))
const statics = under('static', script)
const tests = under('test', script)
const shops = under('fixtures', script)
const product = [...contracts, ...server, ...statics]

const at = (path: string, line: number, found: string, instead: string) =>
  `${path}:${line}: ${found}; ${instead}`

const onLines = (
  sources: Source[],
  pattern: RegExp,
  instead: string,
  part: 'lines' | 'code' = 'code',
): string[] =>
  sources.flatMap(({ path, [part]: lines }) =>
    lines.flatMap((text, i) => {
      const found = pattern.exec(text)?.[0]
      return found ? [at(path, i + 1, `has ${found.trim()}`, instead)] : []
    }),
  )

const importing = (sources: Source[], allowed: (imported: Import) => boolean, instead: string): string[] =>
  sources
    .flatMap(importsOf)
    .filter((imported) => !allowed(imported))
    .map(({ from, line, name }) => at(from.path, line, `imports ${name}`, instead))

const rule = (sentence: string, findings: () => string[]) =>
  t.test(sentence, async (t) => {
    const found = findings()
    for (const finding of found) t.fail(finding)
    if (found.length === 0) t.pass()
  })

const isIn = (folder: string) => (file: string | undefined) => file?.startsWith(`${folder}/`) ?? false
const inContracts = isIn('contracts')
const inCore = isIn('server/core')

rule('contracts import contracts, typebox, ajv and lz-string, and nothing else', () =>
  importing(
    contracts,
    ({ name, file }) => inContracts(file) || /^(typebox|ajv|lz-string)(\/|$)/.test(name),
    'what is said knows nothing of what happens: move the code to server/, or pass a value in',
  ),
)

rule('the core imports the core, contracts, tinyqueue and tinyduration, and nothing else', () =>
  importing(
    core,
    ({ name, file }) => inCore(file) || inContracts(file) || name === 'tinyqueue' || name === 'tinyduration',
    'the core is pure: take what you need as an argument',
  ),
)

const arrows = arrowsOf([...product, ...tests])

rule('imports of the server run down, floor by floor', () => upArrows(arrows))
rule('no folders of the server import each other in a ring', () => folderRings(arrows))
rule('no files import each other in a ring', () => fileRings(arrows))

const isAdapter = (path = '') => /^server\/(adapters|takeover)\//.test(path)

rule('adapters and takeover import ports, contracts, the redaction, their own folder and libraries', () =>
  importing(
    server.filter(({ path }) => isAdapter(path)),
    ({ from, file = '' }) =>
      !file.startsWith('server/') ||
      ['errors.ts', 'root.ts', 'files', 'ports.ts', 'redaction', folderOf(from.path)].includes(
        folderOf(file),
      ),
    'an adapter sees only its port: put the type into server/ports.ts',
  ),
)

rule('only main and the command line import the adapters', () =>
  importing(
    server.filter(({ path }) => !isAdapter(path) && !/^server\/(main\.ts|cli\/)/.test(path)),
    ({ file }) => !isAdapter(file),
    'take the port as an argument; main.ts chooses what fills it',
  ),
)

rule('what the browser gets imports nothing of the server', () =>
  importing(statics, ({ file }) => isIn('static')(file), 'static/ talks to the server over HTTP'),
)

rule('contracts, server and fixtures cite sources that a reader can open', () =>
  onLines(
    ['contracts', 'server', 'fixtures'].flatMap((folder) =>
      under(folder, /\.([jt]s|cjs|json|md|html|ya?ml)$/),
    ),
    /\bseeds? ?0\d\d\b|\bwire\/(core|clients|extended|evidence)/i,
    'name a key of contracts/SOURCES.md, or say it in words',
    'lines',
  ),
)

const timeOrChance = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/
const chooses = ['server/main.ts', 'server/adapters/clock/system.ts', 'server/workspace/chance.ts']

rule('contracts and the core know neither time nor chance', () =>
  onLines([...contracts, ...core], timeOrChance, 'take moment.now or moment.draw(purpose)'),
)

rule('in the rest of the server only main, chance and the system clock know time and chance', () =>
  onLines(
    server.filter(({ path }) => !inCore(path) && !chooses.includes(path)),
    timeOrChance,
    'take a Clock, or let main.ts pass the value',
  ),
)

rule('no file is longer than 250 lines', () =>
  product
    .filter(({ lines }) => lines.length > 250)
    .map(({ path, lines }) =>
      at(path, lines.length, `has ${lines.length} lines`, 'give one of its nouns a file'),
    ),
)

const longFunctions: Record<string, number> = {
  'server/workspace/emulator.ts openEmulator': 64,
  'server/workspace/scheduler.ts startScheduler': 68,
  'server/workspace/workspaces.ts openWorkspaces': 63,
}

rule('no function is longer than 60 lines', () =>
  [...contracts, ...server].flatMap((source) =>
    functionsOf(source)
      .filter(({ name, length }) => length > (longFunctions[`${source.path} ${name}`] ?? 60))
      .map(({ name, line, length }) =>
        at(source.path, line, `${name} has ${length} lines`, 'give its steps names of their own'),
      ),
  ),
)

rule('no line is longer than 120 characters', () =>
  [...product, ...tests, ...shops].flatMap(({ path, lines }) =>
    lines.flatMap((text, i) =>
      [...text].length > 120 ? [at(path, i + 1, `has ${[...text].length} characters`, 'break the line')] : [],
    ),
  ),
)

rule('every relative import names a file that is there', () =>
  importing(
    [...product, ...tests, ...shops],
    ({ file }) => !file || existsSync(join(root, file)),
    'correct the path; write the ending',
  ),
)

rule('every file of the core is imported by something', () => {
  const used = new Set(server.flatMap(importsOf).map(({ file }) => file))
  return core
    .filter(({ path }) => !used.has(path))
    .map(({ path }) => at(path, 1, 'is imported by nobody', 'use it or delete it'))
})

const cardNumber = /(?<![\d.])[1-9]\d{3}(?:(?:[ -]?\d{4}){3}|[ -]?\d{6}[ -]?\d{5})(?![\d.])/g

rule('no full card number stands anywhere but in fixtures/cards.json and in tests', () =>
  [...under('server', /./), ...under('static', /./), ...under('.', /^README\.md$/)].flatMap(
    ({ path, lines }) =>
      lines.flatMap((text, i) =>
        (text.match(cardNumber) ?? [])
          // 40000000… is the sandbox's own range: numbers that force an outcome and belong to nobody.
          .filter((number) => luhn(number.replace(/[ -]/g, '')) && !number.startsWith('40000000'))
          .map((number) =>
            at(path, i + 1, `has the card number ${number.slice(0, 6)}…`, 'read fixtures/cards.json'),
          ),
      ),
  ),
)

rule('what is hidden in a page is read by the test client alone', () =>
  onLines(
    [...server.filter(({ path }) => path !== 'server/client/screen.ts'), ...tests],
    /name="[^" ]*" value="[([]/,
    'take hiddenFields of server/client/screen.ts',
    'lines',
  ),
)

rule('no leftovers: nothing to do later, nothing run alone, nothing printed in passing', () => [
  ...onLines([...product, ...tests], /\b(TO[D]O|FIX[M]E|XX[X])\b/, 'do it, or file an issue', 'lines'),
  ...onLines(tests, /\.[o]nly\(/, 'let the other tests run too'),
  ...onLines(
    server.filter(({ path }) => !path.startsWith('server/cli')),
    /\bconsole\.\w+\(/,
    'report through onEntries or onFault; the command line prints',
  ),
])

// What builds the package and the binary runs on a developer's machine, and may be run again.
const mayWrite = /^server\/(files|package)\//

rule('files are written by server/files alone, whole or not at all', () =>
  onLines(
    server.filter(({ path }) => !mayWrite.test(path)),
    /\b(writeFile(Sync)?|createWriteStream|openSync|truncate(Sync)?)\b/,
    'write through writeWhole of server/files/whole-file.ts',
  ),
)

rule('t.match looks for text in a text; fields, lists, numbers and single words are compared', () =>
  tests.flatMap((source) =>
    looseMatchesOf(source).map(({ line, pattern }) =>
      at(source.path, line, `matches ${pattern}`, 'write matches(t, …) of matches.ts, or t.equal'),
    ),
  ),
)

rule('one place stands between data and a terminal', () =>
  onLines(
    server.filter(
      ({ path }) => !/^server\/(cli\/terminal\.ts|config\.ts|mcp\/serve\.ts|bin\.js|package\/)/.test(path),
    ),
    /\bprocess\.std(out|err)\.write\((?!'', )/,
    'write through server/cli/terminal.ts',
  ),
)

rule('contracts and server each explain themselves', () =>
  ['contracts/README.md', 'server/README.md']
    .filter((path) => !existsSync(join(root, path)) || read(path).lines.length < 10)
    .map((path) =>
      at(path, 1, 'is missing or almost empty', 'write one page: what is here and who may import whom'),
    ),
)

t.test('the rules see what they judge', async (t) => {
  t.ok(core.length > 10 && server.length > core.length && contracts.length > 10 && tests.length > 10)
  t.ok(server.flatMap(importsOf).length > 100)
  t.ok(server.flatMap(functionsOf).length > 100)
  t.ok(arrows.length > 1000 && server.some(({ path }) => isAdapter(path)))
})
