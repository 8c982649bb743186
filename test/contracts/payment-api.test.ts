import { isDeepStrictEqual } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import fc from 'fast-check'
import lzString from 'lz-string'
import t from 'tap'
import { paymentApiScript } from '../../server/http/page/payment-api.ts'
import { matches } from '../matches.ts'

const served = await paymentApiScript({ widgetCloses: true })

const origin = 'http://127.0.0.1:3729'
const payform = `${origin}/payform/`

const payment = {
  invoiceId: '000123',
  backLink: 'https://shop.example/ok',
  postLink: '',
  language: 'rus',
  description: 'Тест',
  amount: 100,
  currency: 'KZT',
  cardSave: true,
  name: null,
  auth: { access_token: 'T0KEN', expires_in: '1200', scope: 'webapi usermanagement', token_type: 'Bearer' },
}

t.test('a payment is encoded as the bank publishes it', async (t) => {
  const page = loadPage()
  page.halyk.pay(payment)
  t.equal(
    textOf(page.location.href),
    'invoiceId=000123&backLink=https%3A%2F%2Fshop.example%2Fok&postLink=&language=rus' +
      '&description=%D0%A2%D0%B5%D1%81%D1%82&amount=100&currency=KZT&cardSave=true&name=' +
      '&auth=access_token%3DT0KEN%26expires_in%3D1200' +
      '%26scope%3Dwebapi%2520usermanagement%26token_type%3DBearer',
  )
  t.match(page.location.href, /^http:\/\/127\.0\.0\.1:3729\/payform\/\?params=JYOwbg9sDGCmCSATAvABnQ/)
})

t.test('parameters keep the order in which the shop wrote them', async (t) => {
  const page = loadPage()
  page.halyk.pay({ terminal: 't', amount: '1500.00', invoiceId: '000123', currency: 'KZT' })
  t.equal(textOf(page.location.href), 'terminal=t&amount=1500.00&invoiceId=000123&currency=KZT')
})

t.test('a nested object is encoded once for each level, a list by its indices', async (t) => {
  const page = loadPage()
  page.halyk.p2p({ data: { statement: { name: 'A & B' } }, list: ['x', 'y'] })
  t.equal(textOf(page.location.href), 'data=statement%3Dname%253DA%252520%252526%252520B&list=0%3Dx%261%3Dy')
})

t.test('missing values are empty, an empty key is skipped and keys are not encoded', async (t) => {
  const page = loadPage()
  page.halyk.p2p({ phone: undefined, email: null, '': 'skipped', 'a b': false })
  t.equal(textOf(page.location.href), 'phone=&email=&a b=false')
})

t.test('each way to the payment page has its own suffix', async (t) => {
  const page = loadPage()
  for (const [call, suffix] of [
    ['pay', '&oid=000123'],
    ['cardverification', '&oid=000123'],
    ['p2p', '&isTransfer=true'],
    ['aft', '&isAFT=true'],
    ['oct', '&isOCT=true'],
  ] as const) {
    page.halyk[call](payment)
    t.equal(page.location.href, `${payform}?params=${compressedFrom(page.location.href)}${suffix}`, call)
  }
})

t.test('pay names the invoice in oid however the shop spells the key', async (t) => {
  const page = loadPage()
  for (const key of ['invoiceId', 'invoiceID', 'InvoiceID', 'INVOICEID']) {
    page.halyk.pay({ amount: 100, [key]: '00 12&3' })
    t.match(page.location.href, /&oid=00%2012%263$/, key)
  }
  page.halyk.pay({ invoiceId: 43790622 })
  t.match(page.location.href, /&oid=43790622$/)
})

t.test('pay sends no oid when there is no invoice', async (t) => {
  const page = loadPage()
  for (const params of [{ amount: 100 }, { invoiceId: '' }, { invoiceId: null }, undefined]) {
    page.halyk.pay(params)
    t.notMatch(page.location.href, '&oid=')
  }
})

t.test('Config follows the place the script was loaded from', async (t) => {
  for (const [folder, token] of [
    ['http://127.0.0.1:3729/payform/', 'http://127.0.0.1:3729/oauth2/token'],
    ['https://epay.example/redesign-payform/', 'https://epay.example/oauth2/token'],
    ['http://127.0.0.1:3729/w/name/payform/', 'http://127.0.0.1:3729/w/name/oauth2/token'],
  ] as const) {
    const page = loadPage(`${folder}payment-api.js`)
    t.strictSame(plain(page.halyk.Config()), {
      pageUrL: folder,
      origin: new URL(folder).origin,
      TokenAPIConfig: { url: token, clientId: 'test' },
    })
  }
})

t.test('a query in the address of the script is not part of its folder', async (t) => {
  const page = loadPage(`${payform}payment-api.js?v=2/3#top`)
  matches(t, page.halyk.Config(), { pageUrL: payform })
})

