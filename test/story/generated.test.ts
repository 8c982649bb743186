import { constants, publicEncrypt } from 'node:crypto'
import fc, { type Arbitrary } from 'fast-check'
import t from 'tap'
import type { AnySchema } from '../../contracts/fields.ts'
import { type Operation, type OperationId, operations } from '../../contracts/operations.ts'
import { compressParams } from '../../contracts/params.ts'
import { PaymentObject } from '../../contracts/payment.ts'
import { cardIdOfCode } from '../../contracts/sandbox-card.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { invalid, invalidText, valid } from '../arbitrary.ts'
import { seed, shareOf } from '../share.ts'
import { openSandbox, serviceToken, tokenOf } from '../world.ts'

const runs = shareOf(600)

type Body = Record<string, unknown>
type Transport = 'json' | 'form' | 'multipart'
type Row = Operation & { id: OperationId }

const rows = Object.entries(operations as Record<OperationId, Operation>).map(
  ([id, row]): Row => ({ id: id as OperationId, ...row }),
)
// Lists of objects, which arbitrary.ts does not make: invoice-link-list, register and transfer.test.ts ask by hand.
const searches: OperationId[] = ['listInvoiceLinks', 'register', 'transfers']
const withBody = rows.filter(({ id, body }) => body && !searches.includes(id))
const isFlat = ({ body }: Row) =>
  Object.values((body as AnySchema).properties ?? {}).every(({ type }) => type !== 'object')
const transportsOf = (row: Row): Transport[] =>
  isFlat(row) ? ['json', 'json', 'form', 'multipart'] : ['json']

const text = (value: unknown) => (value === null ? '' : String(value))

const encode: Record<Transport, (body: Body) => RequestInit> = {
  json: (body) => ({ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  form: (body) => ({
    body: new URLSearchParams(
      Object.entries(body).map(([name, value]): [string, string] => [name, text(value)]),
    ),
  }),
  multipart: (body) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(body)) form.append(name, text(value))
    return { body: form }
  },
}

interface Ask {
  path: string
  method: string
  token: string
  init?: RequestInit
}

