import type { FastifyInstance } from 'fastify'
import { type Violation, violationsOf } from '../../../contracts/reader.ts'
import { WorkspaceRequest } from '../../../contracts/workspace.ts'
import { settingsOf } from '../../core/state.ts'
import { ConfigError } from '../../errors.ts'
import { clockView } from '../../readings/payments.ts'
import { knownClients, orphans } from '../../workspace/merchants.ts'
import {
  defaultWorkspace,
  type Workspace,
  type Workspaces,
  workspaceName,
} from '../../workspace/workspaces.ts'
import { invalid, problem } from './problem.ts'

const view = ({ name, emulator }: Workspace) => {
  const { seed, cards, quirks, terminals, clients } = settingsOf(emulator.state())
  const clock = clockView(emulator.state(), emulator.now())
  return { name, seed, cards, quirks, terminals, clients: clients.map(({ id }) => id), clock }
}

/** A terminal of nobody could never get a token. */
const orphansIn = async (workspaces: Workspaces, { clients, terminals = [] }: WorkspaceRequest) => {
  const { emulator } = await workspaces.get(defaultWorkspace)
  return orphans(terminals, knownClients(emulator.state(), clients))
}

const nameViolation = (name: string): Violation => ({
  where: 'name',
  came: `"${name.slice(0, 80)}"`,
  expected: 'letters, digits, - and _, at most 63, starting with a letter or digit',
})

/** Isolated worlds: each answers under /w/<name>/ and is made at its first use, or here with settings of its own. */
export const workspaceRoutes = (app: FastifyInstance, workspaces: Workspaces): void => {
  app.get('/workspaces', async () => ({
    workspaces: (await Promise.all((await workspaces.names()).map(workspaces.get))).map(view),
  }))
  app.put<{ Params: { name: string } }>('/workspaces/:name', async (request, reply) => {
    const { name } = request.params
    const violations = workspaceName.test(name)
      ? violationsOf(WorkspaceRequest, request.body ?? {})
      : [nameViolation(name)]
    const asked = (request.body ?? {}) as WorkspaceRequest
    const found = violations.length > 0 ? violations : await orphansIn(workspaces, asked)
    if (found.length > 0) return invalid(reply, 'The workspace cannot be set up', found)
    try {
      return view(await workspaces.configure(name, asked))
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      return problem(reply, 409, 'The workspace cannot be set up', { detail: error.message })
    }
  })
  app.delete<{ Params: { name: string } }>('/workspaces/:name', async (request, reply) => {
    const { name } = request.params
    if (name === defaultWorkspace) {
      const detail = 'the default workspace stays; POST /_sandbox/reset empties it'
      return problem(reply, 409, 'The workspace cannot be deleted', { detail })
    }
    const names = await workspaces.names()
    if (!names.includes(name)) {
      const detail = `came ${name}; there are ${names.join(', ')}`
      return problem(reply, 404, 'Workspace is not found', { detail })
    }
    await workspaces.remove(name)
    return reply.code(204).send()
  })
}
