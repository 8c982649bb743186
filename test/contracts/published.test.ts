import { readdir, readFile } from 'node:fs/promises'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import t from 'tap'
import { toJsonSchemas } from '../../contracts/json-schemas.ts'
import { paymentExamples, postlinkExamples } from '../../contracts/operation-examples.ts'
import { PaymentObject } from '../../contracts/payment.ts'
import { readerOf } from '../../contracts/reader.ts'
import { publishedFiles, publishedFolder } from '../../server/package/publish.ts'
import { openContract, type Schema } from '../openapi.ts'

const files = publishedFiles()

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

/** Words of ours that the published form may keep, marked as extensions. */
const extensions = ['expected', 'mend', 'strip', 'secret', 'aliases', 'provenance', 'format', 'max-bytes']

const strictAjv = () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true })
  return ajv.addVocabulary(extensions.map((name) => `x-${name}`))
}

t.test('every JSON Schema is valid, with standard keywords and x-… alone', async (t) => {
  const ajv = strictAjv()
  for (const [name, schema] of Object.entries(toJsonSchemas())) {
    t.ok(ajv.validateSchema(schema), name)
    t.doesNotThrow(() => ajv.compile(schema), name)
  }
})

t.test('every field of the published messages tells how well it is known', async (t) => {
  const lacking: string[] = []
  const walk = (schema: Schema, path: string) => {
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      if (!field['x-provenance']) lacking.push(`${path}.${name}`)
      walk(field, `${path}.${name}`)
    }
    for (const inner of [schema.items, ...(schema.anyOf ?? [])]) if (inner) walk(inner, path)
  }
  for (const [name, schema] of Object.entries(toJsonSchemas())) walk(schema, name)
  t.same(lacking, [])
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