const ask = async (sandbox: Sandbox, { path, method, token, init = {} }: Ask) => {
  const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` }
  const answer = await fetch(`${sandbox.url}${path}`, { method, ...init, headers })
  const got = await answer.text()
  return { status: answer.status, got }
}

const isAboutShape = (got: string) => /^\{"code":-?\d+,"message":"Invalid request/.test(got)

const inPath = (path: string, value: string) => path.replace(/:\w+/, encodeURIComponent(value))

const uuid = fc.uuid()
const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })

const cryptogramFor = async (sandbox: Sandbox) => {
  const key = await (await fetch(`${sandbox.apiUrl}/public.rsa`)).text()
  const secret = JSON.stringify({ hpan: '4405639704015096', expDate: '0127', cvc: '321' })
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(secret)).toString('base64')
}

/** A world in which valid requests get somewhere: tokens for the very order, a card that is approved. */
const openWorld = async (sandbox: Sandbox) => {
  const service = await serviceToken(sandbox)
  const cryptogram = await cryptogramFor(sandbox)
  const { terminalId } = sandbox.credentials
  const field = (body: Body, name: string) =>
    Object.entries(body).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
  const payingToken = (body: Body) =>
    tokenOf(sandbox, {
      invoiceID: text(field(body, 'invoiceId')),
      amount: text(field(body, 'amount')),
      currency: text(field(body, 'currency')),
      terminal: terminalId,
    })
  const named = (body: Body) =>
    Object.fromEntries(Object.entries(body).filter(([name]) => !/^zz/i.test(name)))
  const without = (body: Body, names: string[]) =>
    Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name.toLowerCase())))
  return {
    service,
    /** The request as it goes out: in the half that should get somewhere, with what it needs for that. */
    dress: async (row: Row, body: Body, far: boolean) => {
      // Without an amount a name nobody reads is refused: the whole payment would be moved.
      if (row.id === 'charge' || row.id === 'refund') return { body: named(body), token: service }
      if (far && row.id === 'makeQr') return { body, token: await tokenOf(sandbox) }
      if (far && row.id === 'makeInvoiceLink') {
        const known = { shop_id: terminalId, recipient_contact_sms: '+77770000001' }
        return { body: { ...without(body, Object.keys(known)), ...known }, token: service }
      }
      if (!far || !['chargeSavedCard', 'cryptopay'].includes(row.id)) return { body, token: service }
      const own =
        row.id === 'cryptopay'
          ? { ...without(body, ['cryptogram', 'terminalid']), cryptogram }
          : { ...without(body, ['cardid', 'terminalid']), cardId: { id: cardIdOfCode(0) }, terminalId }
      return { body: own, token: await payingToken(body) }
    },
  }
}

/** One wrong field in an otherwise valid message; forms and pages carry text only. */
const brokenBody = (schema: AnySchema, textOnly: boolean): Arbitrary<{ body: Body; broken: string }> => {
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => name !== 'auth')
  const required = new Set(schema.required ?? [])
  const whole = valid(schema) as Arbitrary<Body>
  const lacking = (body: Body, broken: string) =>
    Object.fromEntries(Object.entries(body).filter(([key]) => key.toLowerCase() !== broken.toLowerCase()))
  const wrong = fields.map(([broken, field]) =>
    fc
      .tuple(whole, textOnly ? invalidText(field) : invalid(field))
      .map(([body, bad]) => ({ body: { ...lacking(body, broken), [broken]: bad }, broken })),
  )
  const missing = fields
    .filter(([name]) => required.has(name))
    .map(([broken]) => whole.map((body) => ({ body: lacking(body, broken), broken })))
  return fc.oneof(...wrong, ...missing)
}

const check = async (property: fc.IAsyncProperty<never> | fc.IAsyncProperty<unknown[]>, numRuns = runs) => {
  await fc.assert(property as fc.IAsyncProperty<unknown>, { seed, numRuns })
}

const sandboxUnder = async (test: Parameters<typeof openSandbox>[0]) => {
  const sandbox = await openSandbox(test)
  return { sandbox, world: await openWorld(sandbox) }
}

const expectThat = (holds: boolean, status: number, got: string) => {
  if (!holds) throw new Error(`answered ${status} ${got.slice(0, 400)}`)
}

for (const row of withBody) {
  t.test(`${row.id}: no valid request is refused for its shape`, async (t) => {
    const { sandbox, world } = await sandboxUnder(t)
    const cases = fc.tuple(
      valid(row.body as AnySchema),
      fc.constantFrom(...transportsOf(row)),
      fc.constantFrom(...row.paths),
      uuid,
      fc.boolean(),
    )
    await check(
      fc.asyncProperty(cases, async ([given, transport, path, id, far]) => {
        const { body, token } = await world.dress(row, given as Body, far)
        const init = encode[transport](body)
        const { status, got } = await ask(sandbox, { ...row, path: inPath(path, id), token, init })
        expectThat(status < 500 && !isAboutShape(got), status, got)
      }),
    )
    t.pass(`seed ${seed}`)
  })

  t.test(`${row.id}: no invalid request is accepted, and the wrong field is named`, async (t) => {
    const { sandbox, world } = await sandboxUnder(t)
    const schema = row.body as AnySchema
    const bodies = { json: brokenBody(schema, false), text: brokenBody(schema, true) }
    const cases = fc.oneof(
      ...transportsOf(row).map((transport) =>
        fc.tuple(
          transport === 'json' ? bodies.json : bodies.text,
          fc.constant(transport),
          fc.constantFrom(...row.paths),
          uuid,
        ),
      ),
    )
    await check(
      fc.asyncProperty(cases, async ([{ body, broken }, transport, path, id]) => {
        const init = encode[transport](body)
        const token = world.service
        const { status, got } = await ask(sandbox, { ...row, path: inPath(path, id), token, init })
        expectThat(status === 400 && isAboutShape(got) && got.includes(broken), status, got)
      }),
    )
    t.pass(`seed ${seed}`)
  })
}

t.test('no path, no token and no query brings the bank down', async (t) => {
  const { sandbox, world } = await sandboxUnder(t)
  const cases = fc.tuple(
    fc.constantFrom(...rows.flatMap(({ method, paths }) => paths.map((path) => ({ method, path })))),
    fc.oneof(anyText, uuid),
    fc.oneof(fc.constant(world.service), fc.stringMatching(/^[!-~]{0,40}$/)),
    fc.dictionary(fc.constantFrom('amount', 'externalID', 'x'), anyText, { maxKeys: 2 }),
  )
  await check(
    fc.asyncProperty(cases, async ([{ method, path }, part, token, query]) => {
      const url = `${inPath(path, part)}?${new URLSearchParams(query)}`
      const { status, got } = await ask(sandbox, { method, path: url, token })
      expectThat(status < 500, status, got)
    }),
    500,
  )
  t.pass(`seed ${seed}`)
})

t.test('the payment page refuses what is wrong and asks only for a token when nothing is', async (t) => {
  // What a payment with a saved card needs beside its fields is the quirk's matter.
  const sandbox = await openSandbox(t, { quirks: { savedCardFields: 'optional' } })
  const schema = PaymentObject as AnySchema
  const { auth: _, ...properties } = schema.properties ?? {}
  const payment = {
    ...schema,
    properties,
    required: (schema.required ?? []).filter((name) => name !== 'auth'),
  }
  const open = async (body: Body) => {
    const params = compressParams({ ...body, auth: 'DCEB8O_ZM5U7SO_T_U5EJQ' })
    const answer = await fetch(`${sandbox.payformUrl}?params=${params}`)
    return { status: answer.status, got: await answer.text() }
  }
  await check(
    fc.asyncProperty(valid(payment), async (body) => {
      const { status, got } = await open(body as Body)
      expectThat(status === 401, status, got)
    }),
  )
  await check(
    fc.asyncProperty(brokenBody(payment, true), async ({ body, broken }) => {
      const { status, got } = await open(body)
      expectThat(status === 400 && got.includes(broken), status, got)
    }),
  )
  t.pass(`seed ${seed}`)
})
