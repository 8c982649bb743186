import type { FastifyInstance } from 'fastify'
import { maskSecrets } from '../../../contracts/mask.ts'
import { violationsOf } from '../../../contracts/reader.ts'
import { WorkspaceRequest } from '../../../contracts/workspace.ts'
import { ConfigError } from '../../errors.ts'
import { knownClients, orphans } from '../../workspace/merchants.ts'
import { defaultWorkspace, type Workspaces } from '../../workspace/workspaces.ts'
import { fork } from './moments.ts'
import { invalid, problem } from './problem.ts'
import { nameViolations, workspaceView } from './workspace-view.ts'

/** A terminal of nobody could never get a token. */
const orphansIn = async (workspaces: Workspaces, { clients, terminals = [] }: WorkspaceRequest) => {
  const { emulator } = await workspaces.get(defaultWorkspace)
  return orphans(terminals, knownClients(emulator.state(), clients))
}

/** Isolated worlds: each answers under /w/<name>/ and is made at its first use, or here with settings of its own. */
export const workspaceRoutes = (app: FastifyInstance, workspaces: Workspaces): void => {
  app.get('/workspaces', async () => ({
    workspaces: (await Promise.all((await workspaces.names()).map(workspaces.get))).map(workspaceView),
  }))
  app.put<{ Params: { name: string } }>('/workspaces/:name', async (request, reply) => {
    const { name } = request.params
    const body = Object(request.body ?? {}) as object
    if ('from' in body) return fork(workspaces, name, body, reply)
    const asked = body as WorkspaceRequest
    const violations = [...nameViolations(name), ...violationsOf(WorkspaceRequest, request.body ?? {})]
    const found = violations.length > 0 ? violations : await orphansIn(workspaces, asked)
    if (found.length > 0) return invalid(reply, 'The workspace cannot be set up', found)
    try {
      return workspaceView(await workspaces.configure(name, asked))
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
      const detail = `got ${maskSecrets(name)}; there are ${names.join(', ')}`
      return problem(reply, 404, 'Workspace is not found', { detail })
    }
    await workspaces.remove(name)
    return reply.code(204).send()
  })
}
