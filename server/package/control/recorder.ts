import type { ControlCall } from '../../../contracts/control/call.ts'
import { controlCalls, pathOfCall } from '../../../contracts/control/calls.ts'
import type { ControlExamples } from '../../../contracts/control/example.ts'
import type { Sandbox } from '../../sandbox.ts'
import { nowhere, shop } from '../story/recorder.ts'

interface Given {
  parameters?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
}

type Answer = Record<string, never> & { id: string }

const published = '127.0.0.1:3729'

/** Durations, ids of requests and addresses of the day have no place in a document that is compared. */
const neutral = (text: string, url: string): string =>
  text
    .replaceAll(url.slice('http://'.length), published)
    .replaceAll(nowhere, shop)
    .replace(/"durationMs":[0-9.]+/g, '"durationMs":1')
    .replace(/"x-request-id":"[^"]+"/g, '"x-request-id":"req-1"')
    .replace(/"error":"connect ECONNREFUSED[^"]*"/g, '"error":"connect ECONNREFUSED"')
    .replace(/"user-agent":"[^"]*"/g, '"user-agent":"shop"')

/** Long lists show what a row looks like, not every row. */
const shortened = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.slice(0, 2).map(shortened)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shortened(inner)]))
}

const addressOf = (call: ControlCall, { parameters = {}, query = {} }: Given): string => {
  const path = pathOfCall(call).replace(/:(\w+)/g, (_, name) => encodeURIComponent(parameters[name] ?? ''))
  const asked = new URLSearchParams(query).toString()
  return asked ? `${path}?${asked}` : path
}

const callNamed = (name: string): ControlCall => {
  const call = controlCalls.find((one) => one.name === name)
  if (!call) throw new Error(`no control call is named ${name}`)
  return call
}

/** Asks a sandbox by the table and writes down what it answered. */
export const openControlRecorder = ({ url }: Pick<Sandbox, 'url'>) => {
  const examples: ControlExamples = {}
  const ask = async (name: string, summary: string, given: Given = {}): Promise<Answer> => {
    const call = callNamed(name)
    const { parameters = {}, body } = given
    const isText = typeof body === 'string'
    const response = await fetch(`${url}${addressOf(call, given)}`, {
      method: call.method,
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
      headers: body === undefined ? {} : { 'content-type': `application/${isText ? 'x-ndjson' : 'json'}` },
    })
    const text = await response.text()
    if (response.status !== call.status) throw new Error(`${name}: ${response.status} ${text}`)
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    const answer = isJson ? shortened(JSON.parse(neutral(text, url))) : undefined
    const example = {
      ...{ summary, parameters },
      ...(body === undefined || isText ? {} : { body }),
      ...(answer === undefined ? {} : { answer }),
    }
    examples[name] = [...(examples[name] ?? []), example]
    return isJson ? JSON.parse(text) : (text as never)
  }
  return { examples, ask }
}

export type Ask = ReturnType<typeof openControlRecorder>['ask']
