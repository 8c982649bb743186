import { createContext, Script } from 'node:vm'
import { Validator } from '@seriousme/openapi-schema-validator'
import t from 'tap'
import { parse } from 'yaml'
import type { toArazzo } from '../../contracts/arazzo.ts'
import { preRequestScript } from '../../contracts/postman.ts'
import { publishedFiles } from '../../server/package/publish.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { openSandbox } from '../world.ts'

const files = await publishedFiles()
const document = (name: string) => JSON.parse(files[name] ?? '')

t.test('the editions of OpenAPI are valid for a validator that is not ours', async (t) => {
  for (const name of ['openapi.json', 'openapi-3.0.json', 'shop.openapi.json']) {
    const { valid, errors } = await new Validator().validate(document(name))
    t.ok(valid, `${name} ${JSON.stringify(errors)}`)
  }
})

t.test('the edition for OpenAPI 3.0 has no word of 3.1, and the same operations', async (t) => {
  const [older, newer] = [document('openapi-3.0.json'), document('openapi.json')]
  t.equal(older.openapi, '3.0.3')
  t.same(Object.keys(older.paths), Object.keys(newer.paths))
  t.notMatch(JSON.stringify(older.components.schemas), /"(const|patternProperties)":|"type":"null"/)
  t.match(JSON.stringify(older.components.schemas.StatusAnswer), '"nullable":true')
})

t.test('the shop has its own document: one path, told apart by code', async (t) => {
  const { paths, components } = document('shop.openapi.json')
  t.same(Object.keys(paths), ['/postlink'])
  matches(t, components.schemas.Postlink, {
    discriminator: { propertyName: 'code' },
    oneOf: [Object, Object],
  })
})

type Known = Record<string, unknown>

const at = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((part, key) => Object(part)[key], value)

/** What a runner of Arazzo does with the few expressions that our stories use. */
const openRunner = (sandbox: Sandbox, inputs: Known) => {
  const outputs: Record<string, { outputs: Known }> = {}
  const places = Object.entries(document('openapi.json').paths as Record<string, Record<string, Known>>)
  const value = (expression: unknown): unknown => {
    if (typeof expression === 'object' && expression !== null) {
      return Object.fromEntries(Object.entries(expression).map(([key, part]) => [key, value(part)]))
    }
    const text = String(expression).replace(/\{(\$steps[^}]+)\}/, (_, inner) => String(value(inner)))
    if (text.startsWith('$inputs.')) return inputs[text.slice(8)]
    const [, step = '', name = ''] = /^\$steps\.(\w+)\.outputs\.(\w+)$/.exec(text) ?? []
    return step ? outputs[step]?.outputs[name] : typeof expression === 'number' ? expression : text
  }
  const run = async (step: ReturnType<typeof toArazzo>['workflows'][number]['steps'][number]) => {
    const {
      parameters = [],
      requestBody,
      operationId,
      outputs: wanted = {},
    } = step as {
      parameters?: { name: string; in: string; value: unknown }[]
      requestBody?: { contentType: string; payload: object }
      operationId: string
      outputs?: Record<string, string>
    }
    const [path = '', item = {}] =
      places.find(([, methods]) => Object.values(methods).some((one) => one.operationId === operationId)) ??
      []
    const method = Object.keys(item).find((name) => item[name]?.operationId === operationId) ?? ''
    const given = (place: string) => parameters.filter((parameter) => parameter.in === place)
    const url = given('path').reduce(
      (text, { name, value: part }) => text.replace(`{${name}}`, String(value(part))),
      path,
    )
    const payload = requestBody && (value(requestBody.payload) as Record<string, string>)
    const isForm = requestBody?.contentType.includes('urlencoded')
    const response = await fetch(`${sandbox.url}${url}`, {
      method: method.toUpperCase(),
      headers: {
        ...Object.fromEntries(given('header').map(({ name, value: part }) => [name, String(value(part))])),
        ...(requestBody ? { 'content-type': requestBody.contentType } : {}),
      },
      ...(payload
        ? { body: isForm ? new URLSearchParams(payload).toString() : JSON.stringify(payload) }
        : {}),
    })
    const text = await response.text()
    const body = text === '' ? undefined : JSON.parse(text)
    const found = Object.entries(wanted).map(([name, expression]) => [
      name,
      at(body, expression.slice('$response.body#'.length)),
    ])
    outputs[step.stepId] = { outputs: Object.fromEntries(found) }
    return { status: response.status, body }
  }
  return { run }
}

