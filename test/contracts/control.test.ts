import { Validator } from '@seriousme/openapi-schema-validator'
import t from 'tap'
import { controlCalls } from '../../contracts/control/calls.ts'
import { openControlContract } from '../control-contract.ts'

const { document, breaches, operations } = openControlContract()

t.test('the document of the control API is valid for a validator that is not ours', async (t) => {
  const { valid, errors } = await new Validator().validate(document as never)
  t.ok(valid, JSON.stringify(errors))
})

t.test('every example is what its schema says, and nothing beside it', async (t) => {
  for (const { operation } of operations)
    for (const { content } of [operation.requestBody, ...Object.values(operation.responses)].filter(
      (one) => one !== undefined,
    ))
      for (const { schema, examples = {} } of Object.values(content ?? {}))
        for (const [name, { value }] of Object.entries(examples))
          t.same(breaches(schema, value), [], `${operation.operationId} ${name}`)
})

t.test('every call has an example of its body, of its answer, and of what stands in its path', async (t) => {
  const words = ['getMetrics', 'getJournal', 'getContract', 'getControlContract', 'getLlms', 'getLlmsFull']
  const pages = ['getReference', 'getControlReference']
  for (const { name, body, bodyOptional, answer, status } of controlCalls) {
    const operation = operations.find(({ operation }) => operation.operationId === name)?.operation
    const shown = (content?: Record<string, { examples?: object }>) =>
      Object.values(content ?? {}).some(({ examples }) => Object.keys(examples ?? {}).length > 0)
    if (body && !bodyOptional && name !== 'importJournal')
      t.ok(shown(operation?.requestBody?.content), `${name} body`)
    if (answer && ![...words, ...pages].includes(name))
      t.ok(shown(operation?.responses[status]?.content), `${name} answer`)
    for (const { in: place, name: parameter, example } of operation?.parameters ?? [])
      if (place === 'path') t.ok(example, `${name} ${parameter}`)
  }
})

t.test('names of calls are unique: a client is generated from them', async (t) => {
  const names = controlCalls.map(({ name }) => name)
  t.equal(new Set(names).size, names.length)
})
