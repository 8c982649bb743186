import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { lintShop } from '../../server/rehearsal/lint/lint.ts'
import { lintRules } from '../../server/rehearsal/lint/rules.ts'
import { folder } from '../folder.ts'
import { root } from '../source.ts'

const secret = 'pR0ductionS3cret-0123456789'
const right = {
  'server/pay.js': 'fetch(env.EPAY_OAUTH_URL, { body: form({ secret_hash: randomUUID() }) })\n',
}

/** A shop of these files; `git`: they are committed. */
const shopOf = (t: Test, files: Record<string, string>, git = false): string => {
  const place = folder(t)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true })
    writeFileSync(join(place, name), text)
  }
  if (git)
    for (const args of [
      ['init', '-q'],
      ['add', '-A'],
    ])
      execFileSync('git', args, { cwd: place })
  return place
}

const broken = async (place: string) =>
  (await lintShop(place)).filter(({ ok }) => !ok).map(({ title, notes }) => `${title} ${notes[1]}`)

const cases: [string, string, Record<string, string>, Record<string, string>][] = [
  [
    'secret-in-front-end',
    'public/app.js:2',
    { 'public/app.js': `const shop = {\n  client_secret: "${secret}" }\n`, ...right },
    {
      'server/app.js': `const client_secret = process.env.EPAY_CLIENT_SECRET\n`,
      'public/app.js': 'client_secret: ""',
      ...right,
    },
  ],
  [
    'secret-in-front-end',
    '.env.local:1',
    { '.env.local': 'NEXT_PUBLIC_EPAY_SECRET=1\n', ...right },
    { '.env.local': 'EPAY_CLIENT_SECRET=\n', ...right },
  ],
  [
    'secret-in-committed-env',
    '.env:1',
    { '.env': `EPAY_CLIENT_SECRET=${secret}\n`, ...right },
    {
      '.env.example': `EPAY_CLIENT_SECRET=${secret}\n`,
      '.env': 'EPAY_CLIENT_SECRET=yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG\n',
      ...right,
    },
  ],
  [
    'tls-not-verified',
    'bank.py:1',
    { 'bank.py': 'requests.post(url, verify=False)\n', ...right },
    { 'bank.py': '# requests.post(url, verify=False)\nrequests.post(url, verify=True)\n', ...right },
  ],
  [
    'tls-not-verified',
    'pay.php:1',
    { 'pay.php': 'curl_setopt($c, CURLOPT_SSL_VERIFYPEER, false);\n', ...right },
    { 'pay.php': 'curl_setopt($c, CURLOPT_SSL_VERIFYPEER, true);\n', ...right },
  ],
  [
    'invented-signature',
    'postlink.js:2',
    {
      'postlink.js': "app.post('/postlink', (req) => {\n  check(req.headers['x-halyk-signature'])\n})\n",
      ...right,
    },
    { 'github.js': "verify(req.headers['x-hub-signature'])\n", ...right },
  ],
  [
    'secret-hash-constant',
    'epay.ts:1',
    { 'epay.ts': "  secret_hash: 'always-the-same',\n" },
    { 'epay.ts': '  secret_hash: order.secret,\n' },
  ],
  [
    'secret-hash-missing',
    'token.go:1',
    { 'token.go': 'http.PostForm(host + "/oauth2/token", form)\n' },
    { 'token.go': 'http.PostForm(host + "/oauth2/token", form) // form has secret_hash\n' },
  ],
  [
    'mixed-hosts',
    'settings.yaml:1',
    {
      'settings.yaml': 'token: https://testoauth.homebank.kz\napi: https://test-epay-api.epayment.kz\n',
      ...right,
    },
    {
      'settings.yaml': 'token: https://test-epay-oauth.epayment.kz\napi: https://test-epay-api.epayment.kz\n',
      ...right,
    },
  ],
  [
    'token-in-log',
    'epay.js:1',
    { 'epay.js': 'console.log("epay", answer.access_token)\n', ...right },
    { 'epay.js': 'console.log("epay", order.id)\n', ...right },
  ],
]

t.test('each rule finds its mistake where it stands, and leaves right code alone', async (t) => {
  for (const [id, place, wrong, fine] of cases) {
    t.same(await broken(shopOf(t, wrong, '.env' in wrong)), [`${id} ${place}`], id)
    t.same(await broken(shopOf(t, fine, '.env' in fine)), [], `${id}, done right`)
  }
  t.same(new Set(cases.map(([id]) => id)), new Set(lintRules.map(({ id }) => id)), 'every rule is tried')
})

t.test('what git does not keep is not committed, and what others wrote is not looked at', async (t) => {
  const env = { '.env': `EPAY_CLIENT_SECRET=${secret}\n`, ...right }
  t.same(await broken(shopOf(t, env)), [])
  t.same(
    await broken(
      shopOf(t, {
        'node_modules/x/a.js': 'rejectUnauthorized: false\n',
        'logo.png': 'verify=False',
        ...right,
      }),
    ),
    [],
  )
})

t.test('a report of the rules repeats no secret', async (t) => {
  const checks = await lintShop(
    shopOf(t, { '.env': `EPAY_CLIENT_SECRET=${secret}\n`, 'web/a.js': `client_secret: '${secret}'\n` }, true),
  )
  t.equal(checks.filter(({ ok }) => !ok).length, 2)
  t.notOk(JSON.stringify(checks).includes(secret))
})

t.test('the sample shops break none of them', async (t) => {
  for (const shop of ['node', 'php', 'python'])
    t.same(await broken(join(root, 'fixtures/shops', shop)), [], shop)
})
