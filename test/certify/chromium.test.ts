import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { domOf, findChromium } from '../../server/certify/chromium.ts'
import { chromiumPath } from '../browser/chromium.ts'

t.test('Chromium is the one CHROME_PATH names, or the first that PATH knows', async (t) => {
  const there = new Set([join('/b', 'google-chrome'), join('/c', 'chromium')])
  const find = (env: Record<string, string>) => findChromium(env, (path) => there.has(path))
  t.equal(find({ CHROME_PATH: '/x', PATH: '/b' }), '/x')
  t.equal(
    find({ PATH: ['/a', '/b', '/c'].join(process.platform === 'win32' ? ';' : ':') }),
    '/b/google-chrome',
  )
  t.equal(find({ PATH: '/a' }), undefined)
})

t.test('a page is shown as its scripts have left it, with the headers that open it', async (t) => {
  const staff = createServer(({ headers }, answer) => {
    const shown = JSON.stringify(`<b id=x>${headers.authorization}`)
    answer.setHeader('content-type', 'text/html')
    answer.end(`<p></p><script>document.querySelector('p').textContent = ${shown}; alert(1)</script>`)
  }).listen(0, '127.0.0.1')
  t.teardown(() => staff.close())
  await once(staff, 'listening')
  const url = `http://127.0.0.1:${(staff.address() as AddressInfo).port}/`
  const { executablePath } = await chromiumPath()
  const dom = await domOf(executablePath, { url, headers: { authorization: 'Basic staff' } })
  t.match(dom, '<p>&lt;b id=x&gt;Basic staff</p>')
  const dead = { url: 'http://127.0.0.1:9/', headers: {} }
  await t.rejects(domOf(executablePath, dead), {
    message: /did not show http:\/\/127\.0\.0\.1:9\/: net::ERR/,
  })
  await t.rejects(domOf('/no/such/chromium', dead), { message: /^\/no\/such\/chromium did not show http/ })
})
