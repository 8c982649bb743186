import t from 'tap'
import { controlCalls, pathOfCall } from '../../contracts/control/calls.ts'
import { routesOf } from '../hostile/routes.ts'
import { get, inject, openTarget, postJson } from '../hostile/target.ts'
import { matches } from '../matches.ts'
import { control, openSandbox } from '../world.ts'

interface Problem {
  title: string
  detail: string
  violations: unknown[]
}

/** Pages for people and what they are made of. */
const isPage = (path: string) => /^\/_sandbox(\/?$|\/(dashboard|docs|shop)|\/\*)/.test(path)

t.test('the table of the control API has every route of the server, and no other', async (t) => {
  const { app } = await openTarget(t)
  const served = routesOf(app)
    .filter(({ method, path }) => path.startsWith('/_sandbox') && !isPage(path) && method !== 'HEAD')
    .map(({ method, path }) => `${method} ${path}`)
  t.same(controlCalls.map((call) => `${call.method} ${pathOfCall(call)}`).toSorted(), served.toSorted())
})

t.test('the running server hands it out with its own address in it', async (t) => {
  const sandbox = await openSandbox(t)
  const { status, body } = await control(sandbox, 'GET', 'control/openapi.json')
  matches(t, body, {
    openapi: '3.1.1',
    servers: [{ url: sandbox.url }, { url: `${sandbox.url}/w/{workspace}` }],
  })
  t.equal(status, 200)
})

t.test('every body that is checked is checked by the schema it is described with', async (t) => {
  const sandbox = await openSandbox(t)
  const { id } = await sandbox.payInvoice('000000001', { postLink: 'http://127.0.0.1:9/' })
  const [postlink] = await sandbox.postlinks()
  for (const call of controlCalls.filter(({ body, name }) => body && name !== 'importJournal')) {
    const owner = call.path.startsWith('/postlinks') ? postlink?.id : id
    const path = call.path.replace(':id', owner ?? '').replace(':name', 'blue')
    // A list where an object is described.
    const { status, body } = await control(sandbox, call.method, path.slice(1), ['text'])
    matches(
      t,
      { status, ...body },
      { status: 400, violations: [{ got: String, expected: String }] },
      call.name,
    )
  }
})

const missed: [method: string, asked: string, status: number, detail: RegExp][] = [
  ['GET', '/payment', 404, /did you mean GET or POST \/_sandbox\/payments\?/],
  ['GET', '/Payments', 404, /did you mean GET or POST \/_sandbox\/payments\?/],
  ['GET', '/postlnk/17', 404, /did you mean GET \/_sandbox\/postlinks\/17\?/],
  ['POST', '/postlinks/17/resent', 404, /did you mean POST \/_sandbox\/postlinks\/17\/resend\?/],
  ['GET', '/reason_codes', 404, /did you mean GET \/_sandbox\/reason-codes\?/],
  ['GET', '/control/openapi', 404, /see GET \/_sandbox\/control\/openapi\.json/],
  ['GET', '/nothing/like/it', 404, /see GET \/_sandbox\/control\/openapi\.json/],
  ['PUT', '/rules', 405, /PUT \/_sandbox\/rules is not served: send GET or POST or DELETE/],
  ['GET', '/reset', 405, /GET \/_sandbox\/reset is not served: send POST/],
  ['DELETE', '/payments/17', 405, /is not served: send GET/],
]

t.test('a wrong path or method names the near one', async (t) => {
  const { app } = await openTarget(t)
  for (const [method, asked, status, detail] of missed) {
    const url = `/_sandbox${asked}`
    const sent = method === 'GET' ? get(url) : { ...postJson(url, {}), method }
    const answer = await inject(app, sent)
    const { detail: text } = JSON.parse(answer.text) as Problem
    t.equal(answer.status, status, `${method} ${asked}`)
    t.match(text, detail, `${method} ${asked}`)
  }
  const { headers } = await inject(app, get('/_sandbox/reset'))
  t.equal(headers.allow, 'POST')
  const inWorkspace = await inject(app, get('/w/blue/_sandbox/payment'))
  matches(t, JSON.parse(inWorkspace.text), { detail: /did you mean/ })
})

t.test('findings are asked for in a language; English is what is answered otherwise', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.payInvoice('000000001')
  const fixes = async (query: string) => {
    const { body } = await control(sandbox, 'GET', `findings${query}`)
    return (body.findings as { fix: string }[]).map(({ fix }) => fix).join(' ')
  }
  t.match(await fixes('?lang=rus'), /[а-я]/)
  t.match(await fixes('?lang=kk'), /[әіңғүұқөһ]/)
  t.notMatch(await fixes(''), /[а-яә]/i)
})
