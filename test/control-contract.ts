import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ControlExamples } from '../contracts/control/example.ts'
import { toControlOpenApi } from '../contracts/control/openapi.ts'
import examples from '../contracts/published/control-examples.json' with { type: 'json' }
import { closed } from './openapi.ts'

interface Media {
  schema: object
  examples?: Record<string, { value: unknown }>
}

interface Operation {
  operationId: string
  parameters?: { name: string; in: string; example?: unknown }[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { content?: Record<string, Media> }>
}

/** The document of the control API, read back by a validator that is not ours; fields it does not name are breaches. */
export const openControlContract = () => {
  const document = toControlOpenApi({
    version: '0',
    base: 'http://127.0.0.1:3729',
    examples: examples as unknown as ControlExamples,
  }) as unknown as { paths: Record<string, Record<string, Operation>>; components: { schemas: object } }
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  ajv.addSchema({ $id: 'control', ...closed(document) })

  const breaches = (schema: object, value: unknown): string[] => {
    const validate = ajv.compile(closed(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"control#/'))))
    if (validate(value)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || 'body'} ${message} ${JSON.stringify(params)}`,
    )
  }
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  return { document, breaches, operations }
}
