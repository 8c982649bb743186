import t from 'tap'
import { openSandbox, seedMoment } from '../world.ts'
import { interactions } from './canonical.ts'
import { openMerchant } from './merchant.ts'
import type { Values } from './template.ts'

const call = async (url: string, json?: object, method = json ? 'POST' : 'GET'): Promise<Values> => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, json ? { method, headers, body: JSON.stringify(json) } : {})
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Values
}

interface Found {
  id: string
  where: string
  severity: string
  count: number
}

const findingsOf = async (base: string) =>
  ((await call(`${base}/_sandbox/findings`)) as unknown as { findings: Found[] }).findings

/** The states that come before are made by requests of ours, which tell nobody of their payments. */
const since = (before: Found[], after: Found[]) =>
  after
    .filter(
      (row) =>
        !before.some(
          ({ id, where, count }) => `${id} ${where} ${count}` === `${row.id} ${row.where} ${row.count}`,
        ),
    )
    .map(({ id, where, severity }) => ({ id, where, severity }))

/** What the pact asks is what the documents say: only a request that is refused for its form has a finding. */
t.test('no request of the canonical pact has a finding, but those that are refused for it', async (t) => {
  const sandbox = await openSandbox(t)
  let refused = 0
  for (const [index, { operation, description, given, call: ask, status }] of interactions.entries()) {
    const name = `pact-${index}`
    await call(`${sandbox.url}/_sandbox/workspaces/${name}`, { seed: 'pact', clock: seedMoment }, 'PUT')
    const base = `${sandbox.url}/w/${name}`
    const values: Values = {}
    for (const [state, params = {}] of given)
      Object.assign(
        values,
        await call(`${base}/_sandbox/provider-states`, { state, params, action: 'setup' }),
      )
    const before = await findingsOf(base)
    await ask(openMerchant(base), values)
    const found = since(before, await findingsOf(base))
    const allowed = status < 400 ? [] : found.filter(({ severity }) => severity === 'error')
    t.same(found, allowed, `${operation}: ${description}`)
    refused += allowed.length
  }
  t.ok(refused > 0, 'a request that breaks its contract has one')
})
