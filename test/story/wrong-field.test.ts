import { createServer } from 'node:http'
import { join } from 'node:path'
import t from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { transcribe } from '../../server/scenario/transcribe.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import {
  card,
  chargeBody,
  control,
  journal,
  journalText,
  openMerchant,
  openPayform,
  openSandbox,
  paymentObject,
  payThroughPage,
  requestToken,
  saveCard,
  settle,
  submitCard,
  tokenForm,
  tokenOf,
} from '../world.ts'

const { pan } = card
const grouped = '4405 6397 0401 5096'
const ownSecret = 'own-secret-5e1c77a0'
const mine = { clients: [{ id: 'mine', secret: ownSecret }], terminals: [] }

/** Everything that can be read: journal, payments, postlinks, exchanges, findings, metrics, rules. */
const everything = async (sandbox: Sandbox): Promise<string> => {
  const get = async (path: string) => (await fetch(`${sandbox.url}/_sandbox/${path}`)).text()
  const { exchanges } = JSON.parse(await get('exchanges?limit=1000')) as { exchanges: { id: number }[] }
  const texts = await Promise.all([
    journalText(sandbox),
    ...['payments', 'postlinks', 'rules', 'findings', 'metrics', 'workspaces', 'exchanges'].map(get),
    ...exchanges.map(({ id }) => get(`exchanges/${id}`)),
  ])
  return texts.join('\n')
}

/** A token that lives, of another order. */
const living = (sandbox: Sandbox) => tokenOf(sandbox, { invoiceID: '000000777' })

const fields = ['description', 'accountId', 'name', 'email', 'phone', 'data', 'invoiceIdAlt'] as const

t.test(
  'a card number in any field of an order is nowhere to be read, and the shop gets what it sent',
  async (t) => {
    const sandbox = await openSandbox(t, { dialect: 'observed' })
    const merchant = await openMerchant(t)
    const order = Object.fromEntries(fields.map((field) => [field, pan]))
    const { opened } = await payThroughPage(sandbox, {
      token: { postLink: `${merchant.url}/?card=${pan}`, secret_hash: `h ${grouped}` },
      order: { ...order, description: `Tea ${grouped}`, email: `${pan}@shop.example`, phone: '' },
    })
    t.equal(opened.status, 200, opened.html.slice(-400))
    await settle(sandbox)
    const posted = merchant.bodies()[0] ?? {}
    matches(t, posted, {
      description: `Tea ${grouped}`,
      email: `${pan}@shop.example`,
      accountId: pan,
      data: pan,
    })
    t.equal(posted.secret_hash, `h ${grouped}`)
    t.equal(merchant.received[0]?.path, `/?card=${pan}`)
    const written = await everything(sandbox)
    t.notMatch(written, pan)
    t.notMatch(written, grouped)
    t.match(written, 'Tea 440563******5096')
  },
)

t.test('nor are a living token and a known secret', async (t) => {
  const sandbox = await openSandbox(t)
  await control(sandbox, 'PUT', 'workspaces/default', mine)
  const merchant = await openMerchant(t)
  const token = await living(sandbox)
  await payThroughPage(sandbox, {
    token: { postLink: merchant.url, secret_hash: ownSecret, scope: `payment ${token}` },
    order: { description: `by ${token}`, data: JSON.stringify({ key: ownSecret }), accountId: ownSecret },
  })
  await settle(sandbox)
  matches(t, merchant.bodies()[0], {
    description: `by ${token}`,
    secret_hash: ownSecret,
    accountId: ownSecret,
  })
  const written = await everything(sandbox)
  t.notMatch(written, token)
  t.notMatch(written, ownSecret)
})

