import { readdir, readFile } from 'node:fs/promises'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import t from 'tap'
import { messages, ownFieldsOf } from '../../contracts/messages.ts'
import { paymentExamples, postlinkExamples } from '../../contracts/operation-examples.ts'
import { type Operation, operations } from '../../contracts/operations.ts'
import { pagePaths } from '../../contracts/page-paths.ts'
import { PaymentObject } from '../../contracts/payment.ts'
import { printedMessages } from '../../contracts/printed-messages.ts'
import { readerOf } from '../../contracts/reader.ts'
import type { Story } from '../../contracts/recorded.ts'
import { toStandardSchemas } from '../../contracts/standard-schemas.ts'
import { publishedFiles, publishedFolder } from '../../server/package/publish.ts'
import { matches } from '../matches.ts'
import { openContract } from '../openapi.ts'

const files = await publishedFiles()

t.test('what is committed is what the contract says now: npm run publish:contracts', async (t) => {
  for (const [name, text] of Object.entries(files)) {
    const committed = await readFile(`${publishedFolder}/${name}`, 'utf8').catch(() => 'not there')
    t.ok(committed === text, name)
  }
  const schemas = (await readdir(publishedFolder)).filter((name) => name.endsWith('.schema.json'))
  t.same(
    schemas.filter((name) => !(name in files)),
    [],
    'no schema of a message that is gone',
  )
})

t.test('the OpenAPI document is valid for a validator that is not ours', async (t) => {
  const { valid, errors } = await new Validator().validate(JSON.parse(files['openapi.json'] ?? ''))
  t.ok(valid, JSON.stringify(errors))
})

t.test('every JSON Schema compiles in an ajv as it comes, without a word of warning', async (t) => {
  const said: unknown[] = []
  const logger = { log: () => {}, warn: (...words: unknown[]) => said.push(words), error: () => {} }
  for (const [name, schema] of Object.entries(toStandardSchemas())) {
    t.doesNotThrow(() => new Ajv2020({ logger }).compile(schema), name)
    matches(t, schema, { $id: /^urn:epay-sandbox:/, title: name, description: /\w/ })
  }
  t.same(said, [])
})

t.test('schema files hold standard keywords alone; what else is known stands beside them', async (t) => {
  const own = /"(x-[a-z-]+|format|discriminator|multipleOf|money|bytes|strip)":/
  for (const [name, schema] of Object.entries(toStandardSchemas())) {
    const { examples, ...rest } = schema
    t.notMatch(JSON.stringify(rest), own, name)
  }
  const provenance = JSON.parse(files['provenance.json'] ?? '')
  for (const [name, message] of Object.entries(messages)) {
    for (const { path } of ownFieldsOf(message)) {
      matches(t, provenance[name][path], { level: String, sources: Array }, `${name}.${path}`)
    }
  }
})

t.test('the package exports what is published: epay-sandbox/contracts/*', async (t) => {
  for (const name of Object.keys(files)) {
    const url = import.meta.resolve(`epay-sandbox/contracts/${name}`)
    t.equal(await readFile(new URL(url), 'utf8'), await readFile(`${publishedFolder}/${name}`, 'utf8'), name)
  }
})

t.test('answers and postlinks are open: a field that the bank adds breaks no shop', async (t) => {
  for (const [name, schema] of Object.entries(toStandardSchemas())) {
    t.notMatch(JSON.stringify(schema), '"additionalProperties":false', name)
  }
  const validate = new Ajv2020({ logger: false }).compile(toStandardSchemas().Postlink ?? {})
  for (const value of printedMessages.Postlink ?? []) t.ok(validate({ ...(value as object), fee: 12.5 }))
})

t.test('every example keeps the schema it stands beside', async (t) => {
  const contract = openContract()
  const examples = contract.examples()
  t.ok(examples.length > 20)
  for (const { where, schema, value } of examples) t.same(contract.breaches(schema, value), [], where)
})

t.test('success and failure of both forms are told apart by their schemas', async (t) => {
  const contract = openContract()
  for (const { value } of Object.values(postlinkExamples.success)) {
    t.same(contract.breaches('SuccessPostlink', value), [])
    t.not(contract.breaches('FailurePostlink', value).length, 0)
  }
  for (const { value } of Object.values(postlinkExamples.failure)) {
    t.same(contract.breaches('FailurePostlink', value), [])
    t.not(contract.breaches('SuccessPostlink', value).length, 0)
  }
})

t.test('the payment objects of the seeds keep the published schema once they are read', async (t) => {
  const contract = openContract()
  const read = readerOf(PaymentObject)
  for (const [name, { value }] of Object.entries(paymentExamples)) {
    const payment = read({ ...(value as object), auth: 'DCEB8O_ZM5U7SO_T_U5EJQ' })
    t.same(contract.breaches('PaymentObject', payment.value), [], name)
  }
})

t.test('the reference page names every endpoint, message, reason code, quirk, rule and card', async (t) => {
  const { 'reference.md': markdown = '', 'reference.html': html = '' } = files
  for (const heading of ['Endpoints', 'Messages', 'Refusals', 'Reason codes', 'Quirks', 'Sandbox cards']) {
    t.match(markdown, `## ${heading}`)
    t.match(html, `>${heading}</h2>`)
  }
  t.match(markdown, '| `484` | ')
  t.match(markdown, '`POST /payments/cards/auth`')
  t.match(markdown, '| `postlinkForm` | ')
  t.match(html, '<code>hold of a two-stage terminal lapses after seven days</code>')
  t.notMatch(html, /<script|<link|<img|src=|style=/, 'one file, nothing fetched, nothing run')
})

