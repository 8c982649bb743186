import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { threeDSCards } from '../../contracts/sandbox-card.ts'
import cards from '../../fixtures/cards.json' with { type: 'json' }
import { shopFile } from '../certify/open.ts'
import { run, startProcess } from '../cli/run.ts'
import { folder } from '../folder.ts'
import { card, lockedCard, openMerchant, tokenForm } from '../world.ts'
import { routesOf } from './routes.ts'
import { type Ask, ownClient, spend, swapped, townOf, unlisted, type Writing } from './spending.ts'
import { openTarget } from './target.ts'

/**
 * Everything a run wrote is looked through, byte by byte, for what nobody may find there. Printed on purpose, and
 * therefore excepted:
 * - the documented test cards and the sandbox's own numbers: the tables of `cards`, /_sandbox/cards,
 *   the references and what describes the control API, llms-full.txt,
 *   and the strip of test cards on the payment page; a mistyped form goes back to who typed it;
 * - a documented client's secret: `env`, the dashboard's page, which has the snippets to connect a shop, and the
 *   contract's examples;
 * - an access token: in the answer of the token endpoint;
 * - the control token: on standard output at start, which is how it is handed over.
 */

const controlToken = 'let-me-in-7d20b4e1'

const listed = new RegExp([...cards.map(({ pan }) => pan), ...threeDSCards.map(({ pan }) => pan)].join('|'))
const allowed: { secret: RegExp; where: RegExp }[] = [
  {
    secret: listed,
    where: /^GET \/_sandbox\/(cards|control\/openapi\.json|reference(\/control)?|llms-full\.txt)$/,
  },
  {
    secret: new RegExp(tokenForm().client_secret as string),
    where: /^GET \/_sandbox\/((control\/)?openapi\.json|reference(\/control)?|provider-states)?$/,
  },
  { secret: new RegExp(controlToken), where: /^standard output/ },
]

/** A number may be written in groups, and everything may be written in base64. */
const spellings = (secret: string): string[] => {
  const groups = /^\d{16}$/.test(secret) ? secret.match(/\d{4}/g) : null
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(' '.repeat(shift) + secret)
      .toString('base64')
      .slice(shift + 1, -4),
  )
  return [
    secret,
    encodeURIComponent(secret),
    ...(groups ? [groups.join(' '), groups.join('-')] : []),
    ...base64,
  ]
}

const found = (secrets: string[], writings: Writing[]): string[] =>
  secrets.flatMap((secret) =>
    writings
      .filter(({ where }) => !allowed.some((rule) => rule.secret.test(secret) && rule.where.test(where)))
      .flatMap(({ where, text }) => {
        const spelling = spellings(secret).find((one) => text.includes(one))
        if (spelling === undefined) return []
        const at = text.indexOf(spelling)
        return [`${where} has ${spelling}: …${text.slice(Math.max(0, at - 80), at + 60)}…`]
      }),
  )