t.test('the secret in place of the client, in any letter of the request, is not written down', async (t) => {
  const sandbox = await openSandbox(t)
  await control(sandbox, 'PUT', 'workspaces/default', mine)
  await requestToken(sandbox, { client_id: ownSecret, client_secret: 'mine' })
  await requestToken(sandbox, {
    client_id: 'mine',
    client_secret: ownSecret,
    [ownSecret]: 'x',
    terminal: ownSecret,
  })
  await requestToken(sandbox, { client_id: pan, grant_type: grouped })
  t.notMatch(await everything(sandbox), new RegExp(`${ownSecret}|${pan}|${grouped}`))
})

t.test("rules, the shop's answers, headers and addresses are masked too", async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await control(sandbox, 'POST', 'rules', {
    when: { accountId: pan, holder: grouped },
    then: { postlink: { extra: { note: grouped, number: Number(pan), [pan]: 1 } } },
  })
  await control(sandbox, 'POST', 'rules', { when: { accountId: pan }, then: { reasonCode: 484 } })
  const postLink = merchant.url.replace('//', `//${pan}:${ownSecret}@`)
  const { paid } = await payThroughPage(sandbox, { token: { postLink }, order: { accountId: pan } })
  t.equal(paid.status, 303)
  await settle(sandbox)
  matches(t, merchant.bodies()[0], { reasonCode: 484, accountId: pan }, 'a rule still knows the customer')
  t.equal(merchant.received[0]?.headers.authorization, `Basic ${btoa(`${pan}:${ownSecret}`)}`)
  const headers = { referer: `https://shop.example/${pan}?${pan}`, 'x-request-id': pan }
  const answer = await fetch(`${sandbox.url}/nothing/${pan}`, { headers })
  t.not(answer.headers.get('x-request-id'), pan)
  t.notMatch(await everything(sandbox), new RegExp(`${pan}|${grouped}`))
})

t.test('what a shop answers is masked before it is kept', async (t) => {
  const sandbox = await openSandbox(t)
  const server = createServer((_, response) => response.end(`{"card":"${grouped}","pan":${pan}}`))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as { port: number }
  await payThroughPage(sandbox, { token: { postLink: `http://127.0.0.1:${port}` } })
  await settle(sandbox)
  const written = await everything(sandbox)
  t.match(written, '440563******5096')
  t.notMatch(written, new RegExp(`${grouped}|${pan}`))
})

t.test('a saved card of a customer with such a number is found again', async (t) => {
  const sandbox = await openSandbox(t)
  const cardId = await saveCard(sandbox)
  const accessToken = await tokenOf(sandbox, { invoiceID: '000000002' })
  const asked = { invoiceId: '000000002', accountId: pan, description: grouped, name: grouped }
  const charge = await fetch(`${sandbox.apiUrl}/payments/cards/auth`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(chargeBody(cardId, asked)),
  })
  t.equal(charge.status, 200)
  t.notMatch(await everything(sandbox), new RegExp(`${grouped}|${pan}`))
})

t.test('an open page keeps the original for the second try, and the way back for good', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const accessToken = await tokenOf(sandbox, { postLink: merchant.url })
  const links = { backLink: `https://shop.example/${pan}`, failureBackLink: `https://shop.example/no/${pan}` }
  const payment = paymentObject(accessToken, { description: grouped, ...links })
  const { page } = await openPayform(sandbox, payment)
  await submitCard(sandbox, page, { ...card, holder: 'CODE 484' })
  await settle(sandbox)
  const paid = await submitCard(sandbox, page)
  await settle(sandbox)
  t.same(
    merchant.bodies().map(({ description }) => description),
    [grouped, grouped],
  )
  const result = await fetch(new URL(paid.location, `${sandbox.payformUrl}pay`))
  t.match(await result.text(), links.backLink)
})

