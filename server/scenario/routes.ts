import type { FastifyReply } from 'fastify'
import type { Scenario } from '../../contracts/scenario.ts'
import { ConfigError } from '../errors.ts'
import { invalid, problem } from '../http/control/problem.ts'
import type { ControlPlugin } from '../http/control/routes.ts'
import { defaultWorkspace } from '../workspace/workspaces.ts'
import type { Titled } from './load.ts'
import { scenarioRunRoutes } from './run-routes.ts'

// Loaded with the first call: a server that plays no stories starts without them.
const loader = () => import('./load.ts')
const checker = () => import('./check.ts')
const player = () => import('./play.ts')
const stage = () => import('./stage.ts')

const byName = async (name: string, reply: FastifyReply): Promise<Titled | undefined> => {
  const { loadScenario, scenarioName } = await loader()
  if (!scenarioName.test(name)) {
    invalid(reply, 'The scenario cannot be loaded', [
      { where: 'name', got: JSON.stringify(name), expected: 'a name of GET /_sandbox/scenarios' },
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

/** A file of somebody's own, such as the order that `certify --explore` saved. */
const byText = async (name: string, text: string, reply: FastifyReply): Promise<Titled | undefined> => {
  const [{ scenarioName }, { parse }] = await Promise.all([loader(), import('yaml')])
  const broken = (where: string, got: string, expected: string) =>
    invalid(reply, 'The scenario cannot be loaded', [{ where, got, expected }])
  if (!scenarioName.test(name)) {
    broken('name', JSON.stringify(name), 'letters, digits, - and _')
    return undefined
  }
  try {
    const titled = await bySelf(parse(text), reply)
    return titled && { ...titled, title: name }
  } catch (error) {
    broken('body', String((error as Error).message).split('\n')[0] ?? '', 'a scenario in YAML or JSON')
    return undefined
  }
}

const nameIn = (body: unknown): string | undefined => {
  const { name } = Object(body) as { name?: unknown }
  return typeof name === 'string' && Object.keys(Object(body)).length === 1 ? name : undefined
}

/** Stories: which there are, the stage of one set in this workspace, and whole ones played in their own. */
export const scenarioRoutes: ControlPlugin = async (app, { workspaces, controlToken }) => {
  const { stateOf } = scenarioRunRoutes(app, { workspaces, controlToken, load: byName, read: byText })
  app.get('/scenarios', async () => {
    const listed = await (await loader()).listScenarios()
    return {
      scenarios: await Promise.all(listed.map(async (one) => ({ ...one, run: await stateOf(one.name) }))),
    }
  })
  app.get('/scenarios/:name', async (request, reply) => {
    const { name } = request.params as { name: string }
    const titled = await byName(name, reply)
    if (!titled) return reply
    const { about } = titled.scenario
    return { name, about, steps: (await player()).planOf(titled.scenario), run: await stateOf(name) }
  })
  app.post('/scenarios', async (request, reply) => {
    const name = nameIn(request.body)
    const titled = await (name === undefined ? bySelf(request.body, reply) : byName(name, reply))
    if (!titled) return reply
    const workspace = request.raw.workspaceName ?? defaultWorkspace
    return (await stage()).stageScenario(titled, workspaces, workspace)
  })
}
