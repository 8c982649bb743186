import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { bounded, longestAnswer } from '../../server/mcp/bounded.ts'
import { resources } from '../../server/mcp/resources.ts'
import { tools } from '../../server/mcp/tools.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { root } from '../source.ts'
import { openSandbox } from '../world.ts'
import { openAgent } from './open.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Answered {
  payment: { id: string; status: string; reasonCode: number }
}

t.test('an agent goes from the token to a certified shop', async (t) => {
  const sandbox = await openSandbox(t, { clock: 'system' })
  const agent = await openAgent(t, ['--allow-changes', '--url', sandbox.url])

  await t.test('it joins the sandbox it was led to and learns the addresses', async (t) => {
    matches(t, await agent.call('sandbox', { start: true }), {
      url: sandbox.url,
      isOwn: false,
      changes: 'allowed',
    })
    matches(t, await agent.call('env'), { EPAY_OAUTH_URL: sandbox.oauthUrl, EPAY_CLIENT_ID: 'test' })
  })

  await t.test('it pays, is declined as it asked, and finds out why', async (t) => {
    const order = { amount: 1000, secretHash: 'one of this order' }
    const paid = await agent.call<Answered>('make_payment', { invoiceId: '100000001', ...order })
    matches(t, paid, { payment: { invoiceId: '100000001', status: 'CHARGE', reasonCode: 0 } })
    matches(t, await agent.call('set_outcome', { outcome: '484' }), { then: { reasonCode: 484 }, times: 1 })
    await agent.call('make_payment', { invoiceId: '100000002', ...order })
    matches(t, await agent.call('show_payment', { invoiceId: '100000002' }), {
      payment: { status: 'FAILED', reasonCode: 484 },
      meaning: { code: 484, advice: 'other card', blame: 'buyer' },
      findings: [{ id: 'no-postlink' }, { id: 'token-without-postlink' }],
    })
    matches(t, await agent.call('list_payments', { limit: 1 }), {
      payments: [{ id: paid.payment.id }],
      next: paid.payment.id,
    })
    matches(t, await agent.call('explain', { reasonCode: 484 }), { provoke: { card: '4000000004840007' } })
    t.match(await agent.refusal('make_payment', { invoiceId: '100000001', ...order }), 'already been paid')
    matches(t, await agent.call('explain', { refusal: 'Invoice has already been paid' }), {
      refusals: [{ name: 'invoice paid', fix: /new order number/ }],
    })
  })

  await t.test('it learns what was never met, and what provokes it', async (t) => {
    const found = await agent.call<{ met: number; of: number; never: { id: string; provoke?: string }[] }>(
      'coverage',
      {
        use: 'page',
        limit: 3,
      },
    )
    t.ok(found.met >= 4 && found.of > found.met, JSON.stringify(found))
    t.equal(found.never.length, 3)
    t.ok(found.never.every(({ id }) => id.startsWith('page/')))
    t.match(found.never[0]?.provoke, /^epay-sandbox /)
    matches(t, await agent.call('coverage', { all: true }), {
      uses: [{ use: 'page' }, { use: 'token', met: Number }],
      more: Number,
    })
  })

  await t.test('it moves time and changes calls', async (t) => {
    matches(t, await agent.call('move_clock', { advance: 'PT2H' }), { mode: 'virtual', fired: Array })
    matches(t, await agent.call('move_clock', { system: true }), { mode: 'system' })
    const rule = { when: { operation: 'token' }, then: { answer: { status: 502 } } }
    matches(t, await agent.call('set_outcome', { rule }), { matched: 0 })
    matches(t, await agent.call('set_outcome', { clear: true }), { cleared: 1 })
  })

  await t.test(
    'it certifies a shop with a mistake, reads what is wrong, and the mended one passes',
    async (t) => {
      const place = folder(t)
      const shop = join(root, 'fixtures/shops/flawed/shop.js')
      const describe = (flaw: string) => {
        const file = join(place, `${flaw || 'right'}.yaml`)
        const start = `FLAW=${flaw} ORDERS='${join(place, `orders-${flaw}`)}' node ${shop}`
        const probe = `{ url: "http://127.0.0.1:{port}/order/{invoiceId}", amount: $.paid }`
        const order = '{ url: "http://127.0.0.1:{port}/checkout", form: { price: "{amount}" } }'
        writeFileSync(file, `start: ${JSON.stringify(start)}\ncreateOrder: ${order}\nprobe: ${probe}\n`)
        return file
      }
      const only = ['success-once', 'same-postlink-twice']
      matches(t, await agent.call('certify', { config: describe('pays-twice'), only }), {
        verdict: 'failed',
        cases: [
          { name: 'same-postlink-twice', outcome: 'failed', why: String, fix: String, curl: /^curl/ },
          { name: 'success-once', outcome: 'passed' },
        ],
      })
      matches(t, await agent.call('certify', { config: describe(''), only }), { verdict: 'certified' })
      t.match(await agent.refusal('certify', { config: join(place, 'none.yaml') }), 'cannot be read')
    },
  )
})

