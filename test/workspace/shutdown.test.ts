import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import Fastify from 'fastify'
import t from 'tap'
import { toConfig } from '../../server/config.ts'
import { start } from '../../server/main.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { closeApp } from '../../server/workspace/shutdown.ts'
import { gatedJournal } from '../story/gate.ts'
import { until } from '../until.ts'
import { openMerchant, payThroughPage, seedMoment, tokenForm } from '../world.ts'

t.test('a connection that was busy when the listener closed is not kept after its answer', async (t) => {
  const app = Fastify({ keepAliveTimeout: 3_600_000 })
  const answered = Promise.withResolvers<string>()
  const asked = Promise.withResolvers<void>()
  app.get('/', () => {
    asked.resolve()
    return answered.promise
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  // A client that would keep it for ever.
  const socket = connect(port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
  await asked.promise
  const closed = closeApp(app)
  await until(() => !app.server.listening, 'the server stops listening')
  answered.resolve('here it is')
  t.match(await text(socket), /here it is$/)
  await closed
})

const isOpen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    }).on('error', () => resolve(false))
  })

t.test(
  'what still comes on a connection while the server stops is answered; then it is closed',
  async (t) => {
    const { journal, gate } = gatedJournal()
    const running = await start(toConfig({ port: 0, seed: 'test' }), { journal })
    const { emulator } = await running.workspaces.get('default')
    const port = Number(new URL(running.url).port)
    const opened = Promise.withResolvers<void>()
    const asked = Promise.withResolvers<void>()
    gate.before = () => {
      asked.resolve()
      return opened.promise
    }
    const socket = connect(port, '127.0.0.1')
    const body = String(new URLSearchParams(tokenForm()))
    const askToken = () =>
      socket.write(
        'POST /oauth2/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\n' +
          `content-length: ${body.length}\r\n\r\n${body}`,
      )
    askToken()
    await asked.promise
    const stopped = running.stop(3_600_000)
    await until(async () => !(await isOpen(port)), 'the port is closed')
    askToken()
    await until(() => emulator.waiting() > 0, 'a command waits')
    opened.resolve()
    const got = await text(socket)
    const heads = [...got.matchAll(/HTTP\/1\.1 (\d+) .*?^Connection: (\S+)/gms)].map((found) =>
      found.slice(1),
    )
    t.same(heads, [
      ['200', 'keep-alive'],
      ['200', 'close'],
    ])
    t.same(await stopped, { owed: 0 })
  },
)

t.test('what is still owed at the end is counted, and what was taken is not', async (t) => {
  const running = await start(toConfig({ port: 0, seed: 'test', clock: seedMoment }))
  const { url } = running
  const merchant = await openMerchant(t)
  merchant.answer = async ({ body }) => (body.includes('000000001') ? 200 : 500)
  for (const invoiceId of ['000000001', '000000002', '000000003'])
    await payThroughPage({ url, apiUrl: `${url}/api`, payformUrl: `${url}/payform/` } as Sandbox, {
      token: { invoiceID: invoiceId },
      order: { invoiceId, postLink: merchant.url },
    })
  await (await running.workspaces.get('default')).timekeeper.idle()
  t.same(await running.stop(60_000), { owed: 2 })
})