const holds = (condition: string, { status, body }: { status: number; body: unknown }): boolean => {
  const [, code] = /^\$statusCode == (\d+)$/.exec(condition) ?? []
  if (code) return status === Number(code)
  const [, path = '', expected = ''] = /^\$\[\?@\.([\w.]+) == '?(\w+)'?\]$/.exec(condition) ?? []
  return path !== '' && String(at(body, `/${path.replaceAll('.', '/')}`)) === expected
}

t.test('the stories of the Arazzo document come true on a sandbox, step by step', async (t) => {
  const { workflows } = parse(files['epay.arazzo.yaml'] ?? '') as ReturnType<typeof toArazzo>
  t.equal(workflows.length, 4)
  const sandbox = await openSandbox(t)
  for (const [i, { workflowId, inputs, steps }] of workflows.entries()) {
    const defaults = Object.entries(inputs.properties).map(([name, { default: value }]) => [name, value])
    const runner = openRunner(sandbox, { ...Object.fromEntries(defaults), invoiceId: `00000030${i}` })
    for (const step of steps) {
      const answer = await runner.run(step)
      for (const { condition } of step.successCriteria) {
        t.ok(holds(condition, answer), `${workflowId} ${step.stepId}: ${condition} ${JSON.stringify(answer)}`)
      }
    }
  }
})

interface Item {
  name: string
  request: {
    method: string
    url: { path: string[]; variable: { key: string; value: string }[] }
    body?: { raw?: string }
  }
}

/** As much of Postman as its script asks for. */
const runScript = (variables: Map<string, string>, path: string, headers: Map<string, string>) =>
  new Promise<void>((resolve, reject) => {
    const collectionVariables = {
      get: (name: string) => variables.get(name),
      set: (name: string, value: string) => {
        variables.set(name, value)
        if (name === 'token') resolve()
      },
    }
    const request = {
      url: { toString: () => path },
      headers: { get: (k: string) => headers.get(k), remove: (k: string) => headers.delete(k) },
    }
    const sendRequest = (
      given: { url: string; body: { urlencoded: { key: string; value: string }[] } },
      done: (error: unknown, response?: object) => void,
    ) =>
      fetch(given.url, {
        method: 'POST',
        body: new URLSearchParams(
          given.body.urlencoded.map(({ key, value }) => [key, value] as [string, string]),
        ),
      })
        .then((response) => response.json())
        .then((answer) => done(undefined, { json: () => answer }))
        .catch(reject)
    const context = createContext({
      pm: { collectionVariables, variables: { replaceIn: () => '1739335371' }, request, sendRequest },
    })
    new Script(preRequestScript).runInContext(context)
  })

t.test('a request of the Postman collection takes a fresh token first, and pays with it', async (t) => {
  const collection = document('epay.postman_collection.json')
  const sandbox = await openSandbox(t)
  const variables = new Map<string, string>(
    collection.variable.map(({ key, value }: { key: string; value: string }) => [
      key,
      key === 'baseUrl' ? sandbox.url : value,
    ]),
  )
  const items: Item[] = collection.item.flatMap(({ item }: { item: Item[] }) => item)
  const pay = items.find(({ name }) => name === 'Pay with a saved card')
  await runScript(variables, `/${pay?.request.url.path.join('/')}`, new Map([['x-new-order', 'yes']]))
  const body = (pay?.request.body?.raw ?? '').replace(
    /\{\{(\w+)\}\}/g,
    (_, name) => variables.get(name) ?? '',
  )
  const answer = await fetch(`${sandbox.url}/payments/cards/auth`, {
    method: 'POST',
    headers: { authorization: `Bearer ${variables.get('token')}`, 'content-type': 'application/json' },
    body,
  })
  t.equal(answer.status, 200)
  matches(t, await answer.json(), { invoiceID: variables.get('invoiceId') })
  t.equal(items.length, new Set(items.map(({ name }) => name)).size)
})
