import type { FastifyInstance } from 'fastify'
import { version } from '../../version.ts'
import type { Workspaces } from '../../workspaces.ts'
import { clockRoutes } from './clock.ts'
import { contractRoutes } from './contract.ts'
import { forbid } from './guard.ts'
import { journalRoutes } from './journal.ts'
import { ledgerRoutes } from './ledger.ts'
import { merchantRoutes } from './merchants.ts'
import { paymentRoutes } from './payments.ts'
import { postlinkRoutes } from './postlinks.ts'
import { problem } from './problem.ts'
import { providerStateRoutes } from './provider-states.ts'
import { ruleRoutes } from './rules.ts'
import { scenarioRoutes } from './scenarios.ts'
import { tableRoutes } from './tables.ts'
import { workspaceRoutes } from './workspaces.ts'

/** `/_sandbox/…`: what a developer, a test or the dashboard asks of the sandbox itself. */
export const controlRoutes = async (
  root: FastifyInstance,
  { controlToken, workspaces }: { controlToken?: string; workspaces: Workspaces },
) => {
  await root.register(
    async (app) => {
      app.addHook('onRequest', async (request, reply) => {
        // By this the command line knows that it speaks to a sandbox.
        reply.header('epay-sandbox', version)
        const forbidden = forbid(request, controlToken)
        if (forbidden) return problem(reply, forbidden.status, forbidden.title, forbidden)
      })
      for (const routes of [
        tableRoutes,
        contractRoutes,
        paymentRoutes,
        postlinkRoutes,
        clockRoutes,
        journalRoutes,
        ledgerRoutes,
        ruleRoutes,
        merchantRoutes,
        providerStateRoutes,
      ]) {
        routes(app)
      }
      workspaceRoutes(app, workspaces)
      scenarioRoutes(app, workspaces)
    },
    { prefix: '/_sandbox' },
  )
}
