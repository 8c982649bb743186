import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { folder } from '../folder.ts'
import { root } from '../source.ts'
import { bearer, chargeBody, chargeCard, openSandbox, tokenOf } from '../world.ts'

const page = readFileSync(join(root, 'static/docs/time.md'), 'utf8')
const snippet = (language: string) => new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(page)?.[1] ?? ''
const run = promisify(execFile)

t.test('the commands of the page about time run as printed', async (t) => {
  const sandbox = await openSandbox(t)
  const card = '00000000-0000-4000-8000-000000000000'
  await chargeCard(sandbox, chargeBody(card), bearer(await tokenOf(sandbox)))
  const cli = `node --disable-warning=ExperimentalWarning ${join(root, 'server/cli.ts')}`
  const script = snippet('sh').replaceAll('npx epay-sandbox', cli)
  const env = { ...process.env, EPAY_SANDBOX_URL: sandbox.url }
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder(t), env })
  t.match(stdout, /workspace two goes on from entry \d+ of default\nworkspace two is back at entry 3\n/)
  t.match(stdout, /workspace from-a-colleague has the \d+ entries of journal.ndjson/)
})

t.test('its test suite runs as printed', async (t) => {
  const file = join(folder(t), 'snippet.mjs')
  writeFileSync(file, snippet('js').replace("'epay-sandbox'", `'${join(root, 'server/sandbox.ts')}'`))
  t.match((await run(process.execPath, [file])).stdout, /\/w\/fork-1 1\n$/)
})
