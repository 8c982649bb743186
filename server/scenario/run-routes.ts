import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { eventSource, wantsEvents } from '../http/control/events.ts'
import { problem } from '../http/control/problem.ts'
import { addressOf } from '../http/request/address.ts'
import type { Workspaces } from '../workspace/workspaces.ts'
import type { Titled } from './load.ts'
import type { Run, RunState, Runs } from './runs.ts'

// Loaded with the first run: a server that plays no stories starts without them.
const player = () => import('./runs.ts')
const reporter = () => import('./report.ts')

// The longest story of the library has 6 kB.
const longestFile = 256 * 1024

const nameOf = (request: FastifyRequest) => (request.params as { name: string }).name

interface Parts {
  workspaces: Workspaces
  controlToken?: string
  /** A scenario by its name; answers the request itself when there is none. */
  load(name: string, reply: FastifyReply): Promise<Titled | undefined>
  /** The same from the text of a file. */
  read(name: string, text: string, reply: FastifyReply): Promise<Titled | undefined>
}

const cannot = (reply: FastifyReply, { message }: Error) =>
  problem(reply, 422, 'The story could not be played to its end', { detail: message })

/** Stories played on this server, each in a workspace of its own: begun, watched, and read when they are over. */
export const scenarioRunRoutes = (app: FastifyInstance, { workspaces, controlToken, load, read }: Parts) => {
  let opened: Promise<Runs> | undefined
  const runs = () => {
    opened ??= player().then(({ openRuns }) => openRuns(workspaces))
    return opened
  }
  const stream = eventSource(app)

  /** What has happened so far, and then whatever happens. */
  const watch = async (run: Run, reply: FastifyReply) => {
    const { send, end } = stream(reply)
    const { scenario, about, workspace, plan } = run
    send('plan', { scenario, about, workspace, steps: plan })
    for (const step of run.steps) send('step', step)
    run.onStep((step) => send('step', step))
    await run.over
    if (run.result) send('report', JSON.parse((await reporter()).report('json', [run.result])))
    else send('trouble', { detail: run.trouble?.message })
    end()
    return reply
  }
  const tell = async (run: Run, reply: FastifyReply) => {
    if (!run.result) return cannot(reply, run.trouble as Error)
    return reply.type('application/json').send((await reporter()).report('json', [run.result]))
  }

  app.addContentTypeParser('application/yaml', { parseAs: 'string' }, (_, text, done) => done(null, text))
  app.post('/scenarios/:name/run', { bodyLimit: longestFile }, async (request, reply) => {
    const { body } = request
    const name = nameOf(request)
    const titled = await (typeof body === 'string' ? read(name, body, reply) : load(name, reply))
    if (!titled) return reply
    const server = { url: addressOf(request.server), ...(controlToken ? { token: controlToken } : {}) }
    const run = await (await runs()).start(titled, server)
    if (typeof run === 'string')
      return problem(reply, 409, 'The scenario cannot be played now', { detail: run })
    if (wantsEvents(request)) return watch(run, reply)
    await run.over
    return tell(run, reply)
  })
  app.get('/scenarios/:name/run', async (request, reply) => {
    const run = opened && (await opened).find(nameOf(request))
    if (!run) {
      const detail = `${nameOf(request)} has not been played here, or is forgotten; play it: POST to this address`
      return problem(reply, 404, 'No run of this scenario is kept', { detail })
    }
    if (wantsEvents(request)) return watch(run, reply)
    await run.over
    return tell(run, reply)
  })
  return {
    /** How the kept run of a scenario stands. */
    async stateOf(name: string): Promise<RunState | undefined> {
      const run = opened && (await opened).find(name)
      return run && (await player()).stateOf(run)
    },
  }
}
