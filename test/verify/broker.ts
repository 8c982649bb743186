import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

interface Test {
  teardown(run: () => unknown): unknown
}

/** As much of a Pact broker as has pacts to verify, for anyone who knows the token. */
export const openBroker = async (t: Test, pacts: object[], token: string) => {
  const asked: { path: string; body: string }[] = []
  const server = createServer(async (request, response) => {
    const path = request.url ?? ''
    asked.push({ path, body: await text(request) })
    if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(401).end()
    const pact = pacts[Number(/^\/pacts\/(\d+)$/.exec(path)?.[1])]
    const links = pacts.map((_, i) => ({ _links: { self: { href: `${url}/pacts/${i}` } } }))
    const found: Record<string, object> = {
      '/': { _links: { 'pb:provider-pacts-for-verification': { href: `${url}/for/{provider}` } } },
      '/for/epay': { _embedded: { pacts: links } },
      '/for/nobody': { _embedded: { pacts: [] } },
    }
    const body = pact ?? found[path]
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/hal+json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url, asked }
}
