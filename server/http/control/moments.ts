import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Violation, violationsOf } from '../../../contracts/reader.ts'
import { ForkRequest, RewindRequest } from '../../../contracts/workspace.ts'
import { ConfigError } from '../../errors.ts'
import { alarmView } from '../../readings/payments.ts'
import { journalFrom, momentOf, stateAt } from '../../workspace/copies.ts'
import { seqAt } from '../../workspace/moment-of.ts'
import type { Workspace, Workspaces } from '../../workspace/workspaces.ts'
import { invalid, problem } from './problem.ts'
import { nameViolations, workspaceView } from './workspace-view.ts'

// As much as --retain keeps by default, and room to spare.
const longestJournal = 256 * 1024 * 1024

// The earliest; a load test leaves thousands of tokens to expire.
const mostAlarms = 200

const unknown = (from: string, names: string[]): Violation => ({
  where: 'from',
  got: `"${from.slice(0, 80)}"`,
  expected: `one of ${names.slice(0, 20).join(', ')}`,
})

const placed = (workspace: Workspace) => ({
  ...workspaceView(workspace),
  seq: workspace.emulator.place().seq,
})

/** What cannot be had is told in words. */
const orProblem = async (reply: FastifyReply, title: string, work: () => Promise<unknown>) => {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return problem(reply, 409, title, { detail: error.message })
  }
}

/** `PUT /workspaces/{name}` with `from`. */
export const fork = async (workspaces: Workspaces, name: string, body: object, reply: FastifyReply) => {
  const title = 'The workspace cannot be forked'
  const asked = body as ForkRequest
  const violations = [...nameViolations(name), ...violationsOf(ForkRequest, asked)]
  const names = await workspaces.names()
  if (violations.length === 0 && !names.includes(asked.from)) violations.push(unknown(asked.from, names))
  if (violations.length > 0) return invalid(reply, title, violations)
  return orProblem(reply, title, async () => {
    const origin = await workspaces.get(asked.from)
    return placed(await workspaces.begin(name, await momentOf(origin, asked.at, !asked.deliver)))
  })
}

/** Any moment again: of this workspace, or as a journal that was exported. */
export const momentRoutes = async (app: FastifyInstance, workspaces: Workspaces): Promise<void> => {
  app.get<{ Querystring: { at?: string } }>('/alarms', async (request, reply) => {
    const workspace = await request.workspace()
    return orProblem(reply, 'The alarms of that moment cannot be listed', async () => {
      const { seq, alarms } = await stateAt(workspace, request.query.at)
      const earliest = alarms.all().sort((one, other) => one.at - other.at)
      return { seq, count: earliest.length, alarms: earliest.slice(0, mostAlarms).map(alarmView) }
    })
  })
  app.post('/rewind', async (request, reply) => {
    const title = 'The workspace cannot go back'
    const violations = violationsOf(RewindRequest, request.body)
    if (violations.length > 0) return invalid(reply, title, violations)
    const { at, deliver } = request.body as RewindRequest
    const workspace = await request.workspace()
    return orProblem(reply, title, async () => {
      await workspace.emulator.rewind(await seqAt(workspace.emulator, at), !deliver)
      return placed(workspace)
    })
  })
  await app.register(async (journals) => {
    journals.addContentTypeParser('application/x-ndjson', { parseAs: 'string' }, (_, text, done) =>
      done(null, text),
    )
    journals.put<{ Params: { name: string }; Querystring: { deliver?: string } }>(
      '/workspaces/:name/journal',
      { bodyLimit: longestJournal },
      async (request, reply) => {
        const { name } = request.params
        const title = 'The journal cannot be imported'
        const violations = nameViolations(name)
        if (violations.length > 0) return invalid(reply, title, violations)
        const { emulator } = await request.workspace()
        return orProblem(reply, title, async () => {
          const holds = request.query.deliver !== 'true'
          const text = typeof request.body === 'string' ? request.body : ''
          const copy = journalFrom(text, emulator.state().world, holds)
          return reply.code(201).send(placed(await workspaces.begin(name, copy)))
        })
      },
    )
  })
}
