import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { plain } from './plain.ts'
import { processorSeconds } from './processor.ts'

const isLinux = process.platform === 'linux' ? {} : { skip: 'there is no /proc' }

/** Works until it has used so much of a processor, and no longer. */
const [program = '', ...busy] = plain([
  process.execPath,
  '-e',
  // Few questions: asking costs the kernel more than the work.
  "while (process.cpuUsage().user < 2e5) for (let i = 0; i < 1e6; i++); console.log('done'); process.stdin.resume()",
])

t.test('what a test starts is counted with it, once it has ended', isLinux, async (t) => {
  const before = processorSeconds()
  spawnSync(program, busy, { input: '' })
  t.ok(processorSeconds() - before >= 0.2)
})

t.test('and while it still runs', isLinux, async (t) => {
  const before = processorSeconds()
  const child = spawn(program, busy)
  t.teardown(() => child.kill())
  await once(child.stdout, 'data')
  // The kernel counts in hundredths.
  t.ok(processorSeconds() - before >= 0.15)
})
