import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { Call, Certify } from '../../contracts/certify.ts'
import { violationsOf } from '../../contracts/reader.ts'
import { againOf } from '../../server/certify/again.ts'
import { checkDescription } from '../../server/certify/check.ts'
import { firstDescription, readForms } from '../../server/certify/init.ts'
import { describeMerchant } from '../../server/certify/load.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { describeShop, little, shopFile } from './open.ts'

const page = readFileSync(new URL('../../static/docs/certify.md', import.meta.url), 'utf8')

t.test('certify.md names every field of certify.yaml, and its example is one', async (t) => {
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? []
  t.same(Object.keys(parse(yaml)).sort(), Object.keys(Certify.properties).sort())
  matches(t, await describeMerchant(join(folder(t, { 'certify.yaml': yaml }), 'certify.yaml'), {}), {
    line: 2,
  })
})

t.test('certify init looks at the shop and writes a description that can be read', async (t) => {
  const shop = createServer((_, response) =>
    response.end(`<form action="/search"><input name="q"></form>
<form method="post" action="/checkout"><input name="price" value="1"><button name="way">Pay</button></form>`),
  )
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  t.teardown(() => shop.close())
  const url = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`
  const text = await firstDescription(url)
  const { createOrder } = await describeMerchant(join(folder(t, { 'c.yaml': text }), 'c.yaml'), {})
  matches(t, createOrder, { url: `${url}checkout`, method: 'POST', form: { price: '{amount}' } })
  t.same(readForms('<p>nothing</p>', url), [])
  await t.rejects(firstDescription('shop'), /expected the address of your running shop/)
  await t.rejects(firstDescription('https://epay.homebank.kz/'), /is the bank's/)
})

t.test('certify check tries each entry once and says what it saw', async (t) => {
  const start = `ORDERS='${folder(t)}' node shop.js`
  const good = await checkDescription(await describeShop('flawed', { start }), little)
  matches(t, good, [
    { entry: 'start', ok: true },
    { entry: 'createOrder', ok: true, saw: /of 1000 KZT, back to http/ },
    { entry: 'probe', ok: true, saw: /unpaid at first, then paid \d+ ms after the answer/ },
    { entry: 'savedCard', ok: true, saw: /paid, 1000 paid/ },
    { entry: 'reconcile', ok: true, saw: 'HTTP 200' },
    { entry: 'admin', ok: true },
    { entry: 'log', ok: undefined, saw: /what the process prints is read instead/ },
    { entry: 'restart', ok: true, saw: 'up again' },
  ])
  const { probe } = await describeShop('flawed')
  const bad = await checkDescription(
    await describeShop('flawed', { start, probe: { ...probe, state: '$.status' } }),
    { ...little, seed: 'check' },
  )
  matches(t, bad.at(-1), { entry: 'probe', ok: false, saw: /there is nothing at this path/ })
})

t.test('what repeats a case names the file or the flags, and the seed that was chosen', async (t) => {
  const description = await describeMerchant(shopFile('node'), {})
  const again = againOf(description, { name: 'wrong-secret', seed: 'my seed', stages: 'two' })
  t.match(again, /certify --config \S+ --only wrong-secret --seed 'my seed' --stages two --keep$/)
  const flags = { createOrder: { url: 'http://127.0.0.1:{port}/checkout' } }
  t.equal(
    againOf({ ...flags, folder: '.' }, { name: 'wrong-secret' }),
    'epay-sandbox certify --create-order http://127.0.0.1:{port}/checkout --only wrong-secret --keep',
  )
})

t.test('a command line may be one letter long, and is not empty', async (t) => {
  t.strictSame(violationsOf(Call, { command: 'x' }), [])
  matches(t, violationsOf(Call, { command: '' }), [{ where: 'command', expected: 'a command line' }])
})
