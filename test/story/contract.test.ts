import { createHash } from 'node:crypto'
import { Validator } from '@seriousme/openapi-schema-validator'
import t from 'tap'
import { operations } from '../../contracts/operations.ts'
import { matches } from '../matches.ts'
import { control, openSandbox } from '../world.ts'

interface OpenApi {
  servers: { url: string }[]
  paths: Record<string, object>
  webhooks: Record<string, object>
}

t.test('the running server hands out its contract, with its own address in it', async (t) => {
  const sandbox = await openSandbox(t)
  const { status, body } = await control(sandbox, 'GET', 'openapi.json')
  t.equal(status, 200)
  const { servers, paths, webhooks } = body as unknown as OpenApi
  matches(t, servers, [{ url: sandbox.url }, { url: `${sandbox.url}/api` }])
  t.ok(paths['/operation/{id}/charge'])
  t.same(Object.keys(webhooks), ['successPostlink', 'failurePostlink'])
  const { valid, errors } = await new Validator().validate(body)
  t.ok(valid, JSON.stringify(errors))
})

t.test('in a workspace the address has its prefix', async (t) => {
  const sandbox = await openSandbox(t)
  await control(sandbox, 'PUT', 'workspaces/blue', {})
  const answer = await fetch(`${sandbox.url}/w/blue/_sandbox/openapi.json`)
  const { servers } = (await answer.json()) as OpenApi
  matches(t, servers, [{ url: `${sandbox.url}/w/blue` }, { url: `${sandbox.url}/w/blue/api` }])
})

t.test('the reference page is readable and carries no more style than its policy allows', async (t) => {
  const sandbox = await openSandbox(t)
  const answer = await fetch(`${sandbox.url}/_sandbox/reference`)
  t.equal(answer.status, 200)
  t.match(answer.headers.get('content-type'), /^text\/html/)
  const html = await answer.text()
  t.match(html, '<h1 id="reference">Reference</h1>')
  const style = /<style>(.*)<\/style>/s.exec(html)?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = answer.headers.get('content-security-policy') ?? ''
  t.match(policy, `style-src 'sha256-${hash}'`)
  t.match(policy, "default-src 'none'")
  t.notMatch(html, /<script|style=|\son\w+=/)
})

t.test('every endpoint of the reference shows a request beside its answer', async (t) => {
  const sandbox = await openSandbox(t)
  const html = await (await fetch(`${sandbox.url}/_sandbox/reference`)).text()
  const examples = html.slice(html.indexOf('<h2 id="examples"'), html.indexOf('<h2 id="messages"'))
  t.equal(examples.match(/<pre/g)?.length, 2 * (examples.match(/<details/g)?.length ?? 0))
  const refund = examples.slice(examples.indexOf('<h3 id="refund">'))
  t.match(refund, /POST \/operation\/[0-9a-f-]{36}\/refund\nAuthorization: Bearer &lt;access_token&gt;/)
  t.match(refund, /^<h3 id="refund">.*?HTTP\/1.1 200/s)
  const read = examples.replaceAll('&quot;', '"')
  t.match(read, /<h3 id="createtoken">.*?grant_type=client_credentials.*?"access_token"/s)
  t.match(read, /400, declined.*?"code": 484/s)
  const postlinks = read.slice(read.indexOf('<h3 id="postlinks">'))
  for (const code of ['ok', 'error']) t.match(postlinks, `"code": "${code}"`)
  const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  t.same(
    links.filter((id) => !ids.includes(id)),
    [],
    'a link leads to a heading',
  )
  t.equal(new Set(ids).size, ids.length, 'no two headings share an address')
  // The key is a text file of its own, and no message of the story.
  const shown = links.filter((id) => examples.includes(`<h3 id="${id}">`))
  t.equal(new Set(shown).size, Object.keys(operations).length - 1)
})

