import t from 'tap'
import { operations } from '../../contracts/operations.ts'
import { openSandbox } from '../world.ts'

t.test('llms.txt lists what there is to read, and every link of it leads somewhere', async (t) => {
  const sandbox = await openSandbox(t, { token: 'secret-token' })
  const answer = await fetch(`${sandbox.url}/w/other/_sandbox/llms.txt`)
  t.match(answer.headers.get('content-type'), 'text/plain')
  const text = await answer.text()
  t.match(text, /^# epay-sandbox\n\n> /)
  for (const { method, paths } of Object.values(operations))
    t.ok(text.includes(`\`${method} ${paths[0]}\``), paths.join(' '))
  const links = [...text.matchAll(/\]\((http[^)]+)\)/g)].map(([, url = '']) => url)
  t.ok(links.some((url) => url.endsWith('/w/other/_sandbox/docs/agents.md')))
  for (const url of links) {
    const { status } = await fetch(url, { headers: { authorization: 'Bearer secret-token' } })
    t.equal(status, 200, url)
  }
  t.notMatch(text, 'secret-token')
})

t.test('llms-full.txt is the way to integrate and the whole reference, and needs no token', async (t) => {
  const sandbox = await openSandbox(t, { token: 'secret-token' })
  const text = await (await fetch(`${sandbox.url}/_sandbox/llms-full.txt`)).text()
  t.match(text, /^# Integrating Halyk ePay/)
  for (const heading of ['Endpoints', 'Messages', 'Refusals', 'Reason codes', 'Quirks', 'Sources'])
    t.ok(text.includes(`\n## ${heading}\n`), heading)
})
