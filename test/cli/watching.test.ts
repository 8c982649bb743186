import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openProgress } from '../../server/cli/progress.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { until } from '../until.ts'
import { openSandbox, payThroughPage } from '../world.ts'
import { endOf, launch, run } from './run.ts'

/** Looking at a running sandbox, and lending a hand. */

const open = async (t: Test, options: Parameters<typeof openSandbox>[1] = {}) => {
  const sandbox = await openSandbox(t, options)
  await payThroughPage(sandbox)
  return { sandbox, url: ['--url', sandbox.url] }
}

t.test('logs tells what start told, and as many lines as are wanted', async (t) => {
  const { url } = await open(t)
  const { stdout } = await run(['logs', ...url])
  t.match(stdout, /^09:42:51 +… clock .*\n09:42:51 +000000001 +← token .*\n.*← page .*\n.*✓ CHARGE .*440563/)
  t.match((await run(['logs', '-n', '1', ...url])).stdout, /^\S+ +000000001 +✓ CHARGE .*\n$/)
  const json = (await run(['logs', '--format', 'json', ...url])).stdout.trimEnd().split('\n')
  matches(t, JSON.parse(json.at(-1) ?? ''), {
    event: 'payment decided',
    invoiceId: '000000001',
    status: 'CHARGE',
  })
  matches(t, await run(['logs', '-n', 'many', ...url]), {
    code: 2,
    stderr: /--lines is "many", expected a whole/,
  })
})

t.test('logs --follow goes on as it happens, over a reset, until the sandbox ends', async (t) => {
  const { sandbox, url } = await open(t)
  const child = launch(['logs', '--follow', ...url], {})
  t.teardown(() => child.kill('SIGKILL'))
  let seen = ''
  child.stdout?.on('data', (text) => {
    seen += text
  })
  await until(() => seen.includes('CHARGE'), 'what was there is told')
  await sandbox.reset()
  const order = { invoiceId: '000000002' }
  await payThroughPage(sandbox, { order, token: { invoiceID: '000000002' } })
  await until(() => /000000002 +✓ CHARGE/.test(seen), 'what came after is told')
  const ended = endOf(child)
  await sandbox.close()
  t.equal((await ended).code, 0)
})

t.test('requests are listed, the newest first, and shown without secrets', async (t) => {
  const { url } = await open(t)
  const { stdout } = await run(['requests', ...url])
  const lines = stdout.trimEnd().split('\n')
  t.match(lines[0], /^time +id +status +invoice +request +why$/)
  t.match(lines.at(-1), /^02-12 09:42:51 +1 +200 +000000001 +POST \/epay2\/oauth2\/token/)
  const { requests } = JSON.parse((await run(['requests', '--format', 'json', ...url])).stdout)
  matches(t, requests[0], { id: 1, operation: 'token' })
  matches(
    t,
    JSON.parse((await run(['requests', 'list', '--invoice', '77', '--format', 'json', ...url])).stdout),
    {
      requests: { length: 0 },
    },
  )
  const shown = (await run(['requests', 'show', '1', ...url])).stdout
  matches(t, JSON.parse(shown), { id: 1, request: { body: { grant_type: 'client_credentials' } } })
  t.notMatch(shown, 'yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG')
  matches(t, await run(['requests', 'show', '99', ...url]), { code: 1, stderr: /Exchange is not found/ })
})

t.test('an invoice is charged, refunded in part and cancelled by hand', async (t) => {
  const { sandbox, url } = await open(t, { quirks: { testTerminalStages: 'two' } })
  const show = async () => JSON.parse((await run(['payments', 'show', '000000001', ...url])).stdout)
  matches(t, await show(), { status: 'AUTH' })
  matches(t, await run(['charge', '000000001', ...url]), { code: 0, stdout: /000000001 +CHARGE/ })
  matches(t, await run(['refund', '000000001', '--amount', '40', ...url]), { code: 0 })
  matches(t, await run(['refund', '000000001', '--amount', '60', ...url]), {
    code: 0,
    stdout: /000000001 +REFUND/,
  })
  matches(t, await run(['refund', '000000001', '--amount', 'much', ...url]), {
    code: 2,
    stderr: /"much", expected/,
  })
  matches(t, await run(['refund', '77', ...url]), { code: 1, stderr: /payment is not found: got 77/ })

  await sandbox.reset()
  await payThroughPage(sandbox)
  matches(t, await run(['cancel', '000000001', ...url]), { code: 0, stdout: /000000001 +CANCEL/ })
  matches(t, await run(['charge', '000000001', ...url]), { code: 2, stderr: /^epay-sandbox: \S/ })
})

