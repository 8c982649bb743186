import { mkdirSync, writeFileSync } from 'node:fs'
import t from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { control, openMerchant, openSandbox, seedMoment } from '../world.ts'

// Where `./scenarios` is looked for.
process.chdir(folder(t))
mkdirSync('scenarios')
const write = (name: string, story: string) =>
  writeFileSync(`scenarios/${name}.yaml`, `about: A story of the user's own.\nstory:\n${story}`)

const play = 'scenarios/held-then-charged-in-part-and-refunded/run'

interface Message {
  event: string
  data: Record<string, unknown>
}

const read = (text: string): Message[] =>
  text
    .split('\n\n')
    .filter(Boolean)
    .map((block) => {
      const [event = '', data = ''] = block.split('\n').map((line) => line.slice(line.indexOf(' ') + 1))
      return { event, data: JSON.parse(data) }
    })

const watch = async (url: string, method: string) =>
  read(await (await fetch(url, { method, headers: { accept: 'text/event-stream' } })).text())

t.test(
  'a scenario is played by one call, in a workspace of its own, and reported as by the command',
  async (t) => {
    const sandbox = await openSandbox(t)
    const { status, body } = await control(sandbox, 'POST', play)
    t.equal(status, 200)
    const workspace = 'run-held-then-charged-in-part-and-refunded'
    matches(t, body, {
      ...{ ok: true, passed: 1, failed: 0, skipped: 0 },
      scenarios: [{ title: 'held-then-charged-in-part-and-refunded', workspace, steps: Array }],
    })
    const [{ steps }] = body.scenarios as [{ steps: { ok: boolean }[] }]
    t.ok(steps.length > 2 && steps.every(({ ok }) => ok))
    t.same((await control(sandbox, 'GET', 'payments')).body.payments, [], 'the default one is left alone')
    t.equal((await control(sandbox, 'GET', 'clock')).body.now, new Date(seedMoment).toISOString())
    const own = await fetch(`${sandbox.url}/w/${workspace}/_sandbox/payments`)
    matches(t, await own.json(), { payments: [{ status: 'REFUND' }] })
    matches(t, (await control(sandbox, 'POST', play)).body, { ok: true }, 'again, from the beginning')
  },
)

t.test(
  'who watches hears the plan, each step and the report; who comes later hears it all again',
  async (t) => {
    const sandbox = await openSandbox(t)
    const answer = await watch(`${sandbox.url}/_sandbox/${play}`, 'POST')
    const [plan, ...rest] = answer
    const titles = plan?.data.steps as string[]
    t.equal(titles[2], '3 charge: amount 1001')
    t.same(
      rest.filter(({ event }) => event === 'step').map(({ data }) => data.title),
      titles,
    )
    matches(t, rest.at(-1), { event: 'report', data: { ok: true } })
    t.same(await watch(`${sandbox.url}/_sandbox/${play}`, 'GET'), answer)
    matches(t, await control(sandbox, 'GET', play), { status: 200, body: rest.at(-1)?.data })
  },
)

t.test('steps taken at once are told under the names that were planned', async (t) => {
  const sandbox = await openSandbox(t)
  const output = await watch(`${sandbox.url}/_sandbox/scenarios/the-buyer-presses-pay-twice/run`, 'POST')
  t.same(
    output.filter(({ event }) => event === 'step').map(({ data }) => data.title),
    output[0]?.data.steps,
  )
})

t.test('a failed expectation says what was expected and what it got', async (t) => {
  const sandbox = await openSandbox(t)
  write('wrong', '  - pay: { code: 484 }\n    expect: { page: paid }\n')
  const { body } = await control(sandbox, 'POST', 'scenarios/wrong/run')
  const differences = [{ where: 'page', expected: 'paid', got: 'declined' }]
  matches(t, body, { ok: false, failed: 1, scenarios: [{ ok: false, steps: [{ ok: false, differences }] }] })
  t.equal(await stateOf(sandbox, 'wrong'), 'failed')
  t.equal(await stateOf(sandbox, 'slow-bank'), undefined)
})

t.test('one run of a scenario at a time; another scenario need not wait', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  write('held', waiting(merchant.url))
  const { asked, release } = hold(merchant)
  const first = control(sandbox, 'POST', 'scenarios/held/run')
  await asked
  matches(t, await control(sandbox, 'POST', 'scenarios/held/run'), {
    status: 409,
    body: { detail: /held is being played, step 2 of 2; wait.*GET \/_sandbox\/scenarios\/held\/run/ },
  })
  t.equal(await stateOf(sandbox, 'held'), 'playing')
  matches(t, (await control(sandbox, 'POST', play)).body, { ok: true })
  release()
  matches(t, (await first).body, { ok: true })
  matches(t, (await control(sandbox, 'POST', 'scenarios/held/run')).body, { ok: true })
})

t.test('who goes away does not stop the story', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  write('held', waiting(merchant.url))
  const { asked, release } = hold(merchant)
  const leaving = new AbortController()
  const headers = { accept: 'text/event-stream' }
  const url = `${sandbox.url}/_sandbox/scenarios/held/run`
  await fetch(url, { method: 'POST', headers, signal: leaving.signal })
  await asked
  leaving.abort()
  release()
  matches(t, (await control(sandbox, 'GET', 'scenarios/held/run')).body, { ok: true })
})

