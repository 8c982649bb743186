import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { panOfCode } from '../../contracts/sandbox-card.ts'
import { card, openPayform, openSandbox, submitCard } from '../world.ts'

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

t.test('the order tells what just happened, in the buyer’s language, and leads to its payment', async (t) => {
  const sandbox = await openSandbox(t)
  const shop = `${sandbox.url}/_sandbox/shop`
  const order = async (code: number, language: string) => {
    const body = new URLSearchParams({ price: '100', language: 'eng', way: 'pay' })
    const html = await (await fetch(`${shop}/checkout`, { method: 'POST', body })).text()
    const payment = JSON.parse(/var payment = (.*)/.exec(html)?.[1] ?? '') as { invoiceId: string }
    const opened = await openPayform(sandbox, payment)
    await submitCard(sandbox, opened.page, { ...card, pan: panOfCode(code) })
    await sandbox.clock.advance('PT0S')
    const page = `${shop}/order/${payment.invoiceId}`
    const get = async () => (await fetch(page, { headers: { 'accept-language': language } })).text()
    return { id: payment.invoiceId, get }
  }
  const paid = await order(0, 'ru')
  const html = await paid.get()
  t.match(html, /data-state="paid"><b data-testid="order-state">оплачен<\/b>\s*<p>Банк это подтвердил/)
  t.match(html, `href="/_sandbox/#/payments/${paid.id}">Открыть в панели`)
  const declined = await (await order(484, 'kk')).get()
  t.match(declined, /төленбеді.*Банк төлемді растамайды.*Not sufficient funds.*FAILED/s)
  await fetch(`${shop}/refund/${paid.id}`, { method: 'POST', redirect: 'manual' })
  t.match(await paid.get(), /деньги возвращены.*Банк вернул деньги.*REFUND/s)
})
