import t from 'tap'
import { JournalError } from '../../server/ports.ts'
import { matches } from '../matches.ts'
import { control, openSandbox } from '../world.ts'
import { openGated } from './gate.ts'
import { inWorkspace } from './rooms.ts'

t.test('a server that can answer is ready, and looking makes no workspace', async (t) => {
  const sandbox = await openSandbox(t)
  t.same(await control(sandbox, 'GET', 'ready'), { status: 200, body: { status: 'ready' } })
  t.same(await control(inWorkspace(sandbox, 'mine'), 'GET', 'ready'), {
    status: 200,
    body: { status: 'ready' },
  })
  matches(t, (await control(sandbox, 'GET', 'workspaces')).body.workspaces, { length: 1 })
})

t.test('a server that stops is not ready, and still answers', async (t) => {
  const { app, stopping, askToken } = await openGated(t)
  stopping.now = true
  const answer = await app.inject('/_sandbox/ready')
  matches(t, answer, { statusCode: 503, headers: { 'content-type': /^application\/problem\+json/ } })
  matches(t, answer.json(), { status: 503, title: 'Not ready', detail: 'the sandbox is stopping' })
  t.equal((await app.inject('/_sandbox/health')).statusCode, 200)
  t.equal((await askToken()).statusCode, 200)
})

t.test('a server whose journal cannot be reached is not ready until it can', async (t) => {
  const { app, gate } = await openGated(t, { exclusive: false })
  const ready = () => app.inject('/_sandbox/ready')
  t.equal((await ready()).statusCode, 200)
  gate.before = async () => {
    throw new JournalError('the journal cannot be read: connection refused')
  }
  matches(t, (await ready()).json(), {
    status: 503,
    detail: 'the journal cannot be read: connection refused',
  })
  gate.before = async () => {}
  t.equal((await ready()).statusCode, 200)
})

t.test(
  'a server one of whose workspaces does not get on is not ready, and its log tells which',
  async (t) => {
    const { app, gate, turnedAway, askToken } = await openGated(t)
    t.equal((await askToken({}, '/w/shop')).statusCode, 200)
    gate.before = async (what) => {
      if (what === 'append') throw new JournalError('the journal cannot be written')
    }
    for (let i = 0; i < 3; i++) {
      const answer = await askToken({}, '/w/shop')
      matches(t, answer, { statusCode: 503, headers: { 'retry-after': '1' } })
    }
    const detail = 'workspace shop: its last 3 commands failed: the journal cannot be written'
    matches(t, (await app.inject('/_sandbox/ready')).json(), { status: 503, detail })
    matches(t, turnedAway.at(-1), [{ message: 'the journal cannot be written' }, { workspace: 'shop' }])
    gate.before = async () => {}
    t.equal((await askToken({}, '/w/shop')).statusCode, 200)
    t.equal((await app.inject('/_sandbox/ready')).statusCode, 200)
  },
)