t.test('the newest twelve runs are kept, and the workspaces of the others removed', async (t) => {
  const sandbox = await openSandbox(t)
  const names = Array.from({ length: 14 }, (_, i) => `story-${i + 10}`)
  for (const name of names) write(name, '  - pay: {}\n')
  for (const name of names.slice(0, 12)) await control(sandbox, 'POST', `scenarios/${name}/run`)
  await control(sandbox, 'POST', 'scenarios/story-10/run')
  for (const name of names.slice(12)) await control(sandbox, 'POST', `scenarios/${name}/run`)
  const { workspaces } = (await control(sandbox, 'GET', 'workspaces')).body as {
    workspaces: { name: string }[]
  }
  const left = ['default', ...names.filter((name) => !/1[12]$/.test(name)).map((name) => `run-${name}`)]
  t.same(workspaces.map(({ name }) => name).sort(), left.sort(), 'story-10 was played again, so it stays')
  matches(t, await control(sandbox, 'GET', 'scenarios/story-11/run'), {
    status: 404,
    body: { detail: /story-11 has not been played here, or is forgotten/ },
  })
})

t.test('twelve stories at once are enough', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const { release } = hold(merchant)
  const names = Array.from({ length: 12 }, (_, i) => `held-${i}`)
  for (const name of names) write(name, waiting(merchant.url))
  const watched = await Promise.all(
    names.map((name) => {
      const headers = { accept: 'text/event-stream' }
      return fetch(`${sandbox.url}/_sandbox/scenarios/${name}/run`, { method: 'POST', headers })
    }),
  )
  matches(t, await control(sandbox, 'POST', play), {
    status: 409,
    body: { detail: /12 scenarios are being played; wait until one of them is over/ },
  })
  release()
  for (const one of watched)
    matches(t, read(await one.text()).at(-1), { event: 'report', data: { ok: true } })
  matches(t, (await control(sandbox, 'POST', play)).body, { ok: true })
})

t.test('a story that cannot go on says why, to who waits and to who watches', async (t) => {
  const sandbox = await openSandbox(t)
  const terminal = '{ id: 67e34d63-102f-4bd1-898e-370781d0074e, client: nobody }'
  writeFileSync('scenarios/orphan.yaml', `about: x\nterminals: [${terminal}]\nstory:\n  - pay: {}\n`)
  const detail = /terminals\.0\.client: got "nobody"/
  matches(t, await control(sandbox, 'POST', 'scenarios/orphan/run'), { status: 422, body: { detail } })
  const output = await watch(`${sandbox.url}/_sandbox/scenarios/orphan/run`, 'GET')
  matches(t, output.at(-1), { event: 'trouble', data: { detail } })
  t.equal(await stateOf(sandbox, 'orphan'), 'stopped')
})

t.test('what cannot be played is told in words', async (t) => {
  const sandbox = await openSandbox(t)
  matches(t, await control(sandbox, 'POST', 'scenarios/slow-bnk/run'), {
    status: 404,
    body: { detail: /near it: slow-bank/ },
  })
  matches(t, await control(sandbox, 'POST', 'scenarios/..%2fsecrets/run'), {
    status: 400,
    body: { violations: [{ where: 'name' }] },
  })
})

t.test('with a control token a story is played too', async (t) => {
  const sandbox = await openSandbox(t, { token: 'tea' })
  const url = `${sandbox.url}/_sandbox/${play}`
  t.equal((await fetch(url, { method: 'POST' })).status, 401)
  const answer = await fetch(url, { method: 'POST', headers: { authorization: 'Bearer tea' } })
  matches(t, await answer.json(), { ok: true })
})

t.test('a server that closes does not wait for a story', async (t) => {
  const merchant = await openMerchant(t)
  const sandbox = await openSandbox(t)
  write('held', `${waiting(merchant.url)}  - askStatus: {}\n`)
  const { asked, release } = hold(merchant)
  const headers = { accept: 'text/event-stream' }
  const watched = await fetch(`${sandbox.url}/_sandbox/scenarios/held/run`, { method: 'POST', headers })
  await asked
  const closing = sandbox.close()
  t.equal(read(await watched.text())[0]?.event, 'plan')
  release()
  await closing
})

/** A story whose postlink goes to a merchant that takes its time: the step is over when it has answered. */
const waiting = (url: string) => `  - order: { postLink: "${url}/held" }\n  - pay: {}\n`

const stateOf = async (sandbox: Sandbox, wanted: string) => {
  const { scenarios } = (await control(sandbox, 'GET', 'scenarios')).body as { scenarios: Message['data'][] }
  return scenarios.find(({ name }) => name === wanted)?.run
}

const hold = (merchant: Awaited<ReturnType<typeof openMerchant>>) => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const asked = new Promise<void>((resolve) => {
    merchant.answer = async () => {
      resolve()
      await released
      return 200
    }
  })
  return { asked, release: () => release() }
}
