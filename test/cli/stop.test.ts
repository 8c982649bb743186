import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { until } from '../until.ts'
import { control, payThroughPage, tokenForm } from '../world.ts'
import { startProcess } from './run.ts'

/** A shop that answers a postlink when it is told to. */
const openShop = async (t: Test) => {
  const waiting: ServerResponse[] = []
  let heard = () => {}
  const server = createServer((request, response) => {
    request.resume()
    waiting.push(response)
    heard()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    postLink: `http://127.0.0.1:${(server.address() as AddressInfo).port}/paid`,
    posts: (count: number) =>
      new Promise<void>((resolve) => {
        heard = () => waiting.length >= count && resolve()
        heard()
      }),
    answer: () => waiting.at(-1)?.end('ok'),
  }
}

const start = async (t: Test, args: string[] = []) => {
  const running = await startProcess(t, ['--port', '0', '--format', 'json', ...args])
  const { url } = running
  const addresses = { url, oauthUrl: `${url}/oauth2/token`, payformUrl: `${url}/payform/` }
  return { ...running, sandbox: { ...addresses, apiUrl: `${url}/api` } as Sandbox }
}

const askToken = (url: string) =>
  fetch(`${url}/oauth2/token`, { method: 'POST', body: new URLSearchParams(tokenForm()) })

const readiness = async (url: string): Promise<number | undefined> =>
  fetch(`${url}/_sandbox/ready`).then(
    ({ status }) => status,
    () => undefined,
  )

const untilReadiness = async (url: string, status: number | undefined) => {
  await until(async () => (await readiness(url)) === status, `it is ${status}`)
}

const lastWord = (stderr: string) => JSON.parse(stderr.trim().split('\n').at(-1) as string)

const slow = (url: string, answer: object) => {
  const body = JSON.stringify({ when: { operation: 'token' }, then: { answer } })
  return fetch(`${url}/_sandbox/rules`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
}

/** By the log: the answer has been decided and is on its way. */
const logged = async ({ stderr, url }: { stderr: () => string; url: string }, event: string) => {
  await until(async () => {
    await readiness(url)
    return stderr().includes(`"event":"${event}"`)
  }, `the log says "${event}"`)
}

t.test('answers on their way finish, nobody new is let in, and the report is written', async (t) => {
  const place = folder(t)
  const running = await start(t, ['--report', place, '--lang', 'rus'])
  await (await askToken(running.url)).json()
  await slow(running.url, { headersAfterMs: 700 })
  const answer = askToken(running.url)
  await logged(running, 'token issued')
  const stopped = running.stop('SIGTERM')
  await untilReadiness(running.url, undefined)
  const { status } = await answer
  t.equal(status, 200)
  const { code, signal, stderr } = await stopped
  matches(t, { code, signal }, { code: 0, signal: null })
  t.same(lastWord(stderr), { event: 'stopped', owed: 0, kept: false })
  const report = JSON.parse(readFileSync(join(place, 'report.json'), 'utf8'))
  matches(t, report, { report: 1, language: 'rus', coverage: { uses: [{ use: 'token' }] } })
  t.match(readFileSync(join(place, 'report.html'), 'utf8'), '<html lang="ru">')
})

t.test('an answer that takes too long is cut off after --stop-timeout', async (t) => {
  const running = await start(t, ['--stop-timeout', '0'])
  await slow(running.url, { headersAfterMs: 600_000 })
  const answer = askToken(running.url)
  const cut = t.rejects(answer, { message: 'fetch failed' })
  await logged(running, 'token issued')
  matches(t, await running.stop('SIGINT'), { code: 130, signal: null })
  await cut
})

t.test('a postlink on its way is awaited, and its answer is kept', async (t) => {
  const journal = join(folder(t), 'journal.sqlite')
  const shop = await openShop(t)
  const first = await start(t, ['--journal', journal, '--stop-timeout', '3600'])
  await payThroughPage(first.sandbox, { order: { postLink: shop.postLink } })
  await shop.posts(1)
  const stopped = first.stop('SIGTERM')
  await untilReadiness(first.url, undefined)
  shop.answer()
  const { code, stderr } = await stopped
  t.equal(code, 0)
  t.same(lastWord(stderr), { event: 'stopped', owed: 0, kept: true })
  const second = await start(t, ['--journal', journal])
  const { postlinks } = (await control(second.sandbox, 'GET', 'postlinks')).body
  matches(t, postlinks, [{ state: 'delivered', attempts: [{ status: 200 }] }])
  t.equal((postlinks as { attempts: [] }[])[0]?.attempts.length, 1)
})

t.test(
  'one that is not answered in time stays owed: a file keeps it, memory says that it does not',
  async (t) => {
    const shop = await openShop(t)
    const owing = async (journal: string) => {
      const running = await start(t, ['--stop-timeout', '0', '--journal', journal])
      await payThroughPage(running.sandbox, { order: { postLink: shop.postLink } })
      return running
    }
    const inMemory = await owing('memory')
    await shop.posts(1)
    t.same(lastWord((await inMemory.stop()).stderr), { event: 'stopped', owed: 1, kept: false })

    const journal = join(folder(t), 'journal.sqlite')
    const first = await owing(journal)
    await shop.posts(2)
    t.same(lastWord((await first.stop()).stderr), { event: 'stopped', owed: 1, kept: true })
    const second = await start(t, ['--journal', journal])
    await shop.posts(3)
    shop.answer()
    await logged(second, 'postlink answered')
    matches(t, (await control(second.sandbox, 'GET', 'postlinks')).body.postlinks, [{ state: 'delivered' }])
  },
)

t.test(
  'with --drain it says first that it is going, while it still serves; a second signal ends it',
  async (t) => {
    const { url, stop } = await start(t, ['--drain', '3600'])
    t.equal(await readiness(url), 200)
    const stopped = stop('SIGTERM')
    await untilReadiness(url, 503)
    t.equal((await askToken(url)).status, 200)
    void stop('SIGINT')
    matches(t, await stopped, { code: 130, signal: null })
  },
)
