import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { verifyBank } from '../../server/verify/bank.ts'
import { readPacts } from '../../server/verify/pact-file.ts'
import { folder } from '../folder.ts'
import { interactions } from './canonical.ts'
import { pactPaths } from './normal.ts'

const published = pactPaths.canonical.pathname

t.test('the sandbox keeps every promise of the canonical pact', async (t) => {
  const { checks, assumed } = await verifyBank(await readPacts([published]))
  t.ok(assumed.includes('declined payment has the status FAILED'), 'the run names the guesses it rests on')
  t.equal(checks.length, interactions.length)
  for (const { title, ok, notes } of checks) t.ok(ok, `${title} ${notes.join('. ')}`)
})

t.test(
  'a bank of the observed dialect breaks the promises of a number and of one stage, and no other',
  async (t) => {
    const { checks } = await verifyBank(await readPacts([published]), { dialect: 'observed' })
    const broken = checks.filter(({ ok }) => !ok)
    t.strictSame(
      broken.map(({ notes }) => notes.map((words) => words.split(':')[0])),
      [['body $.singleMessageScheme'], ['body $.expires_in'], ['body $.expires_in']],
    )
  },
)

/** The published pact with one thing of one interaction broken by hand. */
const broken = async (description: string, breakIt: (response: Response) => void) => {
  const file = join(folder(t), 'broken.json')
  await cp(published, file)
  const pact = JSON.parse(await readFile(file, 'utf8'))
  pact.interactions = pact.interactions.filter(
    (one: { description: string }) => one.description === description,
  )
  breakIt(pact.interactions[0].response)
  await writeFile(file, JSON.stringify(pact))
  return (await verifyBank(await readPacts([file]))).checks
}

interface Response {
  status: number
  headers: Record<string, string[]>
  body: { content: Record<string, unknown> }
}

t.test('a pact broken by hand is found out, and the report says where', async (t) => {
  const description = 'a payment with a saved card'
  for (const [breakIt, words] of [
    [(response: Response) => Object.assign(response, { status: 201 }), /^status: expected 201 but was 200/],
    [
      (response: Response) => Object.assign(response.body.content, { amount: 1001 }),
      /^body \$\.amount: Expected 1000 .* to be equal to 1001/,
    ],
    [(response: Response) => Object.assign(response.body.content, { bonus: 1 }), /^body \$: .*bonus/],
    [
      (response: Response) => Object.assign(response.headers, { 'Content-Type': ['text/html'] }),
      /text\/html/,
    ],
  ] as const) {
    const [check] = await broken(description, breakIt)
    t.equal(check?.ok, false)
    t.match(check?.notes.join('\n'), words)
  }
})
