import { join } from 'node:path'
import t, { type Test } from 'tap'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { bearer, chargeBody, chargeCard, openMerchant, openSandbox, tokenOf } from '../world.ts'

type Sandbox = Awaited<ReturnType<typeof openSandbox>>

const ask = async (url: string, method: string, path: string, body?: object | string) => {
  const type = typeof body === 'string' ? 'application/x-ndjson' : 'application/json'
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const init = body === undefined ? {} : { headers: { 'content-type': type }, body: text }
  const answer = await fetch(`${url}/_sandbox/${path}`, { method, ...init })
  return { status: answer.status, body: JSON.parse((await answer.text()) || 'null') }
}
const journalOf = async (url: string) => (await fetch(`${url}/_sandbox/journal`)).text()

const pay = async (sandbox: Pick<Sandbox, 'url'>, invoiceId: string, postLink?: string) => {
  const token = await tokenOf(sandbox as Sandbox, { invoiceID: invoiceId })
  const card = '00000000-0000-4000-8000-000000000000'
  const order = { invoiceId, ...(postLink ? { postLink } : {}) }
  return (await chargeCard(sandbox as Sandbox, chargeBody(card, order), bearer(token))).status
}

/** Paid once; the shop was away, so its postlink is still owed. */
const openOwing = async (t: Test, options: Parameters<typeof openSandbox>[1] = {}) => {
  const sandbox = await openSandbox(t, options)
  const merchant = await openMerchant(t)
  merchant.answer = async () => 500
  t.equal(await pay(sandbox, '000000001', merchant.url), 200)
  await sandbox.clock.advance('PT0S')
  matches(t, await sandbox.postlinks(), [{ state: 'due', attempts: [{ status: 500 }] }])
  merchant.answer = async () => 200
  return { sandbox, merchant }
}

t.test('a fork is apart: it has the same past, and nobody sees what happens in the other', async (t) => {
  const { sandbox } = await openOwing(t)
  const fork = await sandbox.fork()
  t.not(fork.url, sandbox.url)
  t.same(await fork.payments(), await sandbox.payments())
  t.equal(await journalOf(fork.url), await journalOf(sandbox.url), 'forking and holding write no entry')
  t.equal(await pay(fork, '000000002'), 200)
  t.equal((await fork.payments()).length, 2)
  t.equal((await sandbox.payments()).length, 1)
  t.equal(await pay(sandbox, '000000002'), 200)
  t.same(await sandbox.payments(), await fork.payments(), 'the same ids for the same requests')
  await fork.close()
  t.notMatch(JSON.stringify((await ask(sandbox.url, 'GET', 'workspaces')).body), 'fork-1')
})

t.test('what a fork owes is held until somebody releases it; what is new in it is sent', async (t) => {
  const { sandbox, merchant } = await openOwing(t)
  const fork = await sandbox.fork()
  const before = merchant.received.length
  await fork.clock.advance('PT24H')
  matches(t, await fork.postlinks(), [{ state: 'held', attempts: { length: 1 } }])
  t.equal(merchant.received.length, before)
  t.equal(await pay(fork, '000000002', merchant.url), 200)
  matches(t, await fork.waitForPostlink('000000002'), { state: 'delivered' })
  const [owed] = await fork.postlinks()
  matches(t, await ask(fork.url, 'POST', `postlinks/${owed?.id}/release`), { body: { state: 'delivered' } })
  matches(t, await sandbox.postlinks(), [{ state: 'due' }], 'the origin owes its own')

  const delivering = await sandbox.fork({ deliver: true })
  await delivering.clock.advance('PT1H')
  matches(t, await delivering.postlinks(), [{ state: 'delivered' }])
})

t.test('what a fork held is held in a fork of its past, which sends only what is owed', async (t) => {
  const { sandbox, merchant } = await openOwing(t)
  const fork = await sandbox.fork()
  const at = (await journalOf(fork.url)).trim().split('\n').length
  t.equal(await pay(fork, '000000002', merchant.url), 200)
  const past = await fork.fork({ at, deliver: true })
  await past.clock.advance('PT1H')
  matches(t, await past.postlinks(), [{ state: 'held', attempts: { length: 1 } }])
})

t.test('a moment is an entry, an instant or a mark; rewind goes back to it', async (t) => {
  const sandbox = await openSandbox(t)
  await pay(sandbox, '000000001')
  await sandbox.clock.advance('PT0S')
  await sandbox.mark('before the second')
  const seq = (await journalOf(sandbox.url)).trim().split('\n').length
  const then = sandbox.clock.now().toISOString()
  await sandbox.clock.advance('PT1M')
  await pay(sandbox, '000000002')
  for (const at of [seq, String(seq), 'before the second', then]) {
    const fork = await sandbox.fork({ at })
    t.same(
      (await fork.payments()).map(({ invoiceId }) => invoiceId),
      ['000000001'],
      String(at),
    )
  }
  t.same(await (await sandbox.fork({ at: 1 })).payments(), [], 'the first entry is a moment too')
  await sandbox.rewind('before the second')
  t.equal((await sandbox.payments()).length, 1)
  t.equal((await journalOf(sandbox.url)).trim().split('\n').length, seq)
  t.equal(await pay(sandbox, '000000002'), 200, 'and it goes on')
})