interface Described {
  operationId: string
  tags: string[]
  responses: Record<string, unknown>
  parameters?: { name: string; example?: unknown }[]
  callbacks?: unknown
  requestBody?: unknown
}
type Item = Record<string, Described>
const document = JSON.parse(files['openapi.json'] ?? '') as {
  paths: Record<string, Item>
  [part: string]: unknown
}
const described = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => method === 'get' || method === 'post')
    .map(([method, operation]) => ({ path, method, ...operation })),
)

t.test(
  'each row of the table is one operation at one path; the other paths stand in an extension',
  async (t) => {
    const rows = Object.values(operations as Record<string, Operation>)
    const ofTable = described.filter(({ path }) => !(path in pagePaths))
    t.equal(ofTable.length, rows.length)
    t.same(
      ofTable.filter(({ path }) => path.startsWith('/api')),
      [],
    )
    t.equal(new Set(described.map(({ operationId }) => operationId)).size, described.length)
    for (const {
      operationId,
      tags: [tag],
    } of described) {
      t.match(operationId, /^[a-z][A-Za-z0-9]+$/)
      t.ok(
        (document.tags as { name: string }[]).some(({ name }) => name === tag),
        operationId,
      )
    }
    const said = JSON.stringify(document)
    for (const path of rows.flatMap(({ paths }) => paths)) {
      const braced = path.replace(/:(\w+)/g, '{$1}').replace(/^\/(api|epay2)/, '')
      t.ok(said.includes(`"${braced}"`), path)
    }
  },
)

t.test('every answer with a body and every parameter has an example', async (t) => {
  type Media = { example?: unknown; examples?: object }
  type Answer = { content?: Record<string, Media> }
  for (const { operationId, responses, parameters = [], path } of described) {
    if (path in pagePaths) continue
    for (const [status, { content = {} }] of Object.entries(responses as Record<string, Answer>)) {
      const [media] = Object.values(content)
      const shown = !media || media.example !== undefined || Object.keys(media.examples ?? {}).length > 0
      t.ok(shown || status === '4XX', `${operationId} ${status}`)
    }
    for (const { name, example } of parameters) {
      t.ok(example !== undefined, `${operationId} ${name}`)
    }
  }
})

t.test('the story told by the examples is coherent', async (t) => {
  const { calls, postlinks } = JSON.parse(files['examples.json'] ?? '') as Story
  const call = (operation: string, name: string) =>
    calls.find((c) => c.operation === operation && c.name === name)
  const { id } = Object(call('chargeSavedCard', 'approved')?.answer) as { id: string }
  matches(t, call('status', 'paid')?.answer, { transaction: { id, amount: 1000, statusName: 'CHARGE' } })
  t.equal(call('refund', 'part')?.parameters.id, id)
  matches(t, call('chargeSavedCard', 'declined'), { status: 400, answer: { code: 484 } })
  matches(t, call('chargeSavedCard', 'usedToken'), { status: 401, answer: { message: /already been used/ } })
  matches(t, call('chargeSavedCard', 'threeDSecure')?.answer, { secure3D: { action: /^http/ } })
  t.ok(postlinks.some(({ value }) => value.id === id))
  t.notMatch(files['examples.json'], /127\.0\.0\.1:(?!3729)/, 'no port of the day it was recorded')
})

t.test('tokens, postlinks and what is left when all fails are described', async (t) => {
  const { securitySchemes } = document.components as { securitySchemes: object }
  matches(t, securitySchemes, {
    oauth2: { flows: { clientCredentials: { tokenUrl: String } } },
    bearer: Object,
  })
  const at = (name: string) => described.find(({ operationId }) => operationId === name)
  matches(t, at('createToken'), { security: [], servers: [{}, { url: /epay2$/ }] })
  matches(t, at('chargeSavedCard'), {
    callbacks: { successPostlink: { '{$request.body#/postLink}': { post: Object } } },
    responses: {
      200: { links: { status: Object, refund: Object } },
      503: { headers: { 'Retry-After': Object } },
    },
  })
  matches(t, at('createInvoiceLink')?.callbacks, {
    failurePostlink: { '{$request.body#/failure_post_link}': Object },
  })
  const { successPostlink } = document.webhooks as {
    successPostlink: { post: { requestBody: object } }
  }
  matches(t, successPostlink.post, { security: [] })
  matches(t, successPostlink.post.requestBody, { $ref: '#/components/requestBodies/SuccessPostlink' })
  const { requestBodies } = document.components as { requestBodies: Record<string, { content: object }> }
  t.equal(Object.keys(requestBodies.SuccessPostlink?.content ?? {}).length, 4, 'all four content types')
  matches(t, at('openIssuerPage')?.requestBody, { content: { 'application/x-www-form-urlencoded': Object } })
  t.notMatch(JSON.stringify(document.info), /contracts\/|\.ts\b|fixtures\//, 'no talk of our files')
})
