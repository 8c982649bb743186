import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { root } from '../../server/root.ts'
import { openSandbox } from '../world.ts'

const files = (readdirSync(join(root, 'static/docs'), { recursive: true }) as string[]).filter((file) =>
  file.endsWith('.md'),
)

t.test('every document is a page and its Markdown, for anybody, with a list of all', async (t) => {
  const sandbox = await openSandbox(t, { token: 'let-me-in' })
  const list = await (await fetch(`${sandbox.url}/_sandbox/docs`)).text()
  for (const file of files) {
    const markdown = readFileSync(join(root, 'static/docs', file), 'utf8')
    const raw = await fetch(`${sandbox.url}/_sandbox/docs/${file}`)
    t.match(raw.headers.get('content-type'), /^text\/markdown/)
    t.equal(await raw.text(), markdown)
    const page = await fetch(`${sandbox.url}/_sandbox/docs/${file.replace(/\.md$/, '')}`)
    t.match(page.headers.get('content-security-policy'), /^default-src 'none'; style-src 'self'/)
    const html = await page.text()
    const title = /^# (.+)$/m.exec(markdown)?.[1] ?? ''
    t.ok(html.includes('<h1>') && /<pre><code|<table>/.test(html), file)
    t.notMatch(html, /<script|style="|href="[^":]*\.md"(?!>Markdown)/, file)
    t.match(list, new RegExp(`docs/${file.replace(/\.md$/, '')}">${title.split(/[^\w ]/)[0]}`))
  }
})

t.test('links of the pages lead to pages', async (t) => {
  const sandbox = await openSandbox(t)
  const linkedFrom = new Map<string, string>()
  for (const file of files) {
    const at = `${sandbox.url}/_sandbox/docs/${file.replace(/\.md$/, '')}`
    const html = await (await fetch(at)).text()
    for (const [, href = ''] of html.matchAll(/<a href="([^"]+)"/g))
      if (!/^https?:/.test(href)) linkedFrom.set(String(new URL(href, at)), file)
  }
  for (const [url, file] of linkedFrom) {
    const answer = await fetch(url)
    // Whole, or its connection stays busy.
    await answer.arrayBuffer()
    t.equal(answer.status, 200, `${file}: ${url}`)
  }
})

t.test('nothing else can be had by these addresses', async (t) => {
  const sandbox = await openSandbox(t)
  for (const path of ['../README', '%2e%2e/README.md', 'connect/none', '..%2f..%2fpackage.json'])
    t.equal((await fetch(`${sandbox.url}/_sandbox/docs/${path}`)).status, 404, path)
})
