import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openLineProcess } from '../../server/certify/line-process.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { printed } from '../snippets.ts'
import { describeShop, hasPython, judge } from './open.ts'

/** A probe by command that stays: one process answers every look at an order. */

const probeOf = (orders: string) => `
import { appendFileSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
appendFileSync('${orders}/starts', 'started\\n')
createInterface({ input: process.stdin }).on('line', (invoiceId) => {
  const { state, paid } = JSON.parse(readFileSync('${orders}/orders/' + invoiceId + '.json', 'utf8'))
  console.log(JSON.stringify({ state, amount: paid }))
})
`

t.test('one process answers every look at an order', async (t) => {
  const orders = folder(t)
  const file = join(folder(t, { 'probe.mjs': probeOf(orders) }), 'probe.mjs')
  const description = await describeShop('flawed', {
    start: `ORDERS='${orders}' node shop.js`,
    probe: { command: `node '${file}'`, lines: true, amount: '$.amount' },
  })
  const only = ['success-once', 'wrong-secret', 'same-postlink-twice', 'many-at-once']
  const report = await judge(description, { only })
  matches(t, report, { verdict: 'certified', counts: { passed: 4 } })
  t.equal(readFileSync(join(orders, 'starts'), 'utf8'), 'started\n')
})

const open = (t: { teardown(run: () => void): void }, command: string) => {
  const opened = openLineProcess({ command, folder: folder(t), environment: { WORD: 'paid' } })
  t.teardown(opened.close)
  return opened
}

t.test('answers come in the order of the questions, with the environment of the shop', async (t) => {
  const { ask } = open(t, 'while read id; do echo "{\\"id\\":\\"$id\\",\\"state\\":\\"$WORD\\"}"; done')
  const answers = await Promise.all(['100000001', '100000002', '100000003'].map(ask))
  t.same(
    answers.map(({ value }) => value),
    ['100000001', '100000002', '100000003'].map((id) => ({ id, state: 'paid' })),
  )
})

t.test(
  'a process that ends is told with its last words, and started again for the next question',
  async (t) => {
    const { ask } = open(t, 'read id; test "$id" = good && echo paid; echo no database >&2; exit 3')
    await t.rejects(ask('bad'), /ended with exit code 3: no database/)
    matches(t, await ask('good'), { text: 'paid' })
  },
)

t.test('lines without a command is told before anything starts', async (t) => {
  const { describeMerchant } = await import('../../server/certify/load.ts')
  const flags = {
    createOrder: { url: 'http://127.0.0.1/' },
    probe: { url: 'http://127.0.0.1/', lines: true },
  }
  await t.rejects(describeMerchant(undefined, flags), /probe\.lines: got true, expected a command beside it/)
})

t.test('the probe that the document prints answers', { skip: !hasPython }, async (t) => {
  const path = folder(t, { 'probe.py': printed('certify.md', 'python') })
  const table = 'CREATE TABLE orders (invoice TEXT, state TEXT, paid REAL)'
  const row = "INSERT INTO orders VALUES ('100000001', 'paid', 1000)"
  const run = [table, row].map((statement) => `db.execute("${statement}"); `).join('')
  const fill = `import sqlite3; db = sqlite3.connect('shop.db'); ${run}db.commit()`
  const { ask, close } = openLineProcess({
    command: `python3 -c "${fill.replaceAll('"', '\\"')}" && python3 probe.py`,
    folder: path,
    environment: {},
  })
  t.teardown(close)
  matches(t, await ask('100000001'), { value: { state: 'paid', amount: 1000 } })
  matches(t, await ask('100000002'), { value: { state: 'unpaid', amount: 0 } })
})
