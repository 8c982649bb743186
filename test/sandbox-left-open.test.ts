import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { plain } from './plain.ts'
import { root } from './source.ts'

t.test('a program that never closes its sandbox ends all the same', async (t) => {
  const script = `
    import { createSandbox } from ${JSON.stringify(join(root, 'server/sandbox.ts'))}
    const sandbox = await createSandbox({ seed: '1' })
    await sandbox.payInvoice('100000001', { postLink: 'http://127.0.0.1:9/', failurePostLink: 'http://127.0.0.1:9/' })
    await sandbox.waitForPostlink('100000001')
    throw new Error('the test fails before close()')`
  const [program = '', ...args] = plain([
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    '--input-type=module-typescript',
    '-e',
    script,
  ])
  // A hang is an end by this limit, with a signal.
  const { status, signal, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 })
  t.same({ status, signal }, { status: 1, signal: null }, stderr)
  t.match(stderr, /the test fails before close/)
})
