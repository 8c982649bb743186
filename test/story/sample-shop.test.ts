import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { openSandbox } from '../world.ts'

const source = readFileSync(new URL('../../fixtures/shops/node/shop.js', import.meta.url), 'utf8')

t.test('the sample shop is one file without dependencies, under 250 lines', async (t) => {
  t.ok(source.split('\n').length <= 250)
  t.same([...source.matchAll(/from '(?!node:)([^']+)'/g)], [])
})

t.test('the sample shop speaks the language of the browser or of the switch, and leads back', async (t) => {
  const { url } = await openSandbox(t)
  const shop = async (headers: Record<string, string>) =>
    (await fetch(`${url}/_sandbox/shop/`, { headers })).text()
  t.match(
    await shop({ 'accept-language': 'ru-RU,ru;q=0.9' }),
    /lang="ru".*Чай степи.*selected>rus.*Оплатить/s,
  )
  t.match(await shop({ 'accept-language': 'kk' }), /lang="kk".*Дала шайы.*Төлеу/s)
  t.match(await shop({ 'accept-language': 'ru', cookie: 'epay_sandbox_lang=eng' }), /lang="en".*Pay/s)
})

t.test('each buyer of the sample shop is led back to the address the shop was seen at', async (t) => {
  const { url } = await openSandbox(t)
  const { port } = new URL(url)
  const checkout = async (host: string) => {
    const body = 'price=100&language=eng'
    const headers = { host, 'content-type': 'application/x-www-form-urlencoded' }
    return new Promise<string>((resolve, reject) => {
      request(
        { port, host: '127.0.0.1', path: '/_sandbox/shop/checkout', method: 'POST', headers },
        async (answer) => resolve(await text(answer)),
      )
        .on('error', reject)
        .end(body)
    })
  }
  for (const host of [`first.localhost:${port}`, `127.0.0.1:${port}`, `localhost:${port}`])
    t.match(await checkout(host), `"backLink":"http://${host}/_sandbox/shop/order/`, host)
})
