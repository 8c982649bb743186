import t from 'tap'
import { toConfig } from '../../server/config.ts'
import { start } from '../../server/main.ts'

t.test('a wrong control token is told, and the question stays', async (t) => {
  const { url, close } = await start(
    toConfig({ port: 0, seed: 'test', token: 'right-token-of-this-sandbox-0123456789' }),
  )
  t.teardown(close)
  const ask = async (query: string) => {
    const answer = await fetch(`${url}/_sandbox/${query}`, { headers: { accept: 'text/html' } })
    return { status: answer.status, html: await answer.text() }
  }
  const asked = await ask('')
  t.equal(asked.status, 401)
  t.notMatch(asked.html, /wrong-token/)
  const wrong = await ask('?token=wrong')
  t.equal(wrong.status, 401)
  t.match(wrong.html, /data-testid="wrong-token"/)
  t.notMatch(wrong.html, /right-token/)
})
