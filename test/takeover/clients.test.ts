import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { newAuthority } from '../../server/takeover/certificate.ts'
import { run } from '../cli/run.ts'
import { folder } from '../folder.ts'
import { dataDir } from './town.ts'

/** Programs with the bank's addresses written in, which know nothing of a sandbox: no line is changed for it. */

const secret = 'yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG'
const terminal = '67e34d63-102f-4bd1-898e-370781d0074d'
const form = `grant_type=client_credentials&scope=payment&client_id=test&client_secret=${secret}&terminal=${terminal}`

const has = (program: string) => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const exec = (args: string[], command: string[], env: Record<string, string> = {}) =>
  run(['exec', '--takeover', '--data-dir', dataDir, ...args, '--', ...command], { env })

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

t.test('a Node program with the bank’s hosts written in works under exec --takeover', async (t) => {
  const { code, stdout, stderr } = await exec([], [process.execPath, '--input-type=module', '-e', nodeShop])
  t.match({ code, stderr }, { code: 0, stderr: '' })
  t.equal(stdout, '200 102\n200 102\n200 102\n200\n')
})

const pythonShop = `
import json, urllib.request
with urllib.request.urlopen("https://testoauth.homebank.kz/epay2/oauth2/token", b"${form}") as answer:
    print(answer.status, json.load(answer)["token_type"])
with urllib.request.urlopen("http://testepay.homebank.kz/api/public.rsa") as answer:
    print(answer.status, answer.read(26).decode())`

const unlessPresent = (program: string) => (has(program) ? {} : { skip: `${program} is not here` })

t.test('a Python program with urllib does too', unlessPresent('python3'), async (t) => {
  const { code, stdout, stderr } = await exec([], ['python3', '-c', pythonShop])
  t.match({ code, stderr }, { code: 0, stderr: '' })
  t.equal(stdout, '200 Bearer\n200 -----BEGIN PUBLIC KEY-----\n')
})

const phpShop = `
  $curl = curl_init('https://testoauth.homebank.kz/epay2/oauth2/token');
  curl_setopt_array($curl, [CURLOPT_POSTFIELDS => '${form}', CURLOPT_RETURNTRANSFER => true]);
  echo json_decode(curl_exec($curl) ?: exit(curl_error($curl)))->token_type;`
const phpHasCurl = () =>
  has('php') && /^curl$/m.test(execFileSync('php', ['-m'], { encoding: 'utf8' }))
    ? {}
    : { skip: 'no PHP with curl' }

t.test('a PHP program with curl does too', phpHasCurl(), async (t) => {
  t.match(await exec([], ['php', '-r', phpShop]), { code: 0, stdout: 'Bearer', stderr: '' })
})

t.test('curl does too, over https and over http', unlessPresent('curl'), async (t) => {
  for (const url of [
    'https://testoauth.homebank.kz/epay2/oauth2/token',
    'http://test-epay-oauth.epayment.kz/oauth2/token',
  ]) {
    const { code, stdout, stderr } = await exec([], ['curl', '-sS', '--data', form, url])
    t.match({ code, stderr }, { code: 0, stderr: '' })
    t.match(JSON.parse(stdout), { token_type: 'Bearer' })
  }
})

t.test('a program that does not trust the CA is told about', unlessPresent('curl'), async (t) => {
  const { certificate } = await newAuthority(['shop.example'], 0)
  const other = join(folder(t, { 'other.pem': certificate }), 'other.pem')
  const command = ['curl', '-sS', '--cacert', other, '--capath', '/nowhere', 'https://testepay.homebank.kz/']
  const { code, stderr } = await exec([], command)
  t.not(code, 0)
  t.match(stderr, /takeover: a client does not trust the sandbox's certificate for testepay\.homebank\.kz/)
})

t.test('production names are refused by default, and the reason is on stderr', async (t) => {
  const url = 'https://epay-oauth.homebank.kz/oauth2/token'
  const code = `await fetch(['https:', '', 'epay-oauth.homebank.kz/oauth2/token'].join('/'),
    { method: 'POST', body: 'client_id=live' }).then(() => console.log('went out'), () => console.log('refused'))`
  const { stdout, stderr } = await exec([], [process.execPath, '--input-type=module', '-e', code])
  t.equal(stdout, 'refused\n')
  t.match(stderr, /takeover: refused: epay-oauth\.homebank\.kz is a production name .* --takeover-production/)

  const answered = await exec(['--takeover-production'], ['curl', '-sS', '--data', form, url])
  t.match(JSON.parse(answered.stdout), { token_type: 'Bearer' }, 'and with the flag the sandbox answers')
})

t.test('a command whose environment points to production is not run', async (t) => {
  const env = {
    HALYK_URL: 'https://epay-api.homebank.kz',
    HALYK_TOKEN_URL: 'https://epay-oauth.homebank.kz/o',
  }
  const refused = await exec([], [process.execPath, '-e', 'console.log("ran")'], env)
  t.match(refused, { code: 2, stdout: '' })
  t.match(refused.stderr, /HALYK_TOKEN_URL, HALYK_URL in the environment point to the bank's production/)
  t.notMatch(refused.stderr, /https:/, 'values are not repeated')
  const meant = await exec(['--takeover-production'], [process.execPath, '-e', 'console.log("ran")'], env)
  t.match(meant, { code: 0, stdout: 'ran\n' })
})

t.test('what the user had set stays: roots of their own, names that need no proxy', async (t) => {
  const code = `console.log(JSON.stringify(process.env))`
  const env = { NO_PROXY: 'db.example, .homebank.kz, *', NODE_EXTRA_CA_CERTS: '/nowhere/own.pem' }
  const { stdout } = await exec([], [process.execPath, '-e', code], env)
  const told = JSON.parse(stdout) as Record<string, string>
  t.equal(told.NO_PROXY, 'localhost,127.0.0.1,::1,.localhost,db.example')
  t.equal(told.no_proxy, told.NO_PROXY)
  t.equal(told.NODE_EXTRA_CA_CERTS, told.SSL_CERT_FILE, 'the bundle holds theirs and ours')
  t.equal(told.CURL_CA_BUNDLE, told.REQUESTS_CA_BUNDLE)
})

t.test('two takeovers run at once and share the CA neither had before', async (t) => {
  const fresh = folder(t)
  const script = [process.execPath, '--input-type=module', '-e', nodeShop]
  const both = await Promise.all(
    [1, 2].map(() => run(['exec', '--takeover', '--data-dir', fresh, '--', ...script])),
  )
  for (const { code, stderr } of both) t.match({ code, stderr }, { code: 0, stderr: '' })
})

t.test('isolation without a takeover is a mistake, told as one', async (t) => {
  const { code, stderr } = await run(['start', '--isolate'])
  t.match({ code, stderr }, { code: 2, stderr: /isolate is about the takeover, which is off/ })
})
