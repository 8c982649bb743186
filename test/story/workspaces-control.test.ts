import t from 'tap'
import { matches } from '../matches.ts'
import { control, journal, openSandbox, payThroughPage, requestToken, seedMoment } from '../world.ts'
import { inWorkspace, put, remove, shopOf, terminalId, tokenOfShop } from './rooms.ts'

type Fields = Record<string, unknown>

t.test('a workspace is made at its first use, as the server was started', async (t) => {
  const sandbox = await openSandbox(t, { dialect: 'observed', seed: 'shared' })
  await payThroughPage(inWorkspace(sandbox, 'mine'))
  matches(t, (await control(sandbox, 'GET', 'workspaces')).body, {
    workspaces: [
      { name: 'default', clock: { mode: 'virtual' } },
      { name: 'mine', seed: 'shared', quirks: { expiresIn: 'string' }, clock: { mode: 'virtual' } },
    ],
  })
})

t.test('a workspace is made with settings of its own, and they are told', async (t) => {
  const sandbox = await openSandbox(t)
  const asked = {
    seed: 'mine',
    clock: '2030-01-01T00:00:00Z',
    cards: '2020',
    quirks: { acountId: 'accountId' },
    ...shopOf(1, false),
  }
  const { status, body } = await put(sandbox, 'mine', asked)
  t.equal(status, 200)
  matches(t, body, {
    name: 'mine',
    seed: 'mine',
    cards: '2020',
    quirks: { acountId: 'accountId', expiresIn: 'number' },
    clients: ['shop-1'],
    terminals: [{ id: terminalId(1), shop: 'Shop 1', singleMessageScheme: false }],
    clock: { mode: 'virtual', now: '2030-01-01T00:00:00.000Z' },
  })
  t.notMatch(JSON.stringify(body), 'secret-1')
})

t.test('settings are changed one by one; the seed is for life', async (t) => {
  const sandbox = await openSandbox(t)
  await put(sandbox, 'mine', { seed: 'one', ...shopOf(1) })
  matches(t, (await put(sandbox, 'mine', { cards: '2020' })).body, {
    seed: 'one',
    cards: '2020',
    clients: ['shop-1'],
  })
  t.equal((await put(sandbox, 'mine', { seed: 'one' })).status, 200)
  matches(t, await put(sandbox, 'mine', { seed: 'two' }), {
    status: 409,
    body: { title: 'The workspace cannot be set up', detail: /has the seed "one": delete it/ },
  })
})

const wrong: [string, object, object][] = [
  [
    'an unknown setting',
    { colour: 'red' },
    { where: 'colour', got: 'an unknown field', expected: /seed, clock, dialect/ },
  ],
  [
    'an unknown dialect',
    { dialect: 'klingon' },
    { where: 'dialect', got: '"klingon"', expected: 'documented or observed' },
  ],
  [
    'an edition that never was',
    { cards: '1999' },
    { where: 'cards', got: '"1999"', expected: '2025 or 2020' },
  ],
  [
    'a client without a secret',
    { clients: [{ id: 'x' }] },
    { where: 'clients.0.secret', got: 'nothing', expected: 'its client secret' },
  ],
  [
    'a terminal that is no UUID',
    { terminals: [{ id: '1', client: 'test' }] },
    { where: 'terminals.0.id', got: '"1"', expected: /UUID/ },
  ],
  ['a seed that is empty', { seed: '' }, { where: 'seed', got: '""', expected: 'any text' }],
]

t.test('settings that are wrong are refused with what it got and what was expected', async (t) => {
  const sandbox = await openSandbox(t)
  for (const [what, asked, violation] of wrong) {
    matches(t, await put(sandbox, 'mine', asked), { status: 400, body: { violations: [violation] } }, what)
  }
  matches(t, await put(sandbox, 'mine', { quirks: { expiresIn: 'word' } }), {
    body: { detail: /"expiresIn" cannot be "word"/ },
  })
  matches(t, await put(sandbox, 'mine', { clock: 'yesterday' }), {
    body: { detail: /clock is "yesterday", expected/ },
  })
  matches(t, (await control(sandbox, 'GET', 'workspaces')).body, { workspaces: { length: 1 } })
})

t.test('a name that cannot stand in an address is refused', async (t) => {
  const sandbox = await openSandbox(t)
  for (const name of ['.hidden', 'a%20b', '-x', 'x'.repeat(64), '%D1%8F']) {
    matches(t, await put(sandbox, name), { status: 400, body: { violations: [{ where: 'name' }] } }, name)
  }
})

t.test('a deleted workspace is gone with all that happened in it; its name begins again', async (t) => {
  const sandbox = await openSandbox(t)
  const mine = inWorkspace(sandbox, 'mine')
  await put(sandbox, 'mine', { seed: 'one' })
  await payThroughPage(mine)
  t.same(await remove(sandbox, 'mine'), { status: 204, body: null })
  matches(t, await remove(sandbox, 'mine'), { status: 404, body: { detail: 'got mine; there are default' } })
  matches(t, (await put(sandbox, 'mine', { seed: 'two' })).body, { seed: 'two' })
  t.same((await control(mine, 'GET', 'payments')).body.payments, [])
})

t.test('the default workspace stays', async (t) => {
  const sandbox = await openSandbox(t)
  matches(t, await remove(sandbox, 'default'), { status: 409, body: { detail: /_sandbox\/reset/ } })
})

