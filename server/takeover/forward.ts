import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Dispatcher } from 'undici'

// RFC 9110 §7.6.1; Expect was answered by our own server, and Host is the target's.
const ownHop = new Set(
  'connection keep-alive proxy-connection proxy-authorization te trailer transfer-encoding upgrade expect host'.split(
    ' ',
  ),
)

const endToEnd = (headers: IncomingHttpHeaders | Record<string, string | string[] | undefined>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !ownHop.has(name)))

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** An https URL in absolute form that is not the bank's: clients that ask so do not know how to ask for a tunnel. */
export const forwardHttps = async (
  request: IncomingMessage,
  response: ServerResponse,
  upstream: string | undefined,
): Promise<void> => {
  const { Agent, ProxyAgent, request: ask } = await import('undici')
  const dispatcher: Dispatcher = upstream ? new ProxyAgent(upstream) : new Agent()
  try {
    const answer = await ask(request.url as string, {
      dispatcher,
      method: request.method as Dispatcher.HttpMethod,
      headers: endToEnd(request.headers),
      body: hasBody(request) ? request : null,
    })
    response.writeHead(answer.statusCode, endToEnd(answer.headers))
    await pipeline(answer.body, response)
  } catch (error) {
    if (response.headersSent) return void response.destroy()
    response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' })
    response.end(
      `epay-sandbox: the takeover cannot reach ${request.headers.host}: ${(error as Error).message}\n`,
    )
  } finally {
    dispatcher.close().catch(() => {})
  }
}
