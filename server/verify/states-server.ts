import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { readJson } from '../../contracts/json.ts'

export interface StateChange {
  state: string
  params: Record<string, unknown>
  action: 'setup' | 'teardown'
}

/** Brings a state about and answers its values; what it throws, the report tells. */
export type ChangeState = (change: StateChange) => Promise<object>

/** The verifier says of a state only that it failed: anyone who is asked remembers why. */
export const serveStates = async (change: ChangeState) => {
  const failures = new Map<string, string>()
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const asked = (await json(request)) as StateChange
    try {
      const values = await change(asked)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(values))
    } catch (error) {
      failures.set(asked.state, (error as Error).message)
      // Not 5xx: that the verifier would ask again and again.
      response.writeHead(400).end()
    }
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failures,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Another server's state-change endpoint. Throws what it says when it cannot. */
export const changeStateAt =
  (url: string, headers: Record<string, string> = {}): ChangeState =>
  async (change) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(change),
    }).catch((error: Error) => {
      throw new Error(
        `${url} does not answer (${(error.cause as Error | undefined)?.message ?? error.message})`,
      )
    })
    const text = await answer.text()
    const body = readJson(text)
    if (answer.ok) return Object(body)
    throw new Error(
      (body as { detail?: string })?.detail ?? `${url} answered ${answer.status} ${text.slice(0, 200)}`,
    )
  }
