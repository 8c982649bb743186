import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { toConfig } from '../../server/config.ts'
import { start } from '../../server/main.ts'
import { htmlOf } from '../../server/report/run/html.ts'
import { markdownOf } from '../../server/report/run/markdown.ts'
import { junitOf } from '../../server/report/run/run-checks.ts'
import type { RunReport } from '../../server/report/run/run-report.ts'
import { reportOfRun } from '../../server/report/run/run-report.ts'
import { writeReport } from '../../server/report/run/write.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { run } from '../cli/run.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { control, lockedCard, openMerchant, payThroughPage, requestToken, seedMoment } from '../world.ts'

type T = Parameters<typeof openMerchant>[0]

const openRun = async (t: T) => {
  const running = await start(toConfig({ port: 0, seed: 'test', clock: seedMoment, report: folder(t) }))
  t.teardown(running.close)
  const sandbox = { url: running.url, oauthUrl: '', apiUrl: `${running.url}/api` } as Sandbox
  const report = (facts = {}) => {
    const { runLog } = running
    if (!runLog) throw new Error('no run log is kept')
    return reportOfRun(
      { ...running, runLog },
      { at: Date.parse(seedMoment), dialect: 'documented', language: 'eng', ...facts },
    )
  }
  return { running, sandbox, report }
}

const pay = (sandbox: Sandbox, invoiceId: string, postLink: string, more: { typed?: object } = {}) =>
  payThroughPage(sandbox, { token: { invoiceID: invoiceId }, order: { invoiceId, postLink }, ...more })

/** A shop that takes failures, refuses the news of a payment, and misspells a field. */
const playRun = async (t: T) => {
  const opened = await openRun(t)
  const { sandbox } = opened
  const shop = await openMerchant(t)
  shop.answer = async ({ body }) => (body.includes('"code":"ok"') ? 500 : 200)
  await requestToken(sandbox, { terminalId: 'x' })
  await pay(sandbox, '000000001', `${shop.url}/postlink?key=only-the-shop`)
  await pay(sandbox, '000000002', shop.url, { typed: lockedCard })
  await control(sandbox, 'POST', 'clock', { advance: 'PT0S' })
  return opened
}

t.test('a report holds the facts of the run, whatever was reset meanwhile', async (t) => {
  const { sandbox, report } = await playRun(t)
  await control(sandbox, 'POST', 'reset')
  const written = await report({ exitCode: 0 })
  t.equal(written.findings[0]?.id, 'misspelt-field', 'the worst first')
  matches(t, written, {
    report: 1,
    exitCode: 0,
    findings: Array,
    payments: [
      { invoiceId: '000000001', amount: 100, currency: 'KZT', status: 'CHARGE', reasonCode: 0 },
      { invoiceId: '000000002', status: 'FAILED', reasonCode: 465 },
    ],
    undelivered: [{ invoiceId: '000000001', kind: 'success', answer: 'HTTP 500' }],
    paidUntold: [{ invoiceId: '000000001', attempts: 1 }],
    ledger: { ok: true },
    coverage: { uses: [{ use: 'page' }, { use: 'token' }, { use: 'postlinks' }] },
  })
  t.ok(written.assumed.includes('declined payment has the status FAILED'))
  matches(t, written.hosts, [{ host: new URL(sandbox.url).host, requests: 7 }])
  matches(t, written.slowest[0], { call: /^(GET|POST) \//, ms: Number })
  const { status, body } = await control(sandbox, 'POST', 'reports', written)
  matches(t, { status, ...body }, { status: 201, kind: 'run', verdict: 'failed', counts: { failed: 1 } })
})

const written = async (t: T, facts = {}) => {
  const { report } = await playRun(t)
  const place = folder(t)
  const summary = join(place, 'summary.md')
  await writeReport(place, await report(facts), summary)
  const read = (name: string) => readFileSync(join(place, name), 'utf8')
  return {
    html: read('report.html'),
    json: read('report.json'),
    junit: read('report.xml'),
    md: read('report.md'),
    summary: read('summary.md'),
  }
}

t.test('it is one page that needs nothing else, and says the guesses first', async (t) => {
  const { html } = await written(t)
  t.notMatch(html, /<(script|link|img)|url\(|src=/)
  t.match(html, /default-src 'none'/)
  const order = [...html.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id)
  t.same(order.slice(0, 4), ['assumed', 'paidUntold', 'findings', 'coverage'])
  t.match(html, '<header class="bad">')
  t.match(html, /<li class="met" title="answers: met">/)
  t.match(html, /<li class="never"/)
})

t.test('programs, CI servers and the summary of a job read the same', async (t) => {
  const { json, junit, md, summary } = await written(t)
  const parsed = JSON.parse(json) as RunReport
  t.equal(json, `${JSON.stringify(parsed, null, 2)}\n`, 'to be read by people, too')
  t.equal(parsed.paidUntold.length, 1)
  t.match(junit, /<testsuite name="postlinks" tests="1" failures="1"/)
  t.match(junit, '<testcase classname="ledger" name="the books balance"/>')
  t.match(md, `exercised ${parsed.coverage.met} of ${parsed.coverage.of} behaviours`)
  t.match(md, '### ✗ Paid, and your shop refused the postlink')
  t.equal(summary, `${md}\n`)
})

t.test('what is wrong is marked, what is empty says so, and nothing else does', async (t) => {
  const { html, json, md } = await written(t)
  const sectionIds = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, id]) => id)
  t.strictSame(sectionIds(/<section id="(\w+)" class="bad">/g), ['paidUntold', 'undelivered'])
  t.equal(html.match(/<p class="none">/g), null)
  t.match(html, '<p>The bank does not say; the sandbox chose.</p>')
  const { uses } = (JSON.parse(json) as RunReport).coverage
  t.equal(html.match(/<ul class="map">/g)?.length, uses.length, 'one map for each thing the shop uses')
  t.match(md, '- 000000001 · 100 KZT · CHARGE\n')
  t.match(md, /- 000000002 · 100 KZT · FAILED · 465 \w+/)
  const { sandbox, report } = await openRun(t)
  const shop = await openMerchant(t)
  await pay(sandbox, '000000001', shop.url)
  await control(sandbox, 'POST', 'clock', { advance: 'PT0S' })
  const good = htmlOf(await report())
  t.match(good, '<header class="good">')
  t.match(good, /<section id="undelivered"><h2>[^<]*<\/h2><p class="none">none<\/p><\/section>/)
})