t.test('a moment that cannot be had is told: what came, what there is', async (t) => {
  const { sandbox } = await openOwing(t)
  const at = (moment: unknown) => ask(sandbox.url, 'PUT', 'workspaces/two', { from: 'default', at: moment })
  matches(t, await at(9_999), {
    status: 409,
    body: { detail: /at is 9999, expected the number of an entry: 1 to \d+/ },
  })
  matches(t, await at(0), {
    status: 409,
    body: { detail: /at is 0, expected the number of an entry: 1 to / },
  })
  matches(t, await at('nobody set it'), {
    status: 409,
    body: { detail: /there is no mark "nobody set it"; none was set/ },
  })
  matches(t, await at('2001-01-01T00:00:00Z'), { status: 409, body: { detail: /before the first entry/ } })
  matches(t, await at(true), { status: 400, body: { violations: [{ where: 'at' }] } })
  const from = (name: string) => ask(sandbox.url, 'PUT', 'workspaces/two', { from: name })
  matches(t, await from('other'), {
    status: 400,
    body: { detail: /from: got "other", expected one of default/ },
  })
  matches(t, await ask(sandbox.url, 'PUT', 'workspaces/default', { from: 'default' }), {
    status: 409,
    body: { detail: /there is a workspace default already/ },
  })
  matches(t, await ask(sandbox.url, 'POST', 'rewind', {}), {
    status: 400,
    body: { violations: [{ where: 'at' }] },
  })
  await t.rejects(sandbox.rewind('nobody set it'), /there is no mark/)
})

t.test('where the journal has forgotten how it began, it says how far back it reaches', async (t) => {
  const sandbox = await openSandbox(t, { retain: 3 })
  for (let i = 1; i <= 12; i++) await pay(sandbox, String(i).padStart(9, '0'))
  await t.rejects(
    sandbox.fork({ at: 2 }),
    /reaches back to entry \d+ of 2025-02-12T.*start with a larger --retain/,
  )
  await t.rejects(sandbox.rewind(2), /reaches back to entry/)
  const fork = await sandbox.fork()
  t.same(await fork.payments(), await sandbox.payments(), 'the present can be had')
  t.equal(await pay(fork, '000000099'), 200)
})

t.test('an exported journal makes the same workspace, and is the same bytes again', async (t) => {
  const { sandbox } = await openOwing(t)
  const exported = await journalOf(sandbox.url)
  const other = await openSandbox(t)
  matches(t, await ask(other.url, 'PUT', 'workspaces/brought/journal', exported), {
    status: 201,
    body: { name: 'brought' },
  })
  t.equal(await journalOf(`${other.url}/w/brought`), exported)
  matches(t, await ask(`${other.url}/w/brought`, 'GET', 'payments'), {
    body: { payments: await sandbox.payments() },
  })
  matches(t, await ask(`${other.url}/w/brought`, 'GET', 'postlinks'), {
    body: { postlinks: [{ state: 'held' }] },
  })
  t.notMatch(exported, /4405639704015096|yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG/)

  const put = (text: string) => ask(other.url, 'PUT', 'workspaces/bad/journal', text)
  const lines = exported.split('\n')
  matches(t, await put('not json'), { status: 409, body: { detail: /line 1 of the journal is no JSON/ } })
  matches(t, await put(''), { status: 409, body: { detail: /empty/ } })
  matches(t, await put(lines.toSpliced(2, 1).join('\n')), {
    body: { detail: /line 3 .* nothing may be missing/ },
  })
  matches(
    t,
    await put(
      lines
        .slice(0, 3)
        .join('\n')
        .replace(/"kind":"token issued"/, '"kind":"never heard of"'),
    ),
    {
      body: { detail: /cannot be replayed by this version: kind "never heard of"/ },
    },
  )
  t.notMatch(JSON.stringify((await ask(other.url, 'GET', 'workspaces')).body), '"bad"')
})

t.test('a fork and what it holds outlive a restart', async (t) => {
  const journal = join(folder(t), 'journal.sqlite')
  const { sandbox, merchant } = await openOwing(t, { journal })
  await ask(sandbox.url, 'PUT', 'workspaces/kept', { from: 'default' })
  await ask(sandbox.url, 'POST', 'clock', { advance: 'PT0S' })
  const answer = await journalOf(`${sandbox.url}/w/kept`)
  await sandbox.close()
  const before = merchant.received.length
  const again = await openSandbox(t, { journal })
  const kept = `${again.url}/w/kept`
  matches(t, await ask(kept, 'GET', 'postlinks'), { body: { postlinks: [{ state: 'held' }] } })
  t.ok((await journalOf(kept)).startsWith(answer))
  await ask(kept, 'POST', 'clock', { advance: 'PT24H' })
  matches(t, await ask(kept, 'GET', 'postlinks'), { body: { postlinks: [{ state: 'held' }] } })
  t.equal(merchant.received.length, before)
})
