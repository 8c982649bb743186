import t from 'tap'
import { toConfig } from '../../server/config.ts'
import { matches } from '../matches.ts'
import { control, journalText, openSandbox, payThroughPage, requestToken, tokenOf } from '../world.ts'
import { inWorkspace, shopOf, terminalId, tokenOfShop } from './rooms.ts'

const documentedTerminal = '67e34d63-102f-4bd1-898e-370781d0074d'

t.test('a merchant that is added by the control API can be paid at once', async (t) => {
  const sandbox = await openSandbox(t)
  matches(t, await control(sandbox, 'POST', 'merchants', shopOf(1, false)), {
    status: 201,
    body: { clients: ['shop-1'], terminals: [{ id: terminalId(1), shop: 'Shop 1', number: /^\d+$/ }] },
  })
  const { opened } = await payThroughPage(sandbox, {
    token: tokenOfShop(1),
    order: { terminal: terminalId(1) },
  })
  t.match(opened.html, 'Shop 1')
  matches(
    t,
    await sandbox.payments(),
    [{ status: 'AUTH', terminal: terminalId(1) }],
    'two stages: held, not taken',
  )
  t.notMatch(await journalText(sandbox), 'secret-1')
  t.equal(
    (await requestToken(sandbox, { invoiceID: '000000009' })).status,
    200,
    'the documented one is still there',
  )
})

t.test('merchants add up, and the same id again changes one', async (t) => {
  const sandbox = await openSandbox(t)
  const add = (body: object) => control(sandbox, 'POST', 'merchants', body)
  await add(shopOf(1))
  await add({ clients: [{ id: 'shop-2', secret: 'x' }] })
  const answer = await add({
    clients: [{ id: 'shop-1', secret: 'changed' }],
    terminals: [{ id: terminalId(1), client: 'shop-2' }],
  })
  matches(t, answer.body, {
    clients: ['shop-1', 'shop-2'],
    terminals: [{ client: 'shop-2', shop: 'Test merchant' }],
  })
  const plain = { invoiceID: '000000001', terminal: documentedTerminal }
  const asks = (id: string, secret: string) =>
    requestToken(sandbox, { ...plain, client_id: id, client_secret: secret, terminal: terminalId(1) })
  t.equal((await asks('shop-1', 'secret-1')).status, 401)
  t.equal((await asks('shop-1', 'changed')).status, 403, 'its terminal belongs to the other now')
  t.equal((await asks('shop-2', 'x')).status, 200)
})

t.test('requests at the same time do not undo each other', async (t) => {
  const sandbox = await openSandbox(t)
  const all = Array.from({ length: 10 }, (_, i) => shopOf(i))
  await Promise.all(all.map((shop) => control(sandbox, 'POST', 'merchants', shop)))
  const { body } = await control(sandbox, 'GET', 'settings')
  t.same((body.clients as string[]).toSorted(), all.map(({ clients }) => clients[0]?.id).toSorted())
})

t.test('a documented terminal may be put into two stages', async (t) => {
  const sandbox = await openSandbox(t)
  await control(sandbox, 'POST', 'merchants', {
    terminals: [{ id: documentedTerminal.toUpperCase(), client: 'test', singleMessageScheme: false }],
  })
  await payThroughPage(sandbox)
  matches(t, await sandbox.payments(), [{ status: 'AUTH' }])
})

t.test('merchants belong to the workspace they were added to, and outlive a reset', async (t) => {
  const sandbox = await openSandbox(t)
  const mine = inWorkspace(sandbox, 'mine')
  await control(mine, 'POST', 'merchants', shopOf(1))
  t.equal((await requestToken(sandbox, tokenOfShop(1))).status, 401)
  await control(mine, 'POST', 'reset')
  t.equal((await requestToken(mine, tokenOfShop(1))).status, 200)
})

const wrong: [string, unknown, object][] = [
  ['nothing at all', {}, { where: 'body' }],
  ['an unknown field', { shops: [] }, { where: 'shops', expected: /clients, terminals/ }],
  ['a client without a secret', { clients: [{ id: 'x' }] }, { where: 'clients.0.secret', got: 'nothing' }],
  [
    'a secret that is no text',
    { clients: [{ id: 'x', secret: 77 }] },
    { where: 'clients.0.secret', got: /not shown/ },
  ],
  ['a terminal that is no UUID', { terminals: [{ id: '1', client: 'test' }] }, { where: 'terminals.0.id' }],
  [
    'a terminal of nobody',
    { terminals: [{ id: terminalId(1), client: 'nobody' }] },
    { where: 'terminals.0.client', got: '"nobody"', expected: /one of test, halykfinanceUSD/ },
  ],
]

t.test('merchants that are wrong are refused and change nothing', async (t) => {
  const sandbox = await openSandbox(t)
  const before = await journalText(sandbox)
  for (const [what, body, violation] of wrong) {
    matches(
      t,
      await control(sandbox, 'POST', 'merchants', body as object),
      { status: 400, body: { title: 'The merchants cannot be added', violations: [violation] } },
      what,
    )
  }
  t.equal(await journalText(sandbox), before)
})

t.test('merchants of the configuration are in every workspace', async (t) => {
  const sandbox = await openSandbox(t, shopOf(1))
  for (const where of [sandbox, inWorkspace(sandbox, 'mine')]) {
    const accessToken = await tokenOf(where, tokenOfShop(1))
    t.ok(accessToken)
    await payThroughPage(where, {
      token: { ...tokenOfShop(1), invoiceID: '000000002' },
      order: { invoiceId: '000000002', terminal: terminalId(1) },
    })
    matches(t, (await control(where, 'GET', 'payments')).body, { payments: [{ terminal: terminalId(1) }] })
  }
})

t.test('merchants of the configuration that are wrong are told in words', async (t) => {
  const config = { port: 0 }
  t.throws(() => toConfig({ ...config, clients: 'shop' }), { message: 'clients is "shop", expected a list' })
  t.throws(() => toConfig({ ...config, clients: [{ id: 'x' }] }), {
    message: 'clients.0.secret is nothing, expected its client secret',
  })
  t.throws(() => toConfig({ ...config, terminals: [{ id: 'x', client: 'test' }] }), {
    message: /^terminals\.0\.id is "x", expected a UUID/,
  })
  await t.rejects(openSandbox(t, { terminals: [{ id: terminalId(1), client: 'nobody' }] }), {
    message: /^terminals\.0\.client is "nobody", expected one of test, /,
  })
})
