import type { Entry } from '../../contracts/entry.ts'
import { CheckFailed } from '../errors.ts'
import type { paymentView, postlinkView } from '../readings/payments.ts'
import { controlJsonOf } from './answer.ts'
import { type Method, overNetwork, type Target } from './transport.ts'

export type Payment = ReturnType<typeof paymentView>
export type Postlink = ReturnType<typeof postlinkView>

/** One call of the control API of a running sandbox. Throws as controlJsonOf does. */
export const call = async <T>(target: Target, method: Method, path: string, json?: unknown): Promise<T> =>
  controlJsonOf<T>(await overNetwork(target)(method, `/_sandbox/${path}`, { json }), `${method} ${path}`)

/** Every row of a list, page after page. */
export const listAll = async <T>(target: Target, path: string, key: string): Promise<T[]> => {
  const rows: T[] = []
  let after = ''
  do {
    const separator = path.includes('?') ? '&' : '?'
    const page = await call<Record<string, unknown>>(target, 'GET', `${path}${separator}limit=1000${after}`)
    rows.push(...(page[key] as T[]))
    after = page.next ? `&after=${page.next}` : ''
  } while (after)
  return rows
}

export const paymentsOf = (target: Target): Promise<Payment[]> => listAll(target, 'payments', 'payments')

export const postlinksOf = (target: Target): Promise<Postlink[]> => listAll(target, 'postlinks', 'postlinks')

/** As it is kept: one entry a line. */
export const journalText = async (target: Target): Promise<string> => {
  const { status, text, error } = await overNetwork(target)('GET', '/_sandbox/journal')
  if (status !== 200) throw new CheckFailed(`the journal cannot be read: ${error ?? `HTTP ${status}`}`)
  return text
}

export const journalOf = async (target: Target): Promise<Entry[]> => {
  const lines = (await journalText(target)).split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Entry)
}

/** A new workspace that begins with an exported journal. */
export const importJournal = async (
  target: Target,
  name: string,
  { text, deliver = false }: { text: string; deliver?: boolean | undefined },
): Promise<{ name: string; seq: number }> => {
  const path = `/_sandbox/workspaces/${encodeURIComponent(name)}/journal?deliver=${deliver}`
  return controlJsonOf(await overNetwork(target)('PUT', path, { lines: text }), `import of ${name}`)
}

/** Delivers what is due; the clock stands still. */
export const settle = (target: Target): Promise<unknown> => call(target, 'POST', 'clock', { advance: 'PT0S' })

/** An empty workspace, whatever there was under its name. */
export const freshWorkspace = async (
  { workspace, ...root }: Target & { workspace: string },
  settings: object,
): Promise<void> => {
  const { workspaces } = await call<{ workspaces: { name: string }[] }>(root, 'GET', 'workspaces')
  const path = `workspaces/${workspace}`
  if (workspaces.some(({ name }) => name === workspace)) await call(root, 'DELETE', path)
  await call(root, 'PUT', path, settings)
}
