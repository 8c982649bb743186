import t from 'tap'
import { matches } from '../matches.ts'
import { control, openSandbox, payThroughPage, seedMoment } from '../world.ts'
import { inWorkspace, put } from './rooms.ts'

type Fields = Record<string, unknown>
type Sandbox = Awaited<ReturnType<typeof openSandbox>>

const mark = (sandbox: Sandbox, name: unknown) => control(sandbox, 'POST', 'marks', { name })
const marksOf = async (sandbox: Sandbox) => (await control(sandbox, 'GET', 'marks')).body.marks as Fields[]

t.test('a mark is an entry of the journal: its number is the place it names', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox)
  const { status, body } = await mark(sandbox, '  checkout › pays by card ')
  t.equal(status, 201)
  matches(t, body, { name: 'checkout › pays by card', at: new Date(seedMoment).toISOString() })
  const text = await (await fetch(`${sandbox.url}/_sandbox/journal`)).text()
  const entries = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Fields)
  matches(t, entries.at(-1), { kind: 'marked', name: 'checkout › pays by card', seq: body.seq })
  t.same(await marksOf(sandbox), [body])
})

t.test('the same name again names the newer place', async (t) => {
  const sandbox = await openSandbox(t)
  const first = await mark(sandbox, 'a')
  await mark(sandbox, 'b')
  const again = await mark(sandbox, 'a')
  t.ok(Number(again.body.seq) > Number(first.body.seq))
  matches(t, await marksOf(sandbox), [{ name: 'b' }, { name: 'a', seq: again.body.seq }])
})

t.test('marks are kept until a thousand newer ones came, and a reset forgets them', async (t) => {
  const sandbox = await openSandbox(t)
  for (let i = 0; i <= 1000; i++) await mark(sandbox, `test ${i}`)
  const kept = await marksOf(sandbox)
  t.same([kept.length, kept[0]?.name, kept.at(-1)?.name], [1000, 'test 1', 'test 1000'])
  await control(sandbox, 'POST', 'reset')
  t.same(await marksOf(sandbox), [])
})

t.test('a workspace has marks of its own', async (t) => {
  const sandbox = await openSandbox(t)
  await put(sandbox, 'other')
  await mark(inWorkspace(sandbox, 'other'), 'there')
  t.same(await marksOf(sandbox), [])
  matches(t, await marksOf(inWorkspace(sandbox, 'other')), [{ name: 'there' }])
})

for (const name of ['', '   ', 'two\nlines', 'x'.repeat(201), 7, '42', '2025-02-12T09:42:51+05:00']) {
  t.test(`${JSON.stringify(name).slice(0, 30)} is no name of a mark`, async (t) => {
    const sandbox = await openSandbox(t)
    const { status, body } = await mark(sandbox, name)
    t.equal(status, 400)
    matches(t, body, { title: 'The mark cannot be set', violations: [{ where: 'name', expected: /a name/ }] })
    t.same(await marksOf(sandbox), [])
  })
}

t.test('a card number that strayed into a name is not written down', async (t) => {
  const sandbox = await openSandbox(t)
  t.equal((await mark(sandbox, 'pays with 4405 6397 0401 5096')).body.name, 'pays with 440563******5096')
})
