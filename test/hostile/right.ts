import { type Finding, findingOf, findings, severityOf } from '../../contracts/finding.ts'
import { type Operation, type OperationId, operations } from '../../contracts/operations.ts'
import type { Quirks } from '../../contracts/quirk.ts'
import { readerOf } from '../../contracts/reader.ts'
import { type Refusal, refusals } from '../../contracts/refusal.ts'
import type { CommandKind } from '../../server/core/command.ts'
import { isRefusal } from '../../server/core/decision.ts'
import { settingsOf } from '../../server/core/state.ts'
import { type Judged, judge } from '../../server/readings/findings/judge.ts'
import { openBeside } from '../beside.ts'
import { type Asked, asked } from './right-request.ts'
import { rows, type Said } from './right-rows.ts'
import { type Answer, inject, type Sent, type Target } from './target.ts'

/** What the right answer to a request is: the same request through the reader and `decide`, beside the server. */

interface Right {
  said: Said
  /** What the journal goes on with. */
  entries: unknown[]
}

const refused = (id: OperationId, refusal: Refusal): Said => {
  const { status, code, error, message: what, fix } = refusals[refusal.refused]
  const { field, got, expected } = refusal
  const facts = [field && `field ${field}`, got && `got ${got}`, expected && `expected ${expected}`]
  const detail = facts.filter(Boolean).join(', ')
  const sentence = `${what}${detail ? ` (${detail})` : ''}: ${fix}`
  if (id === 'token') return { status, body: { code, message: sentence, error, error_description: sentence } }
  return { status, body: { code: refusal.code ?? code, message: refusal.text ?? sentence } }
}

/** What the form of a request is refused for: by its reading, by a quirk, by a look at the whole of it. */
const faultsOf = ({ id, raw, query }: Asked, quirks: Quirks, contentType: string) => {
  const { body, doubts: doubtsOf, query: inQuery } = operations[id] as Operation
  const read = body && readerOf(body, doubtsOf)(raw)
  const { value: fields = {}, violations = [], doubts = [], unknown: unknownFields = [] } = read ?? {}
  const judged = { fields, raw, query, contentType, host: '127.0.0.1' } as Judged
  const errors = [...doubts, ...judge(id, judged)].filter(({ id }) => severityOf(id, quirks) === 'error')
  const address = inQuery && readerOf(inQuery)(query)
  const ofBody = [...violations.map(findingOf), ...errors]
  return {
    seen: { fields, unknownFields, query: address?.value ?? query },
    faults: ofBody.length > 0 ? ofBody : (address?.violations ?? []).map(findingOf),
  }
}

const unreadable = (faults: Finding[]): Right => {
  const { status, code } = refusals['request unreadable']
  const ofFault = faults.map(({ id }) => findings[id].code).find((one) => one !== undefined)
  const violations = faults.map(({ where, got, expected }) => ({ where, got, expected }))
  return { said: { status, body: { code: ofFault ?? code, violations } }, entries: [] }
}

/** An answer as far as it is compared: of what is said of a form, not the words. */
const saidIn = ({ status, headers, text }: Answer): Said => {
  if (text === '') return { status, body: undefined }
  if (!/^application\/json/.test(String(headers['content-type']))) return { status, body: text }
  const body = JSON.parse(text)
  if (body?.violations === undefined) return { status, body }
  const violations = body.violations.map(({ fix: _, ...violation }: { fix?: string }) => violation)
  return { status, body: { code: body.code, violations } }
}

export interface Oracle {
  /** Sends it, and says what of the answer, or of what was written with it, is not right. */
  ask(sent: Sent): Promise<{ answer: Answer; wrong: string[] }>
  /** The operations that were judged, with the statuses of their answers. */
  judged: Map<OperationId, Set<number>>
}

export const openRight = async ({ app, workspaces, key }: Target): Promise<Oracle> => {
  const { emulator } = await workspaces.get('default')
  const beside = await openBeside(emulator)
  const { state, count } = beside
  const judged = new Map<OperationId, Set<number>>()

  /** Nothing is on its way: whatever is written next is of the next request. */
  const quiet = async () => {
    for (let turns = 0; turns < 100; turns++) {
      const before = count()
      for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
      const isDue = (emulator.next()?.at ?? Number.POSITIVE_INFINITY) <= emulator.now()
      if (before === count() && emulator.waiting() === 0 && !isDue) return true
    }
    return false
  }
  /** Undefined where it cannot tell. */
  const rightOf = async (sent: Sent, one: Asked): Promise<Right | undefined> => {
    const row = rows[one.id]
    if (!row) return undefined
    const { quirks } = settingsOf(state())
    const { seen, faults } = faultsOf(one, quirks, sent.headers['content-type'] ?? '')
    if (faults.length > 0) return unreadable(faults)
    const all = { ...one, ...seen, state: state(), quirks, key }
    const command = await row.command(all)
    if (!command) return undefined
    const { entries, reply, override } = beside.decide<CommandKind>(command)
    if (override) return undefined
    const said = isRefusal(reply) ? refused(one.id, reply) : row.said(reply, all)
    return { said, entries }
  }
  return {
    judged,
    async ask(sent) {
      const one = asked(sent)
      const right = one && (await quiet()) ? await rightOf(sent, one) : undefined
      beside.listen()
      const answer = await inject(app, sent)
      const isFull = answer.status === 429 || answer.status === 503
      if (!one || !right || isFull) return { answer, wrong: [] }
      judged.set(one.id, (judged.get(one.id) ?? new Set()).add(answer.status))
      return { answer, wrong: beside.differs(right, saidIn(answer)) }
    },
  }
}
