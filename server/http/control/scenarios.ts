import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Scenario } from '../../../contracts/scenario.ts'
import { ConfigError } from '../../errors.ts'
import type { Titled } from '../../scenario/load.ts'
import { defaultWorkspace, type Workspaces } from '../../workspace/workspaces.ts'
import { invalid, problem } from './problem.ts'
import { scenarioRunRoutes } from './scenario-runs.ts'

// Loaded with the first call: a server that plays no stories starts without them.
const loader = () => import('../../scenario/load.ts')
const checker = () => import('../../scenario/check.ts')
const stage = () => import('../../scenario/stage.ts')

const byName = async (name: string, reply: FastifyReply): Promise<Titled | undefined> => {
  const { loadScenario, scenarioName } = await loader()
  if (!scenarioName.test(name)) {
    invalid(reply, 'The scenario cannot be loaded', [
      { where: 'name', came: JSON.stringify(name), expected: 'a name of GET /_sandbox/scenarios' },
    ])
    return undefined
  }
  try {
    return await loadScenario(name)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    problem(reply, 404, 'The scenario cannot be loaded', { detail: error.message })
    return undefined
  }
}

const bySelf = async (body: unknown, reply: FastifyReply): Promise<Titled | undefined> => {
  const violations = (await checker()).scenarioViolations(body)
  if (violations.length === 0) return { title: 'by hand', scenario: body as Scenario }
  invalid(reply, 'The scenario cannot be loaded', violations)
  return undefined
}

const nameIn = (body: unknown): string | undefined => {
  const { name } = Object(body) as { name?: unknown }
  return typeof name === 'string' && Object.keys(Object(body)).length === 1 ? name : undefined
}

interface Parts {
  workspaces: Workspaces
  controlToken?: string
}

/** Stories: which there are, the stage of one set in this workspace, and whole ones played in their own. */
export const scenarioRoutes = (app: FastifyInstance, { workspaces, controlToken }: Parts): void => {
  const { stateOf } = scenarioRunRoutes(app, { workspaces, controlToken, load: byName })
  app.get('/scenarios', async () => {
    const listed = await (await loader()).listScenarios()
    return {
      scenarios: await Promise.all(listed.map(async (one) => ({ ...one, run: await stateOf(one.name) }))),
    }
  })
  app.post('/scenarios', async (request, reply) => {
    const name = nameIn(request.body)
    const titled = await (name === undefined ? bySelf(request.body, reply) : byName(name, reply))
    if (!titled) return reply
    const workspace = request.raw.workspaceName ?? defaultWorkspace
    return (await stage()).stageScenario(titled, workspaces, workspace)
  })
}
