import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HTTPResponseStatusClass, MatchersV3, PactV4 } from '@pact-foundation/pact'
import type { Quirks } from '../../contracts/quirk.ts'
import { reasonCodes } from '../../contracts/reason-code.ts'
import { openTestClient } from '../../server/client/test-client.ts'
import { overNetwork } from '../../server/client/transport.ts'
import { purchaseOf } from '../../server/provider-states/purchase.ts'
import { createSandbox, type Sandbox } from '../../server/sandbox.ts'
import { seedMoment } from '../world.ts'
import { normal } from './normal.ts'

type Form = Quirks['postlinkForm']

interface Outcome {
  description: string
  state: string
  params: Record<string, string | number>
  code: number
}

const price = { amount: 1000, currency: 'KZT' }

/** One code for each thing a merchant may have to do next: the families of failure. */
const failures: Outcome[] = [...Map.groupBy(reasonCodes, ({ advice }) => advice).values()]
  .flatMap((family) => family.find(({ code }) => code > 0) ?? [])
  .map(({ code, advice }) => ({
    description: `the postlink of a payment that failed with ${code}: ${advice}`,
    state: 'an order was declined',
    params: { ...price, reasonCode: code },
    code,
  }))

const outcomes: Outcome[] = [
  { description: 'the postlink of a payment', state: 'an order was paid', params: price, code: 0 },
  {
    description: 'the postlink of a card that was saved',
    state: 'a card was saved',
    params: { amount: 0, currency: 'USD' },
    code: 0,
  },
  ...failures,
]

export const postlinkCases = (['2025', '2020'] as const).flatMap((form) =>
  outcomes.map((outcome) => ({ ...outcome, form, description: `${outcome.description} (form of ${form})` })),
)

/** What ties a postlink to an order: a state of the merchant's answers these, the rest is as in the example. */
const injectable = [
  ...['id', 'dateTime', 'invoiceId', 'amount', 'currency', 'terminal', 'accountId', 'acountId', 'cardId'],
  ...['reference', 'approvalCode', 'secret_hash', 'description'],
]

const expectationOf = (body: object) =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      injectable.includes(name) && value !== '' ? MatchersV3.fromProviderState(`\${${name}}`, value) : value,
    ]),
  )

/** The same payment gives the same postlink, wherever it goes: the seed and the moment are fixed. */
const owePostlink = async (form: Form, { code, params }: Outcome, postLink: string) => {
  const sandbox: Sandbox = await createSandbox({
    seed: 'pact',
    clock: seedMoment,
    quirks: { postlinkForm: form },
  })
  try {
    const purchase = purchaseOf({ amount: params.amount, currency: params.currency, postLink })
    await openTestClient(overNetwork(sandbox)).payOnPage(purchase, code)
    return await sandbox.waitForPostlink(purchase.invoiceId)
  } finally {
    await sandbox.close()
  }
}

// Nobody listens there: what would be posted is in the record all the same.
const nowhere = 'http://127.0.0.1:9/postlink'

/** The sandbox's courier posts to the mock of a merchant that expects exactly this. */
const agree = async (dir: string, postlinkCase: (typeof postlinkCases)[number]) => {
  const { form, description, state, params } = postlinkCase
  const { body } = await owePostlink(form, postlinkCase, nowhere)
  const pact = new PactV4({ dir, consumer: 'epay', provider: 'merchant', logLevel: 'error' })
  await pact
    .addInteraction()
    .given(state, params)
    .uponReceiving(description)
    .withRequest('POST', '/postlink', (builder) => builder.jsonBody(expectationOf(body)))
    .willRespondWith(MatchersV3.matchStatus(200, HTTPResponseStatusClass.Success))
    .executeTest(async ({ url }) => {
      const { state, attempts } = await owePostlink(form, postlinkCase, `${url}/postlink`)
      if (state !== 'delivered') throw new Error(`${description}: ${JSON.stringify(attempts)}`)
    })
}

export const postlinkPact = async (): Promise<object> => {
  const dir = await mkdtemp(join(tmpdir(), 'epay-pact-'))
  try {
    for (const postlinkCase of postlinkCases) await agree(dir, postlinkCase)
    return normal(JSON.parse(await readFile(join(dir, 'epay-merchant.json'), 'utf8')))
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
