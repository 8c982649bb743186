import type { Entry } from '../../contracts/entry.ts'
import { type Connection, call, listAll } from '../cli/client.ts'
import { CheckFailed } from '../errors.ts'
import type { paymentView, postlinkView } from '../readings/payments.ts'

/** One workspace of a running sandbox. */
export interface Place extends Connection {
  workspace: string
}

/** Where every path of the workspace begins. */
export const baseOf = ({ url, workspace }: Place): string => `${url.replace(/\/$/, '')}/w/${workspace}`

export const journalOf = async (place: Place): Promise<Entry[]> => {
  const headers: Record<string, string> = place.token ? { authorization: `Bearer ${place.token}` } : {}
  const answer = await fetch(`${baseOf(place)}/_sandbox/journal`, { headers })
  if (!answer.ok) throw new CheckFailed(`the journal cannot be read: HTTP ${answer.status}`)
  const lines = (await answer.text()).split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Entry)
}

export const paymentsOf = (place: Place): Promise<ReturnType<typeof paymentView>[]> =>
  listAll(place, 'payments', 'payments')

export const postlinksOf = (place: Place): Promise<ReturnType<typeof postlinkView>[]> =>
  listAll(place, 'postlinks', 'postlinks')

/** Delivers what is due; the clock stands still. */
export const settle = (place: Place): Promise<unknown> => call(place, 'POST', 'clock', { advance: 'PT0S' })

/** An empty workspace, whatever there was under its name. */
export const freshWorkspace = async (place: Place, settings: object): Promise<void> => {
  const root = { ...place, workspace: undefined }
  const { workspaces } = await call<{ workspaces: { name: string }[] }>(root, 'GET', 'workspaces')
  const path = `workspaces/${place.workspace}`
  if (workspaces.some(({ name }) => name === place.workspace)) await call(root, 'DELETE', path)
  await call(root, 'PUT', path, settings)
}