t.test('the reference is searched by words, without a script', async (t) => {
  const sandbox = await openSandbox(t)
  const search = async (query: string) => (await fetch(`${sandbox.url}/_sandbox/reference?${query}`)).text()
  const found = async (words: string) =>
    /<section aria-label="Found">(.*?)<\/section>/s.exec(await search(`q=${encodeURIComponent(words)}`))?.[1]
  t.match(await found('484'), /<li><code>484<\/code> in <a href="#reason-codes">Reason codes<\/a>/)
  t.match(await found('refund part'), 'POST /operation/:id/refund', 'a word may be the beginning of one')
  t.match(await found('refun'), 'POST /operation/:id/refund')
  t.match(await found('zzz<i>'), 'Nothing says “zzz&lt;i&gt;”')
  t.match(await search('q=%22%3E%3Cb%3E'), 'value="&quot;&gt;&lt;b&gt;"')
  t.notMatch(await search(''), 'aria-label="Found"')
})

t.test('both references speak the language of the browser, and of the switch', async (t) => {
  const sandbox = await openSandbox(t)
  const read = async (path: string, language = '') => {
    const headers = { 'accept-language': language }
    return (await fetch(`${sandbox.url}/_sandbox/${path}`, { headers })).text()
  }
  const russian = await read('reference', 'ru-KZ,ru;q=0.9')
  t.match(russian, '<html lang="ru">')
  t.match(russian, '<h2 id="reason-codes">Коды причин</h2>')
  t.match(russian, 'Вернуть списанные деньги')
  t.match(russian, '<a href="?lang=kaz" lang="kk">Қазақша</a>')
  const kazakh = await read('reference/control?lang=kaz&q=deposit%20rewind', 'ru')
  t.match(kazakh, '<html lang="kk">')
  t.match(kazakh, 'Жұмыс кеңістігін бір сәтке қайтару')
  t.match(kazakh, '<input type="hidden" name="lang" value="kaz">', 'a search stays in the language')
  t.match(
    kazakh,
    '<a href="?q=deposit+rewind&amp;lang=rus" lang="ru">Русский</a>',
    'and the switch at the search',
  )
  t.match(await read('reference/control'), '<html lang="en">')
})

t.test('the control reference is searched too', async (t) => {
  const sandbox = await openSandbox(t)
  const html = await (await fetch(`${sandbox.url}/_sandbox/reference/control?q=invoiceId+advance`)).text()
  const found = /<section aria-label="Found">(.*?)<\/section>/s.exec(html)?.[1]
  t.match(found, /href="#[a-z-]+">/)
  t.match(found, 'advance')
})

t.test('a locked sandbox is searched with the token its page was opened with', async (t) => {
  const sandbox = await openSandbox(t, { token: 'let-me-in' })
  const answer = await fetch(`${sandbox.url}/_sandbox/reference?token=let-me-in`)
  t.match(await answer.text(), '<input type="hidden" name="token" value="let-me-in">')
  t.equal(answer.headers.get('referrer-policy'), 'no-referrer')
})

t.test('a tool in a browser may read the contracts, and nothing else of the control API', async (t) => {
  const sandbox = await openSandbox(t)
  const headers = { origin: 'https://editor.swagger.io', 'sec-fetch-site': 'cross-site' }
  for (const path of ['openapi.json', 'control/openapi.json']) {
    const contract = await fetch(`${sandbox.url}/_sandbox/${path}`, { headers })
    t.equal(contract.status, 200)
    t.equal(contract.headers.get('access-control-allow-origin'), '*')
    t.equal(contract.headers.get('access-control-allow-credentials'), null)
  }
  const payments = await fetch(`${sandbox.url}/_sandbox/payments`, { headers })
  t.equal(payments.status, 403)
  t.equal(payments.headers.get('access-control-allow-origin'), null)
})

t.test('the contract is the control API’s: another origin may not read it', async (t) => {
  const sandbox = await openSandbox(t, { token: 'let-me-in' })
  for (const path of ['openapi.json', 'control/openapi.json', 'reference']) {
    t.equal((await fetch(`${sandbox.url}/_sandbox/${path}`)).status, 401, path)
  }
})