t.test('each form names what sets a refused postlink apart, and what does not balance', async (t) => {
  const { report } = await playRun(t)
  const run = await report()
  const untold: RunReport = {
    ...run,
    paidUntold: run.paidUntold.map((one) => ({ ...one, apart: ['an apostrophe', 'no name'] })),
    ledger: { ok: false, violations: [{ where: 'payment 1', got: '200', expected: 'at most 100' }] },
  }
  const worse = { ...run, findings: run.findings.map((one) => ({ ...one, severity: 'error' as const })) }
  t.match(htmlOf(worse), '<section id="findings" class="bad">', 'warnings alone are not')
  const english = markdownOf(untold)
  t.match(english, 'unlike those it took: an apostrophe, no name\n')
  t.match(english, '- payment 1 · 200 · at most 100\n')
  t.match(markdownOf({ ...untold, language: 'rus' }), ': апостроф, ')
  t.match(junitOf(untold), 'message="payment 1 does not balance"')
  const { met, of, percent } = run.coverage
  t.match(junitOf(untold), `<property name="coverage" value="${met} of ${of} (${percent} %)"/>`)
})

t.test('it speaks the language of its reader', async (t) => {
  const { html, md } = await written(t, { language: 'rus' })
  t.match(html, '<html lang="ru">')
  t.match(html, 'Чего ваши тесты не видели')
  t.match(md, 'Оплачено, а магазин не принял постлинк')
})

t.test('nothing in it is secret: no card, no token, no query of the shop’s address', async (t) => {
  const { html, json, junit, md } = await written(t)
  for (const text of [html, json, junit, md])
    for (const secret of ['only-the-shop', '4405639704015096', '4003032704547597', 'yF587AV9Ms94qN2Q'])
      t.notMatch(text, secret)
})

t.test('text of a shop is text on the page', async (t) => {
  const { sandbox, report } = await openRun(t)
  await requestToken(sandbox, { '<img src=x onerror=alert(1)>': 'x' })
  const place = folder(t)
  await writeReport(place, await report())
  t.notMatch(readFileSync(join(place, 'report.html'), 'utf8'), '<img')
})

t.test('without a folder to write to nothing is kept for a report', async (t) => {
  const running = await start(toConfig({ port: 0 }))
  t.teardown(running.close)
  t.equal(running.runLog, undefined)
})

t.test('a folder that cannot be written to is told in words', async (t) => {
  const { report } = await openRun(t)
  await t.rejects(writeReport('/dev/null/report', await report()), {
    message: /cannot be written to \/dev\/null/,
  })
})

t.test('exec writes it when the command is over, also one that failed', async (t) => {
  const place = folder(t)
  const code = 'process.exit(7)'
  const ended = await run(['exec', '--report', place, '--lang', 'kaz', '--', process.execPath, '-e', code], {
    env: { GITHUB_STEP_SUMMARY: join(place, 'summary.md') },
  })
  matches(t, ended, { code: 7, stderr: /report .*report\.html/ })
  matches(t, JSON.parse(readFileSync(join(place, 'report.json'), 'utf8')), { exitCode: 7, language: 'kaz' })
  t.match(readFileSync(join(place, 'summary.md'), 'utf8'), 'Жүгіріс не айтты')
})
