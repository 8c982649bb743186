import { execFile, spawnSync } from 'node:child_process'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { newAuthority } from '../../server/takeover/certificate.ts'
import { run } from '../cli/run.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { tokenForm } from '../world.ts'
import { dataDir, openTown } from './town.ts'

/** Programs with the bank's addresses written in, which know nothing of a sandbox: no line is changed for it. */

const form = new URLSearchParams(tokenForm()).toString()

const exec = (args: string[], command: string[], env: Record<string, string> = {}) =>
  run(['exec', '--takeover', '--data-dir', relative(process.cwd(), dataDir), ...args, '--', ...command], {
    env,
  })

/** The data folder is named as seen from here; a command that goes elsewhere finds its certificates all the same. */
const elsewhere = (command: string[]) => ['sh', '-c', 'cd / && exec "$0" "$@"', ...command]

const nodeShop = `
  const form = new URLSearchParams('${form}')
  const urls = ['https://testoauth.homebank.kz/epay2/oauth2/token',
    'https://test-epay-oauth.epayment.kz/oauth2/token', 'https://preprod-epay-oauth.epayment.kz/oauth2/token']
  for (const url of urls) {
    const answer = await fetch(url, { method: 'POST', body: form })
    const { access_token, token_type } = await answer.json()
    const status = await fetch('https://testepay.homebank.kz/api/check-status/payment/transaction/000000001',
      { headers: { authorization: token_type + ' ' + access_token } })
    console.log(answer.status, (await status.json()).resultCode)
  }
  console.log((await fetch('http://test-epay.epayment.kz/payform/payment-api.js')).status)`

t.test(
  'a Node program with the bank’s hosts written in works under exec --takeover, from any folder',
  async (t) => {
    const { code, stdout, stderr } = await exec(
      [],
      elsewhere([process.execPath, '--input-type=module', '-e', nodeShop]),
    )
    t.equal(code, 0, stderr)
    t.equal(stdout, '200 102\n200 102\n200 102\n200\n')
    t.match(stderr, /^epay-sandbox: dashboard http:\/\/127\.0\.0\.1:\d+\/_sandbox\/ .*EPAY_SANDBOX_URL/m)
    t.match(
      stderr,
      /^epay-sandbox: browser {3}google-chrome .*--ignore-certificate-errors-spki-list=\S{44}$/m,
    )
    t.match(stderr, /requests through the takeover\n {2}testoauth\.homebank\.kz +answered 1\n/)
    t.match(stderr, /^ {2}testepay\.homebank\.kz +answered 3$/m)
  },
)

const curlIsHere = () => spawnSync('curl', ['--version']).status === 0

// Node looks at a certificate after the handshake and sends no alert.
t.test(
  'who does not trust the CA is told about, where curl is installed',
  { skip: !curlIsHere() },
  async (t) => {
    const { takeover, log } = await openTown(t)
    const { certificate } = await newAuthority(['shop.example'], 0)
    const other = join(folder(t, { 'other.pem': certificate }), 'other.pem')
    const args = ['-sS', '--proxy', takeover.url, '--cacert', other, '--capath', '/nowhere']
    await t.rejects(promisify(execFile)('curl', [...args, 'https://testepay.homebank.kz/']))
    matches(t, log, [/a client does not trust the sandbox's certificate for testepay\.homebank\.kz/])
  },
)

t.test('production names are refused by default, and the reason is on stderr', async (t) => {
  const code = `await fetch(['https:', '', 'epay-oauth.homebank.kz/oauth2/token'].join('/'),
    { method: 'POST', body: 'client_id=live' }).then(() => console.log('went out'), () => console.log('refused'))`
  const { stdout, stderr } = await exec([], [process.execPath, '--input-type=module', '-e', code])
  t.equal(stdout, 'refused\n')
  t.match(stderr, /takeover: refused: epay-oauth\.homebank\.kz is a production name .* --takeover-production/)
})

t.test('a command whose environment points to production is not run', async (t) => {
  const env = {
    HALYK_URL: 'https://epay-api.homebank.kz',
    HALYK_TOKEN_URL: 'https://epay-oauth.homebank.kz/o',
  }
  const refused = await exec([], [process.execPath, '-e', 'console.log("ran")'], env)
  matches(t, refused, { code: 2, stdout: '' })
  t.match(refused.stderr, /HALYK_TOKEN_URL, HALYK_URL in the environment point to the bank's production/)
  t.notMatch(refused.stderr, /https:/, 'values are not repeated')
  const meant = await exec(['--takeover-production'], [process.execPath, '-e', 'console.log("ran")'], env)
  matches(t, meant, { code: 0, stdout: 'ran\n' })
  t.match(meant.stderr, /warning {2}takeover-unused: no request came through the takeover: .* the real bank/)
})

t.test(
  'a run that nobody came through is a warning, which --strict=warnings does not let pass',
  async (t) => {
    const nothing = [process.execPath, '-e', '']
    matches(t, await exec(['--strict'], nothing), { code: 0, stderr: /warning {2}takeover-unused: / })
    matches(t, await exec(['--strict=warnings'], nothing), {
      code: 1,
      stderr: /warning {2}takeover-unused: /,
    })
  },
)

t.test('what the user had set stays: roots of their own, names that need no proxy', async (t) => {
  const code = `console.log(JSON.stringify(process.env))`
  const env = { NO_PROXY: 'db.example, .homebank.kz, *', NODE_EXTRA_CA_CERTS: '/nowhere/own.pem' }
  const { stdout } = await exec([], [process.execPath, '-e', code], env)
  const output = JSON.parse(stdout) as Record<string, string>
  t.equal(output.NO_PROXY, 'localhost,127.0.0.1,::1,.localhost,db.example')
  t.equal(output.no_proxy, output.NO_PROXY)
  t.equal(output.NODE_EXTRA_CA_CERTS, output.SSL_CERT_FILE, 'the bundle holds theirs and ours')
  t.equal(output.CURL_CA_BUNDLE, output.REQUESTS_CA_BUNDLE)
})

t.test('isolation without a takeover is a mistake, told as one', async (t) => {
  const { code, stderr } = await run(['start', '--isolate'])
  matches(t, { code, stderr }, { code: 2, stderr: /isolate is about the takeover, which is off/ })
})
