import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { CoverageTable } from '../../readings/coverage/table.ts'
import type { Exchanges } from '../../readings/exchanges/memory.ts'
import type { FindingsTable } from '../../readings/findings/table.ts'
import { version } from '../../version.ts'
import type { Workspaces } from '../../workspace/workspaces.ts'
import { describeRoutes } from '../request/route.ts'
import { clockRoutes } from './clock.ts'
import { contractRoutes } from './contract.ts'
import { coverageRoutes } from './coverage.ts'
import { exchangeRoutes } from './exchanges.ts'
import { findingRoutes } from './findings.ts'
import { forbid } from './guard.ts'
import { instalmentListRoutes } from './instalments.ts'
import { invoiceLinkRoutes } from './invoice-links.ts'
import { journalRoutes } from './journal.ts'
import { ledgerRoutes } from './ledger.ts'
import { markRoutes } from './marks.ts'
import { merchantRoutes } from './merchants.ts'
import { momentRoutes } from './moments.ts'
import { type OperatingParts, operatingRoutes } from './operating.ts'
import { ownContractRoutes } from './own-contract.ts'
import { paymentRoutes } from './payments.ts'
import { postlinkRoutes } from './postlinks.ts'
import { problem } from './problem.ts'
import { ruleRoutes } from './rules.ts'
import { settlementRoutes } from './settlements.ts'
import { subscriptionRoutes } from './subscriptions.ts'
import { tableRoutes } from './tables.ts'
import { terminalRoutes } from './terminals.ts'
import { workspaceRoutes } from './workspaces.ts'

export interface ControlParts {
  workspaces: Workspaces
  controlToken?: string
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Without the token, or from where nobody may ask: told the status alone. */
    isStranger: boolean
  }
  interface FastifyContextConfig {
    statusForAnybody?: true
  }
}

/** Control calls that another folder brings: this one knows nothing of scenarios, states and reports. */
export type ControlPlugin = FastifyPluginAsync<ControlParts>

interface Parts extends OperatingParts, ControlParts {
  exchanges: Exchanges
  plugins: ControlPlugin[]
  findings: FindingsTable
  coverage: CoverageTable
}

/** `/_sandbox/…`: what a developer, a test or the dashboard asks of the sandbox itself. */
export const controlRoutes = async (
  root: FastifyInstance,
  { controlToken, exchanges, findings, coverage, plugins, ...parts }: Parts,
) => {
  const { workspaces } = parts
  await root.register(
    async (app) => {
      app.decorateRequest('isStranger', false)
      describeRoutes(app, { operation: 'control', kept: false })
      app.addHook('onRequest', async (request, reply) => {
        // By this the command line knows that it speaks to a sandbox.
        reply.header('epay-sandbox', version)
        const forbidden = forbid(request, controlToken)
        if (!forbidden) return
        // A load balancer has no token: it learns that we are well, and nothing else.
        if (request.routeOptions.config.statusForAnybody) request.isStranger = true
        else return problem(reply, forbidden.status, forbidden.title, forbidden)
      })
      // Nobody's page may call it: a preflight finds nothing here.
      for (const url of ['', '/*']) app.options(url, (_, reply) => reply.callNotFound())
      for (const routes of [
        tableRoutes,
        contractRoutes,
        ownContractRoutes,
        paymentRoutes,
        postlinkRoutes,
        invoiceLinkRoutes,
        clockRoutes,
        ledgerRoutes,
        ruleRoutes,
        markRoutes,
        merchantRoutes,
        settlementRoutes,
        subscriptionRoutes,
        instalmentListRoutes,
        terminalRoutes,
      ]) {
        routes(app)
      }
      journalRoutes(app, { workspaces: parts.workspaces, exchanges, counters: parts.counters })
      exchangeRoutes(app, exchanges)
      findingRoutes(app, findings)
      coverageRoutes(app, coverage)
      workspaceRoutes(app, workspaces)
      await momentRoutes(app, workspaces)
      operatingRoutes(app, { ...parts, findings })
      for (const plugin of plugins) await app.register(plugin, { workspaces, controlToken })
    },
    { prefix: '/_sandbox' },
  )
}
