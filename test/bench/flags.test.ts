import { execFile } from 'node:child_process'
import t from 'tap'
import { root } from '../source.ts'
import { readFlags } from './flags.ts'

t.test('flags choose what is measured, in its own order', async (t) => {
  t.same(readFlags([]), { quick: false, chosen: ['--cold-start', '--requests', '--load'] })
  t.same(readFlags(['--quick']), { quick: true, chosen: ['--cold-start', '--requests', '--load'] })
  t.same(readFlags(['--rivals']), { quick: false, chosen: ['--rivals'] })
  t.same(readFlags(['--load', '--quick', '--requests']), { quick: true, chosen: ['--requests', '--load'] })
})

t.test('the benchmark refuses a flag it does not know: what it got, what was expected', async (t) => {
  const { code, said } = await new Promise<{ code: unknown; said: string }>((resolve) =>
    execFile(process.execPath, ['test/bench/run.ts', '--quik'], { cwd: root }, (error, _, stderr) =>
      resolve({ code: error?.code, said: stderr }),
    ),
  )
  t.equal(code, 2)
  t.match(said, /"--quik" is no flag of the benchmark\./)
  t.match(said, /Expected any of:\n {2}--quick .*\n {2}--cold-start /)
})
