import t from 'tap'
import { request } from 'undici'
import { matches } from '../matches.ts'
import { openSandbox } from '../world.ts'

const documented = { email: 'epay@halykbank.kz', password: 'XZG1E@Mm' }

const post = (url: string, fields: Record<string, string>, accept = 'text/html') =>
  fetch(`${url}/login`, {
    ...{ method: 'POST', redirect: 'manual', headers: { accept } },
    body: new URLSearchParams(fields),
  })

t.test('the documented e-mail and password lead to the merchant view of the dashboard', async (t) => {
  const sandbox = await openSandbox(t)
  const users = [documented, { email: 'HALYKFINANCEUSD@halykbank.nb', password: 'XVp36qar' }]
  for (const user of users) {
    const { status, headers } = await post(sandbox.url, user)
    matches(
      t,
      { status, to: headers.get('location') },
      { status: 303, to: `${sandbox.url}/_sandbox/#/cabinet` },
    )
  }
  const { headers } = await post(`${sandbox.url}/w/blue`, documented)
  t.equal(headers.get('location'), `${sandbox.url}/w/blue/_sandbox/#/cabinet`)
})

t.test('the page speaks the language of the browser, and prints the documented users', async (t) => {
  const sandbox = await openSandbox(t)
  const page = async (language: string) =>
    (await fetch(`${sandbox.url}/login`, { headers: { 'accept-language': language } })).text()
  t.match(await page('ru'), /lang="ru"[\s\S]*Вход в кабинет[\s\S]*epay@halykbank\.kz[\s\S]*XZG1E@Mm/)
  t.match(await page('kk'), /lang="kk"[\s\S]*Кабинетке кіру/)
  t.match(await page('en'), /Sign in to the cabinet/)
})

t.test('another password stays outside, in words, and is written down nowhere', async (t) => {
  const sandbox = await openSandbox(t)
  const wrong = await post(sandbox.url, { ...documented, password: 'guessed-by-hand' })
  const shown = await wrong.text()
  matches(
    t,
    { status: wrong.status, shown },
    { status: 400, shown: /role="alert"[^>]*>E-mail or password is wrong/ },
  )
  t.match(shown, /value="epay@halykbank\.kz"/, 'what was typed stays')
  const program = await post(sandbox.url, {}, 'application/json')
  matches(t, await program.json(), { code: -1, message: /Invalid username or password/ })
  const kept = await Promise.all(
    ['journal', 'exchanges'].map(async (what) => (await fetch(`${sandbox.url}/_sandbox/${what}`)).text()),
  )
  for (const text of [shown, ...kept]) t.notMatch(text, 'guessed-by-hand')
})

t.test(
  'at the bank’s address of the cabinet the first page is the sign-in, elsewhere the dashboard',
  async (t) => {
    const sandbox = await openSandbox(t, { quirks: { hosts: 'strict' } })
    const at = async (host: string, path: string) => {
      const { statusCode, headers, body } = await request(`${sandbox.url}${path}`, { headers: { host } })
      await body.dump()
      return headers.location ?? statusCode
    }
    t.equal(await at('test-epay.homebank.kz', '/'), '/login')
    t.equal(await at('test-epay.epayment.kz', '/'), '/login')
    t.equal(await at('testepay.homebank.kz', '/'), '/_sandbox/')
    t.equal(await at(new URL(sandbox.url).host, '/'), '/_sandbox/')
    t.equal(await at('test-epay.homebank.kz', '/login'), 200)
    t.equal(await at('testoauth.homebank.kz', '/login'), 404)
  },
)