t.test(
  'without --allow-changes all tools are listed, and each that changes says how to allow it',
  async (t) => {
    const sandbox = await openSandbox(t, { token: 'secret-token' })
    const agent = await openAgent(t, ['--url', sandbox.url, '--token', 'secret-token'])
    const listed = (await agent.client.listTools()).tools
    t.same(
      listed.map(({ name }) => name),
      tools.map(({ name }) => name),
    )
    for (const { name, changes } of tools.filter(({ changes }) => changes)) {
      const given = name === 'make_payment' ? { invoiceId: '100000001', amount: 100 } : {}
      t.match(await agent.refusal(name, given), 'epay-sandbox mcp --allow-changes', `${name} ${changes}`)
    }
    t.same(await sandbox.payments(), [])
    t.notMatch(JSON.stringify(await agent.call('env')), /secret-token|_TOKEN/)
    matches(t, listed.find(({ name }) => name === 'list_payments')?.annotations, { readOnlyHint: true })

    await t.test('what it sends wrong is told: what it got, what was expected', async (t) => {
      t.match(
        await agent.refusal('list_payments', { limit: 500 }),
        'limit: got 500, expected a whole number from 1 to 50',
      )
      t.match(await agent.refusal('explain', { reasonCode: 4840 }), /near it: .*\b484\b/)
      t.match(await agent.refusal('show_payment', { invoiceId: '999' }), 'nobody has tried to pay it')
    })

    await t.test('it reads documents and takes tasks', async (t) => {
      const { resources: listed } = await agent.client.listResources()
      const uris = listed.map(({ uri }) => uri)
      for (const part of ['skill', 'reference/reason-codes', 'reference/tokenrequest', 'sources', 'samples'])
        t.ok(uris.includes(`epay-sandbox://${part}`), part)
      const { contents } = await agent.client.readResource({ uri: 'epay-sandbox://samples' })
      matches(t, contents, [{ text: /DCEB8O_ZM5U7SO_T_U5EJQ/ }])
      matches(t, await agent.call('search_reference', { words: 'secret_hash postlink', limit: 2 }), {
        found: [{ section: /Messages/, row: { Field: 'secret_hash' } }, Object],
      })
      const { prompts } = await agent.client.listPrompts()
      t.same(
        prompts.map(({ title }) => title),
        ['Integrate ePay', 'Why was it refused?', 'Make it certified'],
      )
      const prompt = { name: 'why-was-it-refused', arguments: { invoiceId: '100000002' } }
      const { messages } = await agent.client.getPrompt(prompt)
      matches(t, messages, [{ content: { text: /show_payment with invoiceId "100000002"/ } }])
    })
  },
)

t.test('where no sandbox answers it says so, and starts one when it may', async (t) => {
  const nowhere = ['--url', 'http://127.0.0.1:9']
  const reader = await openAgent(t, nowhere)
  t.match(
    await reader.refusal('list_payments'),
    /no sandbox answers at http:\/\/127.0.0.1:9: call the tool sandbox/,
  )
  t.match(await reader.refusal('sandbox', { start: true }), '--allow-changes')
  // As the document prints it, but for where the program is and where it looks.
  const [, printed = ''] = /```json\n([\s\S]*?)```/.exec(read('static/docs/agents.md')) ?? []
  const { command, args } = JSON.parse(printed).mcpServers.epay
  t.same([command, ...args.slice(0, 2)], ['npx', 'epay-sandbox', 'mcp'])
  const agent = await openAgent(t, [...args.slice(2), ...nowhere])
  const { url, isOwn } = await agent.call<{ url: string; isOwn: boolean }>('sandbox', { start: true })
  t.equal(isOwn, true)
  t.equal((await fetch(`${url}/_sandbox/health`)).status, 200)
  await agent.client.close()
  await t.rejects(fetch(`${url}/_sandbox/health`), 'it ends with the session')
})

t.test('no answer is longer than its bound, and no document is longer than a chapter', async (t) => {
  t.equal(bounded({ some: 'thing' }), '{"some":"thing"}')
  const cut = bounded('x'.repeat(longestAnswer + 5))
  t.ok(cut.length <= longestAnswer)
  t.match(cut, /more characters are left out: ask for less/)
  for (const { uri, read } of resources()) t.ok((await read()).length < 2.5 * longestAnswer, uri)
})
