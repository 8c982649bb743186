import t from 'tap'
import { operations } from '../../contracts/operations.ts'
import { matches } from '../matches.ts'
import { openSandbox } from '../world.ts'

const ask = async (url: string, method: string) => {
  const answer = await fetch(url, { method })
  const body = (await answer.json()) as Record<string, string>
  return { status: answer.status, allow: answer.headers.get('allow'), body }
}

t.test(
  'every address of the bank asked with another method is answered 405, with the method it takes',
  async (t) => {
    const sandbox = await openSandbox(t)
    for (const { method, paths } of Object.values(operations)) {
      for (const path of paths.filter((one) => !/confirm|:invoiceId/.test(one))) {
        const url = `${sandbox.url}${path.replace(/:\w+/, '00000000-0000-4000-8000-000000000001')}`
        const answer = await ask(url, method === 'GET' ? 'PUT' : 'GET')
        matches(
          t,
          answer,
          { status: 405, allow: method === 'GET' ? 'GET, HEAD' : method },
          `${method} ${path}`,
        )
        matches(t, answer.body, { code: -1, message: new RegExp(`send ${method}$`) })
      }
    }
  },
)

t.test('an address spelled otherwise is not found, and the answer names the one that is meant', async (t) => {
  const sandbox = await openSandbox(t)
  for (const [asked, meant] of [
    ['//api//payments/cards/auth', 'POST /api/payments/cards/auth'],
    ['/API/Payments/Cards/Auth', 'POST /api/payments/cards/auth'],
    ['/api/payments/cards/auth/', 'POST /api/payments/cards/auth'],
    ['/OAUTH2/token/', 'POST /oauth2/token'],
    ['/api/operation//ABC/refund', 'POST /api/operation/ABC/refund'],
    ['/api/cards/Ann/', 'GET /api/cards/Ann'],
  ] as const) {
    const answer = await ask(`${sandbox.url}${asked}`, 'POST')
    t.equal(answer.status, 404, asked)
    t.match(answer.body.message, `the bank spells it ${meant}`)
  }
  const { body } = await ask(`${sandbox.url}/epay/oauth/token`, 'POST')
  t.match(body.message, 'see GET /_sandbox/openapi.json', 'no address is near')
})
