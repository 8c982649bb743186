import t from 'tap'
import { browse, hiddenFields, submitForm, textOf } from '../../server/client/screen.ts'
import type { HttpAnswer, Transport } from '../../server/client/transport.ts'

const bank = 'http://bank.test/payform/'

/** A site of a few pages; an address that is none of them is where a redirect leads. */
const openSite = (pages: Record<string, string>) => {
  const asked: string[] = []
  const transport: Transport = async (method, url, { form } = {}): Promise<HttpAnswer> => {
    asked.push(`${method} ${url}${form ? ` ${new URLSearchParams(form)}` : ''}`)
    const page = pages[url] ?? ''
    const location: Record<string, string> = page.startsWith('→') ? { location: page.slice(1) } : {}
    const status = page.startsWith('→') ? 303 : 200
    return { url, status, headers: new Headers(location), text: page, tookMs: 1 }
  }
  return { asked, transport }
}

t.test('redirects are followed inside the site, and not out of it', async (t) => {
  const { asked, transport } = openSite({
    [`${bank}pay`]: '→result?page=1',
    [`${bank}result?page=1`]: '→https://shop.test/thanks',
  })
  const screen = await browse(transport, `${bank}pay`, { page: '1' })
  t.equal(screen.left, 'https://shop.test/thanks')
  t.strictSame(asked, [`POST ${bank}pay page=1`, `GET ${bank}result?page=1`])
})

t.test('a site that redirects in a circle is left alone after five times', async (t) => {
  const { asked, transport } = openSite({ [bank]: `→${bank}` })
  t.equal((await browse(transport, bank)).status, 303)
  t.equal(asked.length, 6)
})

t.test('a form goes where it says, with what is hidden in it and what is typed', async (t) => {
  const html =
    '<form class="card" action="pay?a=1&amp;b=2"><input type="hidden" name="page" value="&quot;7&#39;&amp;amp;">' +
    '<input type="hidden" name="strip" value="0"><input name="pan" value="1"></form>'
  t.strictSame(hiddenFields(html), { page: `"7'&amp;`, strip: '0' })
  const { asked, transport } = openSite({})
  await submitForm(transport, { html, url: bank }, { cvc: '1' })
  t.strictSame(asked, [`POST ${bank}pay?a=1&b=2 page=%227%27%26amp%3B&strip=0&cvc=1`])
})

t.test('a page is known by its mark, and read without its markup', async (t) => {
  const html =
    '<head><title>x</title></head><main data-testid="page-error"><p>Tea &amp; more</p>\n<b>!</b></main>'
  const { transport } = openSite({ [bank]: html })
  t.equal((await browse(transport, bank)).outcome, 'error')
  t.equal(textOf(html), 'Tea & more !')
})
