import type { OperationId } from '../../../contracts/operations.ts'
import type { RecordedCall } from '../../../contracts/recorded.ts'
import type { Sandbox } from '../../sandbox.ts'

export const shop = 'https://shop.example'
// Nobody listens there: a postlink of the story comes to nothing, at once.
export const nowhere = 'http://127.0.0.1:9'
const published = 'http://127.0.0.1:3729'
export const twoStages = '2d1f6a0e-5b7c-4c39-8e42-7a90c3d5e6f2'
export const stranger = '00000000-0000-4000-8000-00000000dead'

interface Call {
  as: string
  summary: string
  method?: 'GET' | 'POST'
  path: string
  parameters?: Record<string, string>
  token?: string
  headers?: Record<string, string>
  form?: Record<string, string>
  body?: unknown
}

type Answer = Record<string, never> & { access_token: string; id: string; billNumber: string; cardID: string }

const filled = (path: string, parameters: Record<string, string>) => {
  const rest = Object.entries(parameters).filter(([name]) => !path.includes(`{${name}}`))
  const query = new URLSearchParams(rest).toString()
  const at = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(parameters[name] ?? ''))
  return query ? `${at}?${query}` : at
}

/** Encryption has chance in it; the story must be the same word for word each time. */
const shown = (request: object) =>
  'cryptogram' in request ? { ...request, cryptogram: 'base64 of the encrypted card' } : request

/** Speaks to a sandbox and writes down what was said. */
export const openRecorder = ({ url }: Sandbox) => {
  const calls: RecordedCall[] = []
  const neutral = (text: string) => text.replaceAll(url, published).replaceAll(nowhere, shop)
  const call = async (operation: OperationId, given: Call): Promise<Answer> => {
    const { as, summary, method = 'POST', path, parameters = {}, token, headers, form, body } = given
    const response = await fetch(`${url}${filled(path, parameters)}`, {
      method,
      redirect: 'manual',
      headers: {
        ...headers,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(form ? { body: new URLSearchParams(form) } : {}),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = neutral(await response.text())
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    const answer = isJson ? JSON.parse(text) : text
    const location = response.headers.get('location')
    calls.push({
      operation,
      name: as,
      summary,
      parameters,
      ...(form || body ? { request: shown(JSON.parse(neutral(JSON.stringify(form ?? body)))) } : {}),
      status: response.status,
      answer,
      ...(location ? { location: neutral(location) } : {}),
    })
    return answer as Answer
  }
  return { calls, call, neutral }
}

export type Recorder = ReturnType<typeof openRecorder>