t.test('open gives the dashboard to a browser, or says its address', async (t) => {
  const { url, sandbox } = await open(t)
  const address = `${sandbox.url}/_sandbox/`
  matches(t, await run(['open', '--print', ...url]), { code: 0, stdout: `${address}\n` })
  const file = join(folder(t), 'opened')
  const browser = join(folder(t), 'browser')
  writeFileSync(browser, `#!/bin/sh\necho "$1" > ${file}\n`)
  chmodSync(browser, 0o755)
  matches(t, await run(['open', ...url, '--token', 'a b'], { env: { BROWSER: browser } }), { code: 0 })
  await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'), 'the browser was started')
  t.equal(readFileSync(file, 'utf8'), `${address}?token=a%20b\n`)
  matches(t, await run(['open', ...url], { env: { BROWSER: '/nowhere/browser' } }), {
    stdout: /^no browser could be/,
  })
})

t.test('a shell completes commands, subcommands and options', async (t) => {
  const { stdout } = await run(['completion', 'bash'])
  const complete = (words: string[]) => {
    const line = ['epay-sandbox', ...words].map((word) => `'${word}'`).join(' ')
    const script = `${stdout}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length}; _epay_sandbox; echo "\${COMPREPLY[@]}"`
    const { stdout: got } = spawnSync('bash', ['-c', script], { encoding: 'utf8' })
    return got.trim().split(' ')
  }
  t.same(complete(['pay']), ['payments'])
  t.same(complete(['payments', 's']), ['show'])
  t.same(complete(['postlinks', 'list', '--inv']), ['--invoice'])
  t.same(complete(['completion', '']).slice(0, 3), ['bash', 'zsh', 'fish'])
  for (const [shell, words] of [
    ['zsh', /^#compdef epay-sandbox\n[\s\S]*"payments"\) known=\('list:/],
    [
      'fish',
      /-n '__fish_seen_subcommand_from payments; and not __fish_seen_subcommand_from list show[^']*' -f -a show/,
    ],
  ] as const) {
    const { stdout: script } = await run(['completion', shell])
    t.match(script, words)
    // Its own shell reads it without a word, where there is one.
    const { status, stderr } = spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' })
    if (status !== null) matches(t, { status, stderr }, { status: 0, stderr: '' })
  }
  matches(t, await run(['completion', 'tcsh']), { code: 2, stderr: /Allowed choices are bash, zsh, fish/ })
})

t.test('what takes over two seconds says so, and leaves nothing on the terminal', async (t) => {
  const written = (isTTY: boolean) => {
    let tick = () => {}
    let text = ''
    const write = (piece: string) => {
      text += piece
    }
    const shown = openProgress('clock advance', { isTTY, write }, (_, run) => {
      tick = run
      return () => {}
    })
    return { tick: (times: number) => Array.from({ length: times }, () => tick()), text: () => text, shown }
  }
  const terminal = written(true)
  terminal.tick(1)
  t.equal(terminal.text(), '', 'a moment needs no word')
  terminal.tick(1)
  t.equal(terminal.text(), '\r\u001b[Kepay-sandbox: clock advance … 2 s')
  terminal.shown.at('certify: success-once, 1 of 40')
  terminal.tick(1)
  t.match(terminal.text(), 'success-once, 1 of 40 … 3 s')
  terminal.shown.end()
  t.ok(terminal.text().endsWith('\r\u001b[K'))

  const log = written(false)
  log.tick(20)
  t.equal(log.text(), 'epay-sandbox: clock advance … 10 s\nepay-sandbox: clock advance … 20 s\n')
})