t.test('without a current script the last tag of payment-api.js tells the folder', async (t) => {
  const older = { src: 'http://a.example/payform/payment-api.js' }
  const page = fakePage(null, [older, { src: `${payform}payment-api.js?v=2` }, { src: '' }])
  page.load()
  matches(t, page.halyk.Config(), { pageUrL: payform })
})

t.test('a page without the tag of the script is told what is wrong', async (t) => {
  const page = fakePage(null, [{ src: 'https://shop.example/app.js' }])
  t.throws(() => page.load(), /src ends with payment-api\.js/)
})

t.test('loading the script again defines halyk again', async (t) => {
  const page = loadPage()
  const first = page.halyk
  delete page.window.halyk
  page.load()
  t.not(page.halyk, first)
  page.halyk.pay(payment)
  t.match(page.location.href, payform)
})

t.test('the widget shows the short form in an overlay', async (t) => {
  const page = loadPage()
  page.halyk.showPaymentWidget(payment, () => {})
  const [screen, ...inside] = [...page.body.children].flatMap(allWithin)
  matches(t, screen, { className: 'widgetScreen', style: { position: 'fixed', zIndex: '1000' } })
  matches(t, inside, [
    { className: 'iframeBox' },
    { className: 'iframeHolder' },
    { className: 'iframeClass' },
    { className: 'widgetClose' },
  ])
  const url = page.iframe().src
  t.equal(url, `${payform}?params=${compressedFrom(url)}&isShortForm=true`)
  t.match(textOf(url), /^invoiceId=000123&/)
})

t.test('a second widget does not open over the first', async (t) => {
  const page = loadPage()
  page.halyk.showPaymentWidget(payment, () => {})
  page.halyk.showPaymentWidget(payment, () => {})
  page.load()
  page.halyk.showPaymentWidget(payment, () => {})
  t.equal(page.body.children.size, 1)
})

t.test('the shop hears the outcome once and the overlay goes away', async (t) => {
  for (const [data, success] of [
    ['{"success":true}', true],
    ['{"success":false}', false],
    ['{"success":"true"}', false],
    ['{}', false],
  ] as const) {
    const { page, heard, say } = openWidget()
    say({ data })
    say({ data })
    t.strictSame(heard, [{ success }], data)
    t.equal(page.body.children.size, 0)
    t.equal(page.listeners.size, 0)
  }
})

t.test('a message of another origin or another window is ignored', async (t) => {
  const { page, heard, say } = openWidget()
  say({ origin: 'https://evil.example' })
  say({ origin: 'https://evil.example/http://127.0.0.1:3729' })
  say({ source: {} })
  t.strictSame(heard, [])
  t.equal(page.body.children.size, 1)
})

t.test('a message that is not a JSON object in a string is ignored', async (t) => {
  const { heard, say } = openWidget()
  for (const data of ['', 'junk', 'null', 'true', '5', null, undefined, { success: true }]) say({ data })
  t.strictSame(heard, [])
  say({ data: '{"success":true}' })
  t.strictSame(heard, [{ success: true }])
})

t.test('Esc and a cross close the widget, and the shop hears that nothing was paid', async (t) => {
  for (const leave of ['Escape', 'cross', 'frame']) {
    const { page, heard, say } = openWidget()
    page.press('a')
    if (leave === 'Escape') page.press('Escape')
    else if (leave === 'cross') (page.close() as { press(): void } | undefined)?.press()
    else say({ data: '{"success":false,"closed":true}' })
    page.press('Escape')
    t.strictSame(heard, [{ success: false }], leave)
    t.equal(page.body.children.size, 0, leave)
    t.equal(page.listeners.size, 0, leave)
  }
})

t.test('with the quirk widgetClose: no it stays open', async (t) => {
  const page = loadPage(undefined, await paymentApiScript({ widgetCloses: false }))
  page.halyk.showPaymentWidget(payment)
  page.press('Escape')
  page.message({ origin, source: page.iframe().contentWindow, data: '{"success":false,"closed":true}' })
  t.equal(page.body.children.size, 1)
  t.equal(page.close(), undefined)
})

t.test('a page’s own LZString, define and module are left alone', async (t) => {
  const page = fakePage({ src: `${payform}payment-api.js` }, [])
  const own = {
    LZString: { own: true },
    module: { exports: 'own' },
    define: () => t.fail('it defines nothing'),
  }
  Object.assign(page.window, own)
  Object.assign(own.define, { amd: {} })
  page.load()
  page.halyk.pay(payment)
  t.match(textOf(page.location.href), /^invoiceId=000123&/)
  t.equal(page.window.LZString, own.LZString)
  t.equal(own.module.exports, 'own')
})

