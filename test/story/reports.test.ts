import t from 'tap'
import { matches } from '../matches.ts'
import { certifyReport, verifyReport } from '../report.ts'
import { control, openSandbox } from '../world.ts'

type Fields = Record<string, unknown>

t.test('a report of certify is kept, listed with its verdict, and read again whole', async (t) => {
  const sandbox = await openSandbox(t)
  const report = certifyReport({ command: 'npx epay-sandbox certify --only amount-changed' })
  const { status, body } = await control(sandbox, 'POST', 'reports', report)
  t.equal(status, 201)
  t.equal(body.url, `${sandbox.url}/_sandbox/#/reports/${body.id}`)
  const summary = {
    ...{ id: body.id, kind: 'certify', verdict: 'failed', subject: 'node shop.js', at: report.at },
    command: 'npx epay-sandbox certify --only amount-changed',
    counts: { passed: 1, failed: 1, unproven: 1, skipped: 1 },
  }
  t.same((await control(sandbox, 'GET', 'reports')).body, { reports: [summary] })
  t.same((await control(sandbox, 'GET', `reports/${body.id}`)).body, {
    ...summary,
    report: JSON.parse(JSON.stringify(report)),
  })
})

t.test('a report of verify is kept too, whatever it leaves out', async (t) => {
  const sandbox = await openSandbox(t)
  matches(t, await control(sandbox, 'POST', 'reports', verifyReport), {
    status: 201,
    body: {
      ...{ kind: 'verify', verdict: 'failed', subject: 'shop and bank', at: '' },
      ...{ command: 'npx epay-sandbox verify', counts: { passed: 1, failed: 1, unproven: 0, skipped: 0 } },
    },
  })
})

t.test('the newest twenty are kept; the same report again is one, and the newest', async (t) => {
  const sandbox = await openSandbox(t)
  const ids: unknown[] = []
  const publish = async (seed: number) =>
    (await control(sandbox, 'POST', 'reports', certifyReport({ seed: String(seed) }))).body.id
  for (let seed = 0; seed < 20; seed += 1) ids.push(await publish(seed))
  t.equal(await publish(0), ids[0])
  ids.push(await publish(20))
  const { reports } = (await control(sandbox, 'GET', 'reports')).body as { reports: Fields[] }
  t.same(
    reports.map(({ id }) => id),
    [ids[20], ids[0], ...ids.slice(2, 20).reverse()],
  )
  matches(t, await control(sandbox, 'GET', `reports/${ids[1]}`), {
    status: 404,
    body: { detail: /the 20 newest are kept, until the sandbox stops/ },
  })
})

t.test('reports are of the server: every workspace shows them, and a reset forgets none', async (t) => {
  const sandbox = await openSandbox(t)
  await control(sandbox, 'POST', 'reports', verifyReport)
  await control(sandbox, 'POST', 'reset')
  const other = { ...sandbox, url: `${sandbox.url}/w/other` }
  matches(t, (await control(other, 'GET', 'reports')).body, { reports: { length: 1 } })
})

t.test('what is no report is refused with what it got and what was expected', async (t) => {
  const sandbox = await openSandbox(t)
  const post = (body: object) => control(sandbox, 'POST', 'reports', body)
  matches(t, await post({ tea: 1 }), {
    status: 400,
    body: { violations: [{ where: 'body', expected: /a report of certify, verify or drift/ }] },
  })
  matches(t, await post(certifyReport({ cases: [{ name: 'x', outcome: 'splendid' }] })), {
    status: 400,
    body: { detail: /cases\.0\.outcome: got "splendid", expected passed, failed, unproven, skipped/ },
  })
  const manyWrong = certifyReport({ cases: Array(30).fill({ name: 'x', outcome: 'splendid' }) })
  t.equal(((await post(manyWrong)).body.violations as unknown[]).length, 20, 'no more than anybody reads')
  matches(t, await post(certifyReport({ at: 'yesterday' })), {
    status: 400,
    body: { violations: [{ where: 'at', got: '"yesterday"', expected: /2025-02-12T/ }] },
  })
  matches(t, await post({ ...verifyReport, checks: 3 }), {
    status: 400,
    body: { violations: [{ where: 'checks', got: '3' }] },
  })
  matches(t, await post(certifyReport({ seed: 'x'.repeat(2 * 1024 * 1024) })), {
    status: 413,
    body: { title: 'The report is too large', detail: /got \d+ bytes, expected at most 2097152; .*--only/ },
  })
  t.same((await control(sandbox, 'GET', 'reports')).body, { reports: [] })
})
