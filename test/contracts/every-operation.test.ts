import { readFileSync } from 'node:fs'
import t from 'tap'
import { operationWords } from '../../contracts/operation-words.ts'
import { type Operation, type OperationId, operations } from '../../contracts/operations.ts'

/** Whatever is published is published of every operation: a new row of the table turns up in all of it. */

interface Described {
  responses: Record<string, { content?: Record<string, { example?: unknown; examples?: object }> }>
}
interface Document {
  paths: Record<string, Record<string, Described>>
}
interface Pact {
  interactions: { request: { method: string; path: string } }[]
}

const read = (name: string) =>
  readFileSync(new URL(`../../contracts/published/${name}`, import.meta.url), 'utf8')
const json = <T>(name: string) => JSON.parse(read(name)) as T
const documents = ['openapi.json', 'openapi-3.0.json'].map((name) => ({ name, ...json<Document>(name) }))
const { calls } = json<{ calls: { operation: string; status: number }[] }>('examples.json')
const { interactions } = json<Pact>('pacts/canonical-merchant-epay.json')
const reference = read('reference.md')
const postman = read('epay.postman_collection.json')
const rows = Object.entries(operations) as [OperationId, Operation][]

const described = ({ paths: all }: Document, { method, paths }: Operation) =>
  paths.map((path) => all[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]).find((found) => found)

const isAsked = ({ method, paths }: Operation) => {
  const patterns = paths.map((path) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`))
  return interactions.some(
    ({ request }) => request.method === method && patterns.some((one) => one.test(request.path)),
  )
}

const isShown = ({ responses }: Described, isGood: boolean) =>
  Object.entries(responses).some(
    ([status, { content = {} }]) =>
      Number(status) < 400 === isGood &&
      Object.values(content).some(({ example, examples }) => example !== undefined || examples !== undefined),
  )

/** Their answers have nothing to show: an empty text, a redirect, the key of this one server. */
const bare: OperationId[] = ['charge', 'cancel', 'refund', 'openInvoiceLink', 'publicKey', 'confirmPayment']

t.test('both editions of OpenAPI describe and show every operation', async (t) => {
  for (const document of documents)
    for (const [id, row] of rows) {
      const found = described(document, row)
      t.ok(found, `${document.name} ${id}`)
      if (!found) continue
      t.ok(isShown(found, true) || bare.includes(id), `${document.name} shows an answer of ${id}`)
      t.ok(isShown(found, false) || row.refusals.length === 0, `${document.name} shows a refusal of ${id}`)
    }
})

/** A key is of one server; a browser is sent on from the issuer. */
const unrecorded: OperationId[] = ['publicKey', 'confirmPayment']

t.test('examples, reference, Postman collection and pact have every operation', async (t) => {
  for (const [id, row] of rows) {
    const recorded = calls.filter(({ operation }) => operation === id)
    t.ok(recorded.some(({ status }) => status < 400) || unrecorded.includes(id), `examples ${id}`)
    t.ok(reference.includes(row.summary), `reference ${id}`)
    t.ok(postman.includes(JSON.stringify(row.summary)), `Postman ${id}`)
    t.ok(isAsked(row), `pact ${id}`)
    t.ok(operationWords[id].name, id)
  }
})
