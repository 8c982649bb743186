import type { FastifyInstance } from 'fastify'
import type { Exchanges } from '../../readings/exchanges/memory.ts'
import { version } from '../../version.ts'
import { clockRoutes } from './clock.ts'
import { contractRoutes } from './contract.ts'
import { exchangeRoutes } from './exchanges.ts'
import { forbid } from './guard.ts'
import { invoiceLinkRoutes } from './invoice-links.ts'
import { journalRoutes } from './journal.ts'
import { ledgerRoutes } from './ledger.ts'
import { merchantRoutes } from './merchants.ts'
import { type OperatingParts, operatingRoutes } from './operating.ts'
import { paymentRoutes } from './payments.ts'
import { postlinkRoutes } from './postlinks.ts'
import { problem } from './problem.ts'
import { providerStateRoutes } from './provider-states.ts'
import { reportRoutes } from './reports.ts'
import { ruleRoutes } from './rules.ts'
import { scenarioRoutes } from './scenarios.ts'
import { tableRoutes } from './tables.ts'
import { workspaceRoutes } from './workspaces.ts'

interface Parts extends OperatingParts {
  controlToken?: string
  exchanges: Exchanges
}

/** `/_sandbox/…`: what a developer, a test or the dashboard asks of the sandbox itself. */
export const controlRoutes = async (root: FastifyInstance, { controlToken, exchanges, ...parts }: Parts) => {
  const { workspaces } = parts
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
        invoiceLinkRoutes,
        clockRoutes,
        ledgerRoutes,
        ruleRoutes,
        merchantRoutes,
        providerStateRoutes,
        reportRoutes,
      ]) {
        routes(app)
      }
      journalRoutes(app, exchanges, parts.tallies)
      exchangeRoutes(app, exchanges)
      workspaceRoutes(app, workspaces)
      scenarioRoutes(app, { workspaces, controlToken })
      operatingRoutes(app, parts)
    },
    { prefix: '/_sandbox' },
  )
}