t.test('a reset keeps the settings, and forgets payments and rules', async (t) => {
  const sandbox = await openSandbox(t)
  const mine = inWorkspace(sandbox, 'mine')
  await put(sandbox, 'mine', { seed: 'one', dialect: 'observed', ...shopOf(1) })
  await control(mine, 'POST', 'rules', { then: { reasonCode: 484 } })
  await payThroughPage(mine)
  t.same((await control(mine, 'POST', 'reset')).body, { workspace: 'mine', journal: 0 })
  t.same((await control(mine, 'GET', 'payments')).body.payments, [])
  t.same((await control(mine, 'GET', 'rules')).body.rules, [])
  matches(t, (await control(mine, 'GET', 'settings')).body, {
    seed: 'one',
    quirks: { expiresIn: 'string' },
    clients: ['shop-1'],
  })
  t.equal((await requestToken(mine, tokenOfShop(1))).status, 200)
})

t.test('settings, rules and payments outlive a restart on a file', async (t) => {
  const journalFile = `${t.testdir()}/journal.db`
  const options = { journal: journalFile, clock: seedMoment }
  const first = await openSandbox(t, options)
  const asked = { seed: 'one', clock: '2030-01-01T00:00:00Z', dialect: 'observed', ...shopOf(1) }
  const before = await put(first, 'mine', asked)
  const rule = await control(inWorkspace(first, 'mine'), 'POST', 'rules', { then: { reasonCode: 484 } })
  await payThroughPage(inWorkspace(first, 'mine'), {
    token: tokenOfShop(1),
    order: { terminal: terminalId(1) },
  })
  await first.close()

  const second = await openSandbox(t, { ...options, seed: 'other', dialect: 'documented', cards: '2020' })
  const mine = inWorkspace(second, 'mine')
  const { workspaces } = (await control(second, 'GET', 'workspaces')).body as { workspaces: Fields[] }
  t.same(
    workspaces.find(({ name }) => name === 'mine'),
    before.body,
  )
  matches(t, (await control(mine, 'GET', 'rules')).body, { rules: [{ id: rule.body.id, matched: 1 }] })
  matches(t, (await control(mine, 'GET', 'payments')).body, { payments: [{ reasonCode: 484 }] })
  t.equal((await requestToken(mine, { ...tokenOfShop(1), invoiceID: '000000002' })).status, 200)
  matches(
    t,
    (await control(second, 'GET', 'settings')).body,
    { seed: 'test', cards: '2020' },
    'the default one follows the command line',
  )
})

t.test('a reset on a file keeps the settings through a restart too', async (t) => {
  const journalFile = `${t.testdir()}/journal.db`
  const first = await openSandbox(t, { journal: journalFile })
  await put(first, 'mine', { seed: 'one', ...shopOf(1) })
  await control(inWorkspace(first, 'mine'), 'POST', 'reset')
  await payThroughPage(inWorkspace(first, 'mine'))
  await first.close()
  const second = await openSandbox(t, { journal: journalFile, seed: 'other' })
  matches(t, (await control(inWorkspace(second, 'mine'), 'GET', 'settings')).body, {
    seed: 'one',
    clients: ['shop-1'],
  })
})

t.test('every page, script and call of a workspace stays inside it', async (t) => {
  const sandbox = await openSandbox(t)
  const mine = inWorkspace(sandbox, 'mine')
  const { opened, paid } = await payThroughPage(mine)
  t.match(opened.html, 'data-testid="payform"')
  t.match(new URL(paid.location, `${mine.payformUrl}`).pathname, /^\/w\/mine\/payform\/result/)
  for (const path of ['/payform/payment-api.js', '/payform/payform.css', '/_sandbox/', '/_sandbox/cards'])
    t.equal((await fetch(`${mine.url}${path}`)).status, 200, path)
  t.equal(
    (await journal(sandbox)).filter(({ kind }) => kind !== 'workspace opened' && kind !== 'clock moved')
      .length,
    0,
  )
})

t.test('a reset puts the clock of a workspace back to where it was opened', async (t) => {
  const sandbox = await openSandbox(t)
  const mine = inWorkspace(sandbox, 'mine')
  await put(sandbox, 'mine', { clock: '2030-01-01T00:00:00Z' })
  await control(mine, 'POST', 'clock', { advance: 'P1D' })
  await control(mine, 'POST', 'reset')
  t.same((await control(mine, 'GET', 'clock')).body, { mode: 'virtual', now: '2030-01-01T00:00:00.000Z' })
})

t.test('settings outlive a reset that is followed by a restart at once', async (t) => {
  const journalFile = `${t.testdir()}/journal.db`
  const first = await openSandbox(t, { journal: journalFile })
  await put(first, 'mine', { seed: 'one' })
  await control(inWorkspace(first, 'mine'), 'POST', 'reset')
  await first.close()
  const second = await openSandbox(t, { journal: journalFile, seed: 'other' })
  matches(t, (await control(inWorkspace(second, 'mine'), 'GET', 'settings')).body, { seed: 'one' })
})

t.test('a reader of the journal of a deleted workspace is told so, and its stream ends', async (t) => {
  const sandbox = await openSandbox(t)
  await put(sandbox, 'short')
  const headers = { accept: 'text/event-stream' }
  const gone = await fetch(`${sandbox.url}/w/short/_sandbox/journal`, { headers })
  const stays = new AbortController()
  const other = await fetch(`${sandbox.url}/_sandbox/journal`, { headers, signal: stays.signal })
  await remove(sandbox, 'short')
  t.match(await gone.text(), /event: gone\ndata: \{"workspace":"short"\}\n\n$/)
  const { value } = (await other.body?.getReader().read()) ?? {}
  t.notMatch(new TextDecoder().decode(value), 'gone', 'another workspace goes on')
  stays.abort()
})
