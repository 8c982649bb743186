import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { PactV4 } from '@pact-foundation/pact'
import { operations } from '../../contracts/operations.ts'
import { createSandbox } from '../../server/sandbox.ts'
import { seedMoment } from '../world.ts'
import { expectationOf } from './expectation.ts'
import type { Asked, Interaction } from './interaction.ts'
import { bankInteractions } from './interactions-bank.ts'
import { instalmentInteractions } from './interactions-instalment.ts'
import { linkInteractions } from './interactions-link.ts'
import { operationInteractions } from './interactions-operation.ts'
import { paymentInteractions } from './interactions-payment.ts'
import { readingInteractions } from './interactions-reading.ts'
import { tokenInteractions } from './interactions-token.ts'
import { walletInteractions } from './interactions-wallet.ts'
import { type Answer, openMerchant } from './merchant.ts'
import { normal } from './normal.ts'
import { injected, type Values } from './template.ts'

export const interactions: Interaction[] = [
  ...tokenInteractions,
  ...paymentInteractions,
  ...operationInteractions,
  ...readingInteractions,
  ...bankInteractions,
  ...walletInteractions,
  ...instalmentInteractions,
  ...linkInteractions,
]

/** What the bank answers in this state: the example of the interaction, and the values of the state. */
const exampleOf = async ({ given, call }: Interaction) => {
  const sandbox = await createSandbox({ seed: 'pact', clock: seedMoment })
  try {
    const values: Values = {}
    for (const [state, params = {}] of given) {
      const answer = await fetch(`${sandbox.url}/_sandbox/provider-states`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ state, params, action: 'setup' }),
      })
      if (!answer.ok) throw new Error(`state "${state}": ${await answer.text()}`)
      Object.assign(values, await answer.json())
    }
    const answer = await call(openMerchant(sandbox.url), values)
    // Its port is another one every time.
    const text = JSON.stringify(answer).replaceAll(sandbox.url, 'http://127.0.0.1:3729')
    return { values, answer: JSON.parse(text) as Answer }
  } finally {
    await sandbox.close()
  }
}

interface RequestBuilder {
  headers(headers: object): unknown
  query(query: object): unknown
  jsonBody(body: unknown): unknown
  /** pact-js has no door to forms; the core reads their fields, matchers and all, from JSON. */
  interaction: { withRequestBody(body: string, contentType: string): void }
}

const askAs =
  ({ accessToken, homebankToken, query, form, json }: Asked, values: Values) =>
  (builder: unknown) => {
    const request = builder as RequestBuilder
    if (accessToken) request.headers({ authorization: injected(`Bearer ${accessToken}`, values) })
    if (homebankToken) request.headers({ 'x-homebank-auth': homebankToken })
    if (query) request.query(query)
    if (json) request.jsonBody(injected(json, values))
    if (form) {
      const type = 'application/x-www-form-urlencoded'
      request.interaction.withRequestBody(JSON.stringify(injected(form, values)), type)
    }
  }

const answerAs = ({ operation, status, exact = [] }: Interaction, { body }: Answer) => {
  const { answer, refusal } = operations[operation]
  // A key is text, another one in every sandbox.
  if (typeof body !== 'object') return undefined
  const expected = expectationOf(status < 400 ? answer : refusal, body, exact)
  return (builder: { jsonBody(body: unknown): unknown }) => void builder.jsonBody(expected)
}

/** Runs the merchant against the mock of the bank that its own expectations make, and writes the pact. */
export const agree = async (dir: string, interaction: Interaction): Promise<void> => {
  const { values, answer } = await exampleOf(interaction)
  if (answer.status !== interaction.status) {
    throw new Error(`${interaction.description}: got ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  const { asked, given, description, call } = interaction
  const unconfigured = new PactV4({
    dir,
    consumer: 'canonical-merchant',
    provider: 'epay',
    logLevel: 'error',
  }).addInteraction()
  for (const [state, params] of given) unconfigured.given(state, params)
  const path = injected(asked.path, values)
  await unconfigured
    .uponReceiving(description)
    .withRequest(asked.method, path as string, askAs(asked, values))
    .willRespondWith(interaction.status, answerAs(interaction, answer))
    .executeTest(async ({ url }) => {
      const mocked = await call(openMerchant(url), values)
      const expected = typeof answer.body === 'object' ? answer.body : undefined
      if (mocked.status !== interaction.status || !isDeepStrictEqual(mocked.body, expected)) {
        throw new Error(`${description}: the mock answered ${JSON.stringify(mocked)}`)
      }
    })
}

export const canonicalPact = async (): Promise<object> => {
  const dir = await mkdtemp(join(tmpdir(), 'epay-pact-'))
  try {
    for (const interaction of interactions) await agree(dir, interaction)
    return normal(JSON.parse(await readFile(join(dir, 'canonical-merchant-epay.json'), 'utf8')))
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