t.test('a script that cannot tell where it came from says so', async (t) => {
  const got = /payment-api\.js (must be loaded by a script tag|cannot tell its server)/
  for (const src of ['https://shop.example/bundle.js', 'blob:https://shop.example/payment-api.js', ''])
    t.throws(() => loadPage(src), { message: got }, src)
})

t.test('a shop may leave the callback out', async (t) => {
  const page = loadPage()
  page.halyk.showPaymentWidget(payment)
  page.message({ origin, source: page.iframe().contentWindow, data: '{"success":true}' })
  t.equal(page.body.children.size, 0)
})

t.test('a shop that removed the overlay itself can open the widget again', async (t) => {
  const page = loadPage()
  page.halyk.showPaymentWidget(payment)
  page.body.children.clear()
  page.halyk.showPaymentWidget(payment)
  t.equal(page.body.children.size, 1)
})

t.test('any text survives the way to the payment page', async (t) => {
  const page = loadPage()
  const key = fc.stringMatching(/^[A-Za-z]+$/)
  const awkward = fc.string({ unit: fc.constantFrom(...'&=%+ ;"ж😀') })
  const value = fc.oneof(fc.string({ unit: 'binary' }), awkward)
  const survives = fc.property(fc.dictionary(key, value), (params) => {
    page.halyk.p2p(params)
    return isDeepStrictEqual([...new URLSearchParams(textOf(page.location.href))], Object.entries(params))
  })
  t.doesNotThrow(() => fc.assert(survives))
})

type Message = { origin: string; source: unknown; data: unknown }
type Call = 'pay' | 'cardverification' | 'showPaymentWidget' | 'p2p' | 'aft' | 'oct' | 'Config'
type Halyk = Record<Call, (params?: unknown, cb?: (outcome: unknown) => void) => unknown>
type FakeElement = { className: string; src: string; children: Set<FakeElement>; [other: string]: unknown }

function openWidget() {
  const page = loadPage()
  const heard: unknown[] = []
  page.halyk.showPaymentWidget(payment, (outcome) => heard.push(plain(outcome)))
  const fromWidget = { origin, source: page.iframe().contentWindow, data: '{"success":true}' }
  return { page, heard, say: (message: Partial<Message>) => page.message({ ...fromWidget, ...message }) }
}

function loadPage(src = `${payform}payment-api.js`, script = served) {
  const page = fakePage({ src }, [], script)
  page.load()
  return page
}

// As much of a browser as the script touches.
function fakePage(currentScript: { src: string } | null, tags: { src: string }[], script = served) {
  const body = fakeElement()
  const location = { href: '' }
  const listeners = new Set<(message: Message) => void>()
  const keys = new Set<(event: { key: string }) => void>()
  const byClass = (className: string) => allWithin(body).find((found) => found.className === className)
  const window: { halyk?: Halyk; [name: string]: unknown } = createContext({
    location,
    addEventListener: (_type: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_type: string, listener: () => void) => listeners.delete(listener),
    document: {
      addEventListener: (_type: string, listener: (event: { key: string }) => void) => keys.add(listener),
      removeEventListener: (_type: string, listener: (event: { key: string }) => void) =>
        keys.delete(listener),
      currentScript,
      body,
      createElement: fakeElement,
      getElementsByTagName: () => tags,
      querySelector: (selector: string) => byClass(selector.slice(1)) ?? null,
    },
  })
  window.window = window
  return {
    body,
    location,
    listeners,
    window,
    get halyk() {
      return window.halyk!
    },
    load: () => runInContext(script, window),
    press: (key: string) => {
      for (const listener of keys) listener({ key })
    },
    close: () => byClass('widgetClose'),
    iframe: () => byClass('iframeClass')!,
    message: (message: Message) => {
      for (const listener of listeners) listener(message)
    },
  }
}

function fakeElement(): FakeElement {
  const children = new Set<FakeElement>()
  const appendChild = (child: FakeElement) => {
    children.add(child)
    child.remove = () => children.delete(child)
  }
  const element: FakeElement = { className: '', src: '', style: {}, contentWindow: {}, children, appendChild }
  element.setAttribute = (name: string, value: string) => {
    element[name] = value
  }
  element.addEventListener = (_type: string, press: () => void) => {
    element.press = press
  }
  return element
}

function compressedFrom(url: string) {
  return /\?params=([A-Za-z0-9+$-]*)/.exec(url)![1]!
}

function textOf(url: string) {
  return lzString.decompressFromEncodedURIComponent(compressedFrom(url))
}

function allWithin(top: FakeElement): FakeElement[] {
  return [top, ...[...top.children].flatMap(allWithin)]
}

// Objects made inside the page have prototypes of its own.
function plain(value: unknown) {
  return JSON.parse(JSON.stringify(value))
}