t.test(
  'after the first answer, and after a restart, the postlink carries the mask and a finding says so',
  async (t) => {
    const file = join(folder(t), 'journal.sqlite')
    const merchant = await openMerchant(t)
    const first = await openSandbox(t, { journal: file })
    await first.rules.add({ then: { postlink: { delayMs: 60_000 } } })
    await payThroughPage(first, {
      token: { postLink: merchant.url, secret_hash: grouped },
      order: { description: grouped },
    })
    await first.close()
    const second = await openSandbox(t, { journal: file })
    await second.clock.advance('PT2M')
    matches(t, merchant.bodies()[0], { description: '440563******5096', secret_hash: '440563******5096' })
    const { body } = await control(second, 'GET', 'findings')
    const masked = (body.findings as { id: string; where: string; exchanges: number[] }[]).filter(
      ({ id }) => id === 'masked-postlink',
    )
    t.same(masked.map(({ where, exchanges }) => [where, exchanges]).sort(), [
      ['description', []],
      ['secret_hash', []],
    ])
  },
)

t.test('a postlink sent again after its answer carries the mask', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { token: { postLink: merchant.url }, order: { description: grouped } })
  await settle(sandbox)
  const { body: before } = await control(sandbox, 'GET', 'findings')
  t.notMatch(JSON.stringify(before), 'masked-postlink')
  const [postlink] = await sandbox.postlinks()
  await control(sandbox, 'POST', `postlinks/${postlink?.id}/resend`)
  await settle(sandbox)
  t.same(
    merchant.bodies().map(({ description }) => description),
    [grouped, '440563******5096'],
  )
  const { body: after } = await control(sandbox, 'GET', 'findings')
  t.match(JSON.stringify(after), 'masked-postlink')
})

t.test('a workspace whose name holds a card number or a token is refused', async (t) => {
  const sandbox = await openSandbox(t)
  for (const name of [pan, `w-${pan}`, grouped.replaceAll(' ', '_'), 'ABCD1234EFGH5678IJKL90']) {
    const { status, body } = await control(sandbox, 'PUT', `workspaces/${name}`, {})
    t.equal(status, 400, name)
    t.match(body.detail, /no card number, no token/)
    t.notMatch(JSON.stringify(body), name)
    t.equal((await fetch(`${sandbox.url}/w/${name}/_sandbox/health`)).status, 404)
  }
  t.notMatch(await everything(sandbox), pan)
})

t.test('what looks live gets a finding, whatever field it is in', async (t) => {
  const sandbox = await openSandbox(t)
  const live = '4539578763621486'
  const found = async (where: string) => {
    const { body } = await control(sandbox, 'GET', 'findings')
    const rows = body.findings as { id: string; where: string; message: string }[]
    t.ok(
      rows.some((row) => row.id === 'live-card' && row.where === where),
      where,
    )
    t.notMatch(JSON.stringify(rows), live)
  }
  await requestToken(sandbox, { scope: `payment ${live}` })
  await found('scope')
  await requestToken(sandbox, { anything: live })
  await found('anything')
  const accessToken = await tokenOf(sandbox)
  await openPayform(sandbox, paymentObject(accessToken, { description: `for ${live}` }))
  await found('description')
  await fetch(`${sandbox.url}/api/operation/${live}/charge`, { method: 'POST', headers: { referer: live } })
  await found('path')
  await found('referer')
  await fetch(`${sandbox.url}/api/cards/x?note=${live}`, { headers: { 'x-request-id': live } })
  await found('note')
  await found('x-request-id')
  await requestToken(sandbox, tokenForm({ anything: '4242424242424242' }))
  const { body } = await control(sandbox, 'GET', 'findings')
  t.equal((body.findings as { id: string; where: string }[]).filter(({ id }) => id === 'live-card').length, 7)
})

t.test('a story told from such a session has none of them', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox, { order: { description: grouped, accountId: pan, data: pan } })
  const { scenario } = transcribe((await journal(sandbox)) as never)
  t.ok(scenario.story.length > 0)
  t.notMatch(JSON.stringify(scenario), new RegExp(`${grouped}|"accountId":"${pan}|data":"${pan}`))
})
