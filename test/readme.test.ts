import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { run as command } from './cli/run.ts'
import { figuresIn, readmes, suiteFigures } from './coverage-figures.ts'
import { folder } from './folder.ts'
import { openSandbox } from './world.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const readme = read('README.md')
const run = promisify(execFile)

const blocks = (text: string) =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map(([, language = '', code = '']) => ({
    language,
    code,
  }))

const snippets = (language: string, text = readme) =>
  blocks(text)
    .filter((block) => block.language === language)
    .map(({ code }) => code)

const cli = `node --disable-warning=ExperimentalWarning ${join(root, 'server/cli.ts')}`

t.test('each README says that the test terminal may hold, and how to have it so', async (t) => {
  for (const name of ['README.md', 'README.ru.md', 'README.kk.md'])
    t.match(read(name), /\(AUTH\)[^`]*(`--stages two`)/, name)
})

t.test('each README says how much of the bank the suites meet, as their document does', async (t) => {
  const { Playwright, ...suites } = suiteFigures()
  const met = Object.values(suites).map((figure) => Number.parseInt(figure, 10))
  const [whole] = new Set(Object.values(suites).map((figure) => figure.split(' of ')[1]))
  const { shops } = figuresIn('README.md')
  const expected = {
    shops,
    suites: `${Math.min(...met)} to ${Math.max(...met)} of ${whole}`,
    playwright: Playwright,
  }
  // What the document and the shops' figure say, library.test.ts and certify/shops.test.ts measure.
  for (const name of readmes) t.same(figuresIn(name), expected, name)
})

t.test('the README shows in its order what a newcomer needs, on two hundred lines', async (t) => {
  const order = [
    '## Install',
    'npm i -D ../epay-sandbox-',
    'npm ci && npm start',
    'npm ci && npm test',
    'docker compose up',
    '## A payment in 60 seconds',
    '![',
    '## Point your integration at it',
    '## Connect',
    '## Force any outcome',
    '## In CI',
    '## Certify your shop in CI',
    '## More',
  ].map((part) => readme.indexOf(part))
  t.notOk(order.includes(-1))
  t.same(
    order,
    [...order].sort((a, b) => a - b),
  )
})

for (const [file, language] of [
  ['README.md', ''],
  ['README.ru.md', 'Русский'],
  ['README.kk.md', 'Қазақша'],
] as const)
  t.test(`${file} is whole, and its snippets are those of the English one`, async (t) => {
    const text = read(file)
    t.ok(text.split('\n').length <= 201, 'two hundred lines')
    t.same(blocks(text), blocks(readme))
    t.equal(text.match(/^## /gm)?.length, readme.match(/^## /gm)?.length)
    const links = (of: string) => [...of.matchAll(/\]\(([^)#]+)\)/g)].map(([, path]) => path).slice(2)
    t.same(links(text), links(readme))
    if (language) t.match(readme, `[${language}](${file})`)
    // What is left in English there is a name, a command or an address.
    const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`]*`|\]\([^)]*\)/g, '')
    if (language) t.notMatch(prose, /\b(?:the|and|with|your|which)\b/, 'no English sentence is left')
  })

const wordsOf = (line: string) =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    (found) => found.slice(1).find((word) => word !== undefined) ?? '',
  )

/** Our own commands without a shell and a process each; what has more in it goes to bash. */
const outputOf = async (snippet: string, env: Record<string, string>): Promise<string> => {
  const lines = snippet.replaceAll('\\\n', ' ').trim().split('\n')
  if (!lines.every((line) => line.startsWith('npx epay-sandbox '))) {
    const script = snippet.replaceAll('npx epay-sandbox', cli)
    const surroundings = { env: { ...process.env, ...env }, cwd: root }
    return (await run('bash', ['-euo', 'pipefail', '-c', script], surroundings)).stdout
  }
  let output = ''
  for (const line of lines) {
    const { code, stdout, stderr } = await command(wordsOf(line).slice(2), { env, cwd: root })
    if (code !== 0) throw new Error(`${line}: exit code ${code}: ${stderr}`)
    output += stdout
  }
  return output
}

interface Found {
  findings: object[]
}

/** What no other test runs: with-your-tools.md has one of its own. */
const documents = readdirSync(join(root, 'static/docs')).filter(
  (file) => file.endsWith('.md') && file !== 'with-your-tools.md',
)

t.test('every shell snippet of the README and its documents runs as printed', async (t) => {
  const sandbox = await openSandbox(t, { clock: 'system' })
  // What a snippet writes beside the sources is gone with the test.
  t.teardown(() => rmSync(join(root, 'journal.ndjson'), { force: true }))
  const env = { EPAY_SANDBOX_URL: sandbox.url, EPAY_SANDBOX_DATA_DIR: folder(t) }
  const play = async (snippet: string) => {
    const stdout = await outputOf(snippet.replaceAll('http://127.0.0.1:3729', sandbox.url), env)
    t.not(stdout.trim(), '', snippet)
    if (snippet.includes('payments list')) t.match(stdout, /100000001\s+CHARGE\s+1000 KZT/)
    if (snippet.includes('codes insufficient')) t.match(stdout, /4000000004840007/)
  }
  const own = new Set(snippets('sh'))
  for (const snippet of own) await play(snippet)
  const { findings } = (await (await fetch(`${sandbox.url}/_sandbox/findings`)).json()) as Found
  t.same(findings, [], 'no snippet of the README asks the bank for anything in a wrong way')
  const others = documents.flatMap((file) => snippets('sh', read(`static/docs/${file}`)))
  for (const snippet of new Set(others)) if (!own.has(snippet)) await play(snippet)
})

t.test('the shop that never looks fails its test with insufficient funds', async (t) => {
  const [snippet = ''] = snippets('js')
  // As newer versions of npm begin a package: what is not .mjs is CommonJS.
  const home = folder(t, { 'package.json': '{ "type": "commonjs" }', 'shop.test.mjs': snippet })
  const [command = ''] = snippets('console')
  const script = command.replace('npx -p node@24 epay-sandbox', cli)
  const own = Object.entries(process.env).filter(([name]) => !/^(TAP|NODE_)/.test(name))
  const { code, stdout, stderr } = await run('bash', ['-c', script], {
    env: Object.fromEntries(own),
    cwd: home,
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (failed: { code: number; stdout: string; stderr: string }) => failed,
  )
  t.equal(code, 1)
  t.notMatch(stderr, /^ *(error|warning|note) /m, 'and exec has no finding to tell')
  t.match(stdout, /the bank said 484 Not sufficient funds/)
})

t.test('the JavaScript snippet of the README runs as printed', async (t) => {
  const [, snippet = ''] = snippets('js')
  const file = join(folder(t), 'snippet.mjs')
  writeFileSync(file, snippet.replace("'epay-sandbox'", `'${join(root, 'server/sandbox.ts')}'`))
  const { stdout } = await run('node', [file])
  t.match(stdout, /\[\] \[\]/)
})

t.test('every file the READMEs link to is there', async (t) => {
  for (const text of ['README.md', 'README.ru.md', 'README.kk.md'].map(read))
    for (const [, path = ''] of text.matchAll(/\]\(([^)#]+)\)/g)) {
      if (/^https?:/.test(path)) continue
      t.doesNotThrow(() => read(path), path)
    }
})
