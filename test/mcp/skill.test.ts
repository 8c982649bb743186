import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { environmentOf } from '../../server/client/environment.ts'
import { folder } from '../folder.ts'
import { share } from '../share.ts'
import { root } from '../source.ts'
import { openSandbox } from '../world.ts'

const skill = readFileSync(join(root, 'fixtures/agent/SKILL.md'), 'utf8')

const blocks = (language: string) =>
  [...skill.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  )

/** A block whose first line names a file is that file. */
const filesOf = (codes: string[]) =>
  codes.map((code): [string, string] => [/^(?:\/\/|#) (\S+)$/m.exec(code)?.[1] ?? '', code])

t.test('the skill is short, and says what it is for', async (t) => {
  t.ok(skill.trimEnd().split('\n').length <= 150)
  t.match(skill, /^---\nname: [a-z-]+\ndescription: [\s\S]+?\n---\n/)
  for (const word of ['secret_hash', 'tiyn', 'AUTH', 'last six digits', 'The status is the proof']) {
    t.ok(skill.includes(word), word)
  }
})

// The whole of certify takes long on a busy machine: npm run test:long has it.
const few = share === 1 ? '' : '--only success-once,same-postlink-twice,wrong-secret,postlink-never-comes'

t.test('every call in the skill runs, its shop is certified, and nothing of it is a finding', async (t) => {
  const sandbox = await openSandbox(t, { clock: 'system' })
  const place = folder(t)
  for (const [name, code] of filesOf([...blocks('js'), ...blocks('yaml')])) {
    t.match(name, /^(shop\.js|certify\.yaml)$/)
    writeFileSync(join(place, name), code)
  }
  writeFileSync(join(place, 'package.json'), '{ "type": "module" }')
  const cli = `node --disable-warning=ExperimentalWarning ${join(root, 'server/cli.ts')}`
  const script = blocks('sh')
    .join('\n')
    .replaceAll('npx epay-sandbox', cli)
    .replace('--config certify.yaml', `--config certify.yaml ${few}`)
  const env = { ...process.env, ...environmentOf(sandbox.url) }
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: place,
    env,
  })
  t.match(stdout, /484 +Not sufficient funds/)
  t.match(stdout, /CERTIFIED +node shop\.js: \d+ passed/)
  t.match(stdout, /100000001 +REFUND/)
  const { findings } = (await (await fetch(`${sandbox.url}/_sandbox/findings`)).json()) as {
    findings: { severity: string; message: string }[]
  }
  t.same(
    findings.filter(({ severity }) => severity !== 'note'),
    [],
  )
})