const cvcInWords = (writings: Writing[]) =>
  writings.filter(({ text }) => /cv[cv]2?["'\s:=]{1,6}9173/i.test(text)).map(({ where }) => where)

const filesIn = (path: string): Writing[] =>
  readdirSync(path).map((name) => ({
    where: `file ${name}`,
    text: readFileSync(join(path, name), 'latin1'),
  }))

/** Every reading there is: the whole control API and the dashboard, by every id of the session. */
const readEverything = async (ask: Ask, paths: string[]): Promise<Writing[]> => {
  const idsIn = (text: string) =>
    [...new Set(text.match(/"id":("[^"]+"|\d+)/g) ?? [])].map((id) => id.slice(5).replaceAll('"', ''))
  const read = async (path: string) => ({ where: `GET ${path}`, text: await (await ask('GET', path)).text() })
  const lists = await Promise.all(paths.filter((path) => !path.includes(':')).map((path) => read(`${path}`)))
  const details = paths.filter((path) => path.endsWith('/:id'))
  const each = details.flatMap((path) => {
    const list = lists.find(({ where }) => where === `GET ${path.replace('/:id', '')}`)
    return idsIn(list?.text ?? '').map((id) => path.replace(':id', id))
  })
  return [...lists, ...(await Promise.all(each.map(read)))]
}

const pathsOf = async (t: Parameters<typeof openTarget>[0]) => {
  const { app } = await openTarget(t)
  const gets = routesOf(app).filter(({ method, path }) => method === 'GET' && path.startsWith('/_sandbox/'))
  return gets.map(({ path }) => path).filter((path) => !/dashboard|shop/.test(path))
}

for (const format of ['text', 'json']) {
  t.test(`nothing secret is in anything that a run with ${format} logs has written`, async (t) => {
    const files = folder(t)
    const { url: merchantUrl } = await openMerchant(t)
    const args = [
      '--port',
      '0',
      '--format',
      format,
      '--journal',
      join(files, 'journal.sqlite'),
      '--token',
      controlToken,
    ]
    const sandbox = await startProcess(t, args)
    const ask: Ask = (method, path, body) =>
      fetch(`${sandbox.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${controlToken}`,
          accept: 'text/html, */*',
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
    const answers: Writing[] = []
    const telling: Ask = async (...asked) => {
      const answer = await ask(...asked)
      answers.push({ where: `answer to ${asked[0]} ${asked[1]}`, text: await answer.clone().text() })
      return answer
    }
    const { tokens, refusals } = await spend(townOf(sandbox.url), telling, merchantUrl)
    t.ok(tokens.length > 8)
    const readings = await readEverything(ask, await pathsOf(t))
    t.ok(readings.length > 60, `${readings.length} readings`)
    const connected = { env: { EPAY_SANDBOX_URL: sandbox.url, EPAY_CONTROL_TOKEN: controlToken } }
    const lists = await Promise.all(
      ['payments', 'postlinks', 'rules', 'workspaces'].map((noun) =>
        run([noun, ...(noun === 'workspaces' ? [] : ['list'])], connected),
      ),
    )
    t.same(
      lists.map(({ code, stderr }) => [code, stderr]),
      lists.map(() => [0, '']),
    )
    const { stderr } = await sandbox.stop()

    const writings = [
      ...answers,
      ...refusals,
      ...readings,
      ...lists.map(({ stdout }) => ({ where: 'a list of the command line', text: stdout })),
      { where: 'standard output', text: sandbox.stdout.join('\n') },
      { where: 'standard error', text: stderr },
      ...filesIn(files),
    ]
    const secrets = [
      ...[card, lockedCard, unlisted, ...threeDSCards].map(({ pan }) => pan),
      ...[tokenForm().client_secret as string, ownClient.secret, swapped.secret, controlToken],
      ...tokens,
    ]
    t.same(found(secrets, writings), [])
    t.same(cvcInWords(writings), [])
    t.match(stderr, /payment decided|CHARGE/, 'the log tells of the payments')
    t.equal(statSync(join(files, 'journal.sqlite.rsa.pem')).mode & 0o077, 0, 'the key is for its owner alone')
  })
}

t.test('the grep finds a secret in every spelling', async (t) => {
  const texts = [
    '4242 4242 4242 4242',
    'x=4242-4242-4242-4242',
    btoa('a4242424242424242'),
    btoa('ab 4242424242424242!'),
  ]
  for (const text of texts) t.equal(found([unlisted.pan], [{ where: 'here', text }]).length, 1, text)
  t.same(found([card.pan], [{ where: 'GET /_sandbox/cards', text: card.pan }]), [])
  t.same(cvcInWords([{ where: 'here', text: '{"cvc":"9173"}' }]), ['here'])
})

t.test('nor in the reports of certify, in any format', async (t) => {
  const formats = ['text', 'json', 'junit', 'sarif', 'html']
  const env = { FLAW: 'trusts-the-amount', ORDERS: folder(t) }
  const args = ['certify', '--config', shopFile('flawed'), '--only', 'success-once,amount-changed']
  for (const format of formats) {
    const { code, stdout, stderr } = await run([...args, '--format', format], { env })
    t.equal(code, 1, format)
    const writings = [{ where: `certify --format ${format}`, text: stdout + stderr }]
    t.same(found([...cards.map(({ pan }) => pan), tokenForm().client_secret as string], writings), [])
    t.notMatch(stdout, /bearer [A-Z0-9_]{22}/i)
  }
})
