import t, { type Test } from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { journalText, openSandbox, requestToken, type TokenForm, tokenForm } from '../world.ts'

const ask = async ({ oauthUrl }: Sandbox, fields: TokenForm) => {
  const answer = await fetch(oauthUrl, { method: 'POST', body: new URLSearchParams(fields) })
  return { status: answer.status, body: (await answer.json()) as TokenForm }
}

const missing = 'nothing at all'
const foreign = 'd9d7978c-d6ee-4ec0-8cda-165251a4bf16'
const nobodys = '00000000-0000-4000-8000-000000000000'

const refusals: [string, string, number, string, RegExp][] = [
  ['grant_type', 'implicit', 400, 'unsupported_grant_type', /grant.*implicit/i],
  ['grant_type', missing, 400, 'invalid_request', /grant_type/],
  ['client_id', 'nobody', 401, 'invalid_client', /client_id.*nobody/],
  ['client_id', missing, 400, 'invalid_request', /client_id/],
  ['client_secret', 'wrong-secret', 401, 'invalid_client', /client_secret/],
  ['client_secret', missing, 400, 'invalid_request', /client_secret/],
  ['terminal', missing, 400, 'invalid_request', /terminal/i],
  ['terminal', nobodys, 400, 'invalid_request', /unknown terminal/i],
  ['terminal', 'terminal-1', 400, 'invalid_request', /terminal.*"terminal-1".*UUID/],
  ['terminal', foreign, 403, 'invalid_request', /does not belong/],
  ['invoiceID', '12345', 400, 'invalid_request', /invoiceID.*"12345".*6 to 15 digits/],
  ['invoiceID', '1234567890123456', 400, 'invalid_request', /invoiceID.*6 to 15 digits/],
  ['invoiceID', 'INV-000123', 400, 'invalid_request', /invoiceID.*INV-000123.*digits/],
  ['amount', missing, 400, 'invalid_request', /amount/i],
  ['amount', 'a hundred', 400, 'invalid_request', /amount.*"a hundred"/],
  ['amount', '-100', 400, 'invalid_request', /amount.*-100.*not negative/],
  ['amount', '1.005', 400, 'invalid_request', /amount.*two decimals/],
  ['currency', missing, 400, 'invalid_request', /currency/i],
  ['currency', 'tenge', 400, 'invalid_request', /currency.*"tenge".*KZT/],
]

t.test(
  'every reason to refuse a token has its own status and words, for both kinds of readers',
  async (t) => {
    const sandbox = await openSandbox(t)
    const messages = new Set<unknown>()
    for (const [field, value, status, error, words] of refusals) {
      const fields = tokenForm({ [field]: value })
      if (value === missing) delete fields[field]
      const refused = await ask(sandbox, fields)
      const { code, message, error: word, error_description } = refused.body
      matches(
        t,
        { status: refused.status, code: typeof code, word },
        { status, code: 'number', word: error },
        `${field}: ${value}`,
      )
      t.match(message, words)
      t.equal(error_description, message)
      messages.add(message)
    }
    t.equal(messages.size, refusals.length)
  },
)

t.test('everything wrong with a token request is told at once', async (t) => {
  const { body } = await requestToken(await openSandbox(t), {
    invoiceID: '1',
    amount: 'x',
    postLink: 'shop://postlink',
  })
  t.match(String(body.message), /invoiceID/)
  t.match(String(body.message), /amount/)
  t.match(String(body.message), /postLink.*shop:\/\/postlink/)
})

const secret = String(tokenForm().client_secret)

const saysNothingOf = async (t: Test, secret: string, given: TokenForm[]) => {
  const sandbox = await openSandbox(t)
  for (const fields of given) {
    const { body } = await requestToken(sandbox, fields)
    t.notMatch(JSON.stringify(body), secret)
  }
  const written = await journalText(sandbox)
  t.match(written, 'request refused')
  t.notMatch(written, secret)
}

t.test('no answer and no line of the journal repeats the secret', async (t) => {
  await saysNothingOf(t, secret, [{}, { client_id: 'nobody' }, { terminal: nobodys }, { invoiceID: '1' }])
  await saysNothingOf(t, 'not-the-secret', [{ client_secret: 'not-the-secret' }])
})

t.test('a merchant that swaps id and secret does not find its secret in answer or journal', async (t) => {
  await saysNothingOf(t, secret, [{ client_id: secret, client_secret: 'test' }])
})
