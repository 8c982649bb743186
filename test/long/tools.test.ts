import { execFile, spawn, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { freePort } from '../../server/certify/child.ts'
import { publishedFolder } from '../../server/package/publish.ts'
import { matches } from '../matches.ts'
import { printed } from '../snippets.ts'
import { until } from '../until.ts'
import { chargeBody, openSandbox, tokenForm } from '../world.ts'
import { livePostlinks, malformedPostlinks } from './live-postlinks.ts'

/** What static/docs/with-your-tools.md says, done with the tools of others: they are fetched here, not kept. */

const run = promisify(execFile)

t.test('a typed client is made in one command, compiles, and plays a story', async (t) => {
  const folder = t.testdir({ 'package.json': '{"private":true,"type":"module"}' })
  const bin = (name: string) => join(folder, 'node_modules/.bin', name)
  // Their TypeScript, not ours: openapi-typescript needs the compiler written in JavaScript.
  const tools = ['openapi-typescript@7', 'openapi-fetch@0.17', 'typescript@5']
  await run('npm', ['i', '--no-audit', '--no-fund', '--silent', ...tools], { cwd: folder })
  await run(bin('openapi-typescript'), [
    join(publishedFolder, 'openapi.json'),
    '-o',
    join(folder, 'epay.d.ts'),
  ])
  writeFileSync(join(folder, 'story.ts'), printed('with-your-tools.md', 'ts'))
  writeFileSync(
    join(folder, 'env.d.ts'),
    'declare const process: { env: Record<string, string | undefined> }\n',
  )
  const strict =
    '--noEmit --strict --skipLibCheck --allowImportingTsExtensions --module nodenext --target es2022'
  const files = ['--lib', 'es2023,dom,dom.iterable', 'env.d.ts', 'story.ts']
  await run(bin('tsc'), [...strict.split(' '), ...files], { cwd: folder })
  const sandbox = await openSandbox(t)
  const env = { ...process.env, EPAY_SANDBOX_URL: sandbox.url }
  const { stdout } = await run(process.execPath, ['story.ts'], { cwd: folder, env })
  matches(t, JSON.parse(stdout), { id: /^[0-9a-f-]{36}$/, refund: 200, statusName: /^(CHARGE|REFUND)$/ })
})

t.test(
  'a typed client of the control API is made in one command, compiles, and steers a sandbox',
  async (t) => {
    const { folder, bin } = await fetchTools(t, [
      'openapi-typescript@7',
      'openapi-fetch@0.17',
      'typescript@5',
    ])
    const control = join(publishedFolder, 'control.openapi.json')
    await run(bin('openapi-typescript'), [control, '-o', join(folder, 'control.d.ts')])
    const page = readFileSync(new URL('../../static/docs/control-api.md', import.meta.url), 'utf8')
    writeFileSync(join(folder, 'steer.ts'), /```ts\n(.*?)```/s.exec(page)?.[1] ?? '')
    const globals = 'declare const process: { env: Record<string, string | undefined> }\n'
    writeFileSync(join(folder, 'env.d.ts'), globals)
    const strict = '--noEmit --strict --skipLibCheck --allowImportingTsExtensions --module nodenext'
    const target = '--target es2022 --lib es2023,dom,dom.iterable env.d.ts steer.ts'
    await run(bin('tsc'), `${strict} ${target}`.split(' '), { cwd: folder })
    const sandbox = await openSandbox(t)
    await sandbox.payInvoice('000000700')
    const env = { ...process.env, EPAY_SANDBOX_URL: sandbox.url }
    const { stdout } = await run(process.execPath, ['steer.ts'], { cwd: folder, env })
    const seen = { matched: 0, fired: 1, invoices: ['000000700'], problem: 'Payment is not found' }
    t.same(JSON.parse(stdout), seen)
  },
)

/** Rules of Redocly that the bank's own addresses break. */
const redocly = `extends: [recommended-strict]
rules:
  no-path-trailing-slash: off # /payform/ and /acs/ end so
  operation-2xx-response: off # an invoice link only redirects
  no-unused-components: off # messages of the browser and the inside of a cryptogram are in no call
`

t.test('Redocly finds nothing against the documents by its strict rules', async (t) => {
  const folder = t.testdir({ 'package.json': '{"private":true}', 'redocly.yaml': redocly })
  await run('npm', ['i', '--no-audit', '--no-fund', '--silent', '@redocly/cli@2'], { cwd: folder })
  const lint = [join(folder, 'node_modules/.bin/redocly'), 'lint', '--config', 'redocly.yaml']
  for (const name of ['openapi.json', 'openapi-3.0.json', 'shop.openapi.json', 'control.openapi.json']) {
    await t.resolves(run(process.execPath, [...lint, join(publishedFolder, name)], { cwd: folder }), name)
  }
})

// What npm fetches takes its time.
t.setTimeout(900_000)

/** Fetched into a folder of their own. */
const fetchTools = async (t: Test, tools: string[], files: Record<string, string> = {}) => {
  const folder = t.testdir({ 'package.json': '{"private":true,"type":"module"}', ...files })
  await run('npm', ['i', '--no-audit', '--no-fund', '--silent', ...tools], { cwd: folder })
  return { folder, bin: (name: string) => join(folder, 'node_modules/.bin', name) }
}

t.test('the types that orval makes of a postlink are those of a careful hand', async (t) => {
  // The types alone: the wrappers of its clients do not compile where answers are ranges such as 4XX.
  const { folder, bin } = await fetchTools(t, ['orval@7', 'typescript@5'], {
    'use.ts': `import type { Postlink, SuccessPostlink } from './model/index.ts'
declare const taken: SuccessPostlink
declare const either: Postlink
export const paid: number = taken.amount + 1
export const code: 'ok' = taken.code
export const reason = either.code === 'ok' ? either.amount : either.reasonCode
// @ts-expect-error an amount is no text
export const wrong: string = taken.amount`,
  })
  const input = join(publishedFolder, 'shop.openapi.json')
  const made = { shop: { input, output: { target: 'made.ts', schemas: 'model' } } }
  writeFileSync(join(folder, 'orval.config.mjs'), `export default ${JSON.stringify(made)}`)
  await run(bin('orval'), ['--config', 'orval.config.mjs'], { cwd: folder })
  const strict = '--noEmit --strict --skipLibCheck --allowImportingTsExtensions --target es2022'
  const modules = '--module esnext --moduleResolution bundler use.ts'
  await t.resolves(run(bin('tsc'), `${strict} ${modules}`.split(' '), { cwd: folder }))
})

t.test('a zod schema made by hey-api reads postlinks of every kind that a shop gets', async (t) => {
  const { folder } = await fetchTools(t, ['@hey-api/openapi-ts@0.99', 'typescript@5', 'zod@4'], {
    'make.js': `import { createClient } from '@hey-api/openapi-ts'
await createClient({ input: process.argv[2], output: 'made', plugins: ['zod', '@hey-api/typescript'] })`,
    'read.ts': `import { zPostlink } from './made/zod.gen.ts'
console.log(JSON.stringify(JSON.parse(process.argv[2] ?? '').map((one: unknown) => zPostlink.safeParse(one).success)))`,
  })
  await run(process.execPath, ['make.js', join(publishedFolder, 'openapi.json')], { cwd: folder })
  const right = await livePostlinks(t)
  // Of "not" and of a choice of required fields hey-api writes nothing down: what contradicts itself gets through.
  const wrong = malformedPostlinks(right)
  const { stdout } = await run(process.execPath, ['read.ts', JSON.stringify([...right, ...wrong])], {
    cwd: folder,
  })
  t.same(JSON.parse(stdout), [...right.map(() => true), ...wrong.map(() => false)])
})

const has = (program: string) => spawnSync(program, ['--version']).error === undefined

for (const [language, compiler, check, options] of [
  ['go', 'go', ['vet', 'postlink.go'], ['--package', 'epay']],
  ['php', 'php', ['-l', 'postlink.php'], []],
] as const)
  t.test(`quicktype's ${language} of a postlink compiles, where ${compiler} is installed`, async (t) => {
    const { folder, bin } = await fetchTools(t, ['quicktype@23'])
    const schema = join(publishedFolder, 'success-postlink.schema.json')
    const out = ['-l', language, '-o', `postlink.${language}`, '--top-level', 'Postlink', ...options]
    await run(bin('quicktype'), ['-s', 'schema', schema, ...out], { cwd: folder })
    t.match(readFileSync(join(folder, `postlink.${language}`), 'utf8'), /amount/i)
    if (has(compiler)) await t.resolves(run(compiler, check, { cwd: folder }))
  })

/** Of what the comparator says these are the tool's own limits: it closes free objects, and types the text of forms. */
const limits = [/interactions\[\d+\]\.response\.body\.assets$/, /request\.body\.amount$/]

t.test('the canonical pact and the OpenAPI document say the same', async (t) => {
  const pact = JSON.parse(readFileSync(join(publishedFolder, 'pacts/canonical-merchant-epay.json'), 'utf8'))
  // The document has each operation once; its servers stand for the other places.
  for (const { request } of pact.interactions)
    request.path = request.path
      .replace(/^\/(api|epay2)\//, '/')
      .replace('payment/confirm', 'payments/cards/confirmPayment')
  const { folder, bin } = await fetchTools(t, ['@pactflow/openapi-pact-comparator@2'], {
    'pact.json': JSON.stringify(pact),
  })
  const compare = [bin('opc'), '--oas', join(publishedFolder, 'openapi.json'), 'pact.json']
  const { stdout } = await run(process.execPath, compare, { cwd: folder }).catch((failed) => failed)
  const found = JSON.parse(stdout) as { type: string; message: string; mockDetails: { location: string } }[]
  const errors = found.filter(
    ({ type, mockDetails }) => type === 'error' && !limits.some((limit) => limit.test(mockDetails.location)),
  )
  t.same(
    errors.map(({ message }) => message),
    [],
  )
})

t.test('Prism between a shop and the sandbox finds nothing to say', async (t) => {
  const { folder, bin } = await fetchTools(t, ['@stoplight/prism-cli@5'])
  const sandbox = await openSandbox(t)
  const port = await freePort()
  const document = join(publishedFolder, 'openapi.json')
  const prism = spawn(process.execPath, [bin('prism'), 'proxy', document, sandbox.url, '-p', String(port)], {
    cwd: folder,
  })
  t.teardown(() => prism.kill())
  const base = `http://127.0.0.1:${port}`
  await until(
    async () =>
      fetch(base).then(
        () => true,
        () => false,
      ),
    'Prism answers',
  )
  const violations: string[] = []
  const ask = async (path: string, init: RequestInit) => {
    const answer = await fetch(base + path, init)
    const said = answer.headers.get('sl-violations')
    if (said) violations.push(`${path}: ${said}`)
    return (await answer.json().catch(() => undefined)) as Record<string, string> | undefined
  }
  const order = { invoiceId: '000000501', amount: 1000, currency: 'KZT' }
  const form = new URLSearchParams({ ...tokenForm(), invoiceID: order.invoiceId, amount: '1000' } as Record<
    string,
    string
  >)
  const token = await ask('/oauth2/token', { method: 'POST', body: form })
  const headers = { authorization: `Bearer ${token?.access_token}`, 'content-type': 'application/json' }
  const paid = await ask('/payments/cards/auth', {
    method: 'POST',
    headers,
    body: JSON.stringify({ ...chargeBody('00000000-0000-4000-8000-000000000000'), ...order }),
  })
  matches(t, paid, { id: /^[0-9a-f-]{36}$/ })
  await ask(`/operation/${paid?.id}/refund`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ amount: 300 }),
  })
  await ask(`/check-status/payment/transaction/${order.invoiceId}`, { headers })
  t.same(violations, [])
  // What gets through the sandbox, and does not keep the document.
  await ask('/operation/x/refund', { method: 'POST', headers, body: JSON.stringify({ amount: '300' }) })
  matches(t, violations, [/refund: .*amount/])
})
