import t from 'tap'
import { record } from './recorded.ts'
import { type Answer, get, inject, openTarget, postForm, type Sent } from './target.ts'

const html = { accept: 'text/html' }

const isPage = ({ headers }: Answer) => String(headers['content-type']).startsWith('text/html')
const policyOf = ({ headers }: Answer) => String(headers['content-security-policy'])

/** Blocks of data are read by scripts and run by nobody. */
const inlineScripts = ({ text }: Answer) =>
  [...text.matchAll(/<script(?![^>]*\b(?:src=|type="application\/json"))[^>]*>/g)].map(([tag]) => tag)
const handlers = ({ text }: Answer) => text.match(/<[^>]+\son\w+\s*=/g) ?? []

const atLocked: Sent[] = [get('/_sandbox/', html), get('/_sandbox/?token=wrong', html)]
const troubles: Sent[] = [
  get('/payform/', html),
  get('/payform/?params=x', html),
  get('/payform/result?page=x', html),
  postForm('/payform/pay', { page: 'x', outcome: 'y' }, html),
  get('/acs/?MD=x&TermUrl=javascript:alert(1)', html),
  postForm('/payment/confirm', { MD: 'x', PaRes: 'y' }, html),
]

t.test('every page, of every route, allows scripts of its own server and nothing else', async (t) => {
  const { app } = await openTarget(t)
  const locked = await openTarget(t, { controlToken: 'let-me-in' })
  const answers: { url: string; answer: Answer }[] = []
  for (const { headers, ...sent } of [...(await record(app)), ...troubles])
    answers.push({ url: sent.url, answer: await inject(app, { ...sent, headers: { ...headers, ...html } }) })
  for (const sent of atLocked) answers.push({ url: sent.url, answer: await inject(locked.app, sent) })

  const pages = answers.filter(({ answer }) => isPage(answer))
  const folders = new Set(pages.map(({ url }) => url.split(/[?]/)[0]))
  for (const path of [
    '/payform/',
    '/payform/pay',
    '/payform/result',
    '/acs/',
    '/_sandbox/',
    '/_sandbox/reference',
    '/_sandbox/reference/control',
  ])
    t.ok(folders.has(path), `${path} was among them`)
  for (const { url, answer } of pages) {
    const policy = policyOf(answer)
    t.match(policy, /^default-src 'none'/, url)
    t.match(policy, "base-uri 'none'", url)
    t.match(policy, /^(?!.*(unsafe-eval|\*|script-src[^;]*https?:))/, url)
    t.same(handlers(answer), [], url)
    if (url.startsWith('/_sandbox/shop')) continue
    t.notMatch(policy, 'unsafe-inline', url)
    t.same(inlineScripts(answer), [], url)
  }
})

t.test(
  'what may be shown inside another site is the payment page, for its widget, and the issuer’s',
  async (t) => {
    const { app } = await openTarget(t)
    for (const path of ['/_sandbox/', '/_sandbox/reference', '/_sandbox/shop/'])
      t.match(policyOf(await inject(app, get(path, html))), "frame-ancestors 'none'", path)
  },
)
