import type { Sandbox } from '../../server/sandbox.ts'
import { control } from '../world.ts'

/** The same server seen from one of its workspaces: addresses only, the in-process calls stay the default's. */
export const inWorkspace = (sandbox: Sandbox, name: string): Sandbox => {
  const url = `${sandbox.url}/w/${name}`
  return {
    ...sandbox,
    url,
    oauthUrl: `${url}/epay2/oauth2/token`,
    apiUrl: `${url}/api`,
    payformUrl: `${url}/payform/`,
  }
}

export const put = (sandbox: Sandbox, name: string, asked: object = {}) =>
  control(sandbox, 'PUT', `workspaces/${name}`, asked)

/** DELETE answers nothing when it is done. */
export const remove = async (sandbox: Sandbox, name: string) => {
  const answer = await fetch(`${sandbox.url}/_sandbox/workspaces/${name}`, { method: 'DELETE' })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as Record<string, unknown>) }
}

export const terminalId = (i: number): string => `00000000-1111-4222-8333-${String(i).padStart(12, '0')}`

/** A client with one terminal of its own. */
export const shopOf = (i: number, singleMessageScheme = true) => ({
  clients: [{ id: `shop-${i}`, secret: `secret-${i}` }],
  terminals: [{ id: terminalId(i), client: `shop-${i}`, shop: `Shop ${i}`, singleMessageScheme }],
})

/** What its token requests carry. */
export const tokenOfShop = (i: number) => ({
  client_id: `shop-${i}`,
  client_secret: `secret-${i}`,
  terminal: terminalId(i),
})
