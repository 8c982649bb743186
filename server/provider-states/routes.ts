import type { FastifyRequest } from 'fastify'
import { StateChange } from '../../contracts/control/bodies.ts'
import { violationsOf } from '../../contracts/reader.ts'
import { overInject, type Transport } from '../client/transport.ts'
import { invalid, problem } from '../http/control/problem.ts'
import type { ControlPlugin } from '../http/control/routes.ts'
import { providerStates, setUp } from './catalogue.ts'
import { StateError } from './state.ts'

const view = ({ name, about, params, values }: (typeof providerStates)[number]) => {
  const example = Object.fromEntries(Object.entries(params).map(([param, { example }]) => [param, example]))
  return {
    name,
    about,
    parameters: params,
    values,
    example: { state: name, params: example, action: 'setup' },
  }
}

/** The sandbox calls itself as a merchant would, in the workspace that was asked. */
const transportOf = ({ server, headers, raw }: FastifyRequest): Transport => {
  const { authorization = '', host = 'localhost' } = headers
  const token = authorization.replace(/^Bearer +/i, '')
  return overInject(server, { url: `http://${host}`, workspace: raw.workspaceName, token })
}

/** The catalogue, and Pact's call. A teardown empties the workspace, so that interactions stay apart. */
export const providerStateRoutes: ControlPlugin = async (app) => {
  app.get('/provider-states', async () => ({ states: providerStates.map(view) }))
  app.post('/provider-states', async (request, reply) => {
    const violations = violationsOf(StateChange, request.body)
    if (violations.length > 0) return invalid(reply, 'The state cannot be made', violations)
    const { state, params = {}, action = 'setup' } = request.body as StateChange
    if (action === 'teardown') {
      await (await request.workspace()).emulator.reset()
      return {}
    }
    // An interaction that needs no state is announced with an empty name.
    if (state === '') return {}
    try {
      return await setUp(transportOf(request), state, params)
    } catch (error) {
      if (!(error instanceof StateError)) throw error
      const detail = `${error.message}; list them: GET /_sandbox/provider-states`
      const problems = [{ where: 'state', got: `"${state}"`, expected: error.message }]
      return problem(reply, 400, 'The state cannot be made', { detail, violations: problems })
    }
  })
}
