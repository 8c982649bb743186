import { join } from 'node:path'
import t, { type Test } from 'tap'
import { compressParams } from '../../contracts/params.ts'
import { loadConfig } from '../../server/config.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { startProcess } from '../cli/run.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import {
  card,
  control,
  lockedCard,
  openPayform,
  openSandbox,
  paymentObject,
  submitCard,
  tokenOf,
} from '../world.ts'
import { answerWith, askingCard, browse, hiddenOf, rightCode, type Screen } from './issuer.ts'

/** Whether a screen shows the strip; without it, the line at its foot must say what this is. */
const stripOn = (t: Test, html: string) => {
  const shown = html.includes('data-testid="sandbox"')
  t.equal(/data-testid="test-card-/.test(html), shown, 'test cards belong to the strip')
  t.equal(html.includes('data-testid="outcome"'), shown, 'and so do outcomes')
  t.equal(html.includes('data-testid="test-mode"'), shown)
  t.equal(/data-testid="test-payments">[^<]*epay-sandbox/.test(html), !shown, 'nobody takes it for the bank')
  return shown
}

const addressesOf = (url: string) => ({
  url,
  oauthUrl: `${url}/oauth2/token`,
  payformUrl: `${url}/payform/`,
})

const order = async (sandbox: Sandbox) => paymentObject(await tokenOf(sandbox))

t.test('the strip is there unless somebody says otherwise', async (t) => {
  const sandbox = await openSandbox(t)
  t.equal(stripOn(t, (await openPayform(sandbox, await order(sandbox))).html), true)
  t.equal(stripOn(t, (await openPayform(sandbox, await order(sandbox), '&strip=')).html), true)
})

t.test('a setting hides the strip, and the address may show it all the same', async (t) => {
  const sandbox = await openSandbox(t, { strip: false })
  t.equal(stripOn(t, (await openPayform(sandbox, await order(sandbox))).html), false)
  t.equal(stripOn(t, (await openPayform(sandbox, await order(sandbox), '&strip=1')).html), true)
})

t.test('flag, environment and file say it in the same words, in that order', async (t) => {
  const config = join(folder(t, { 'sandbox.yaml': 'strip: off' }), 'sandbox.yaml')
  t.equal((await loadConfig({ config }, {})).strip, false)
  t.equal((await loadConfig({ config }, { EPAY_SANDBOX_STRIP: 'on' })).strip, true)
  t.equal((await loadConfig({ config, strip: 'off' }, { EPAY_SANDBOX_STRIP: 'on' })).strip, false)
  await t.rejects(loadConfig({ config, strip: 'no' }, {}), { message: 'strip is "no", expected on or off' })
  const started = await startProcess(t, ['--port', '0', '--format', 'json', '--strip', 'off'])
  const demo = { ...(await openSandbox(t)), ...addressesOf(started.url) }
  t.equal(stripOn(t, (await openPayform(demo, await order(demo))).html), false)
})

t.test('a workspace has a setting of its own, which can be changed', async (t) => {
  const sandbox = await openSandbox(t)
  const demo = { ...sandbox, ...addressesOf(`${sandbox.url}/w/demo`) }
  t.equal((await control(sandbox, 'PUT', 'workspaces/demo', { strip: false })).status, 200)
  t.equal(stripOn(t, (await openPayform(demo, await order(demo))).html), false)
  t.equal(stripOn(t, (await openPayform(sandbox, await order(sandbox))).html), true)
  await control(sandbox, 'PUT', 'workspaces/demo', { strip: true })
  t.equal(stripOn(t, (await openPayform(demo, await order(demo))).html), true)
  matches(t, await control(sandbox, 'PUT', 'workspaces/demo', { strip: 'off' }), { status: 400 })
})

t.test('a word about the strip that means nothing is told', async (t) => {
  const sandbox = await openSandbox(t)
  const { status, html } = await openPayform(sandbox, await order(sandbox), '&strip=off')
  t.equal(status, 400)
  t.match(html, 'data-testid="problem-strip"')
  t.match(html, '<code>off</code>')
  t.match(html, '0 скрывает полосу песочницы, 1 показывает')
})

t.test('without script a hidden strip stays hidden: decline, mistake, issuer, and back', async (t) => {
  const sandbox = await openSandbox(t)
  const url = `${sandbox.payformUrl}?params=${compressParams(await order(sandbox))}&STRIP=0`
  const pay = (screen: Screen, typed: object) => {
    stripOn(t, screen.html)
    return browse(`${sandbox.payformUrl}pay`, { ...hiddenOf(screen.html), ...typed })
  }
  const first = await browse(url)
  t.equal(stripOn(t, first.html), false)
  const declined = await pay(first, lockedCard)
  t.match(declined.html, 'data-testid="decline"')
  t.equal(stripOn(t, declined.html), false)
  const mistaken = await pay(declined, { ...card, cvc: '' })
  t.match(mistaken.html, 'data-testid="error-cvc"')
  t.equal(stripOn(t, mistaken.html), false)
  const asked = await pay(mistaken, askingCard())
  const back = await answerWith(asked, { cancel: 'true' })
  t.match(back.html, '499')
  t.equal(stripOn(t, back.html), false)
  const paid = await pay(back, card)
  t.match(paid.html, 'data-testid="result-ok"')
  t.equal(stripOn(t, paid.html), false)
})

t.test('strip and widget are carried together', async (t) => {
  const sandbox = await openSandbox(t)
  const opened = await openPayform(sandbox, await order(sandbox), '&isShortForm=true&strip=0')
  matches(t, hiddenOf(opened.html), { isShortForm: 'true', strip: '0' })
  const { location } = await submitCard(sandbox, opened.page, {
    ...askingCard(),
    isShortForm: 'true',
    strip: '0',
  })
  const screen = await browse(new URL(location, sandbox.payformUrl).href)
  const result = await answerWith(screen, { code: rightCode(screen) })
  t.match(result.html, 'data-widget-result="true"')
  t.equal(stripOn(t, result.html), false)
})
