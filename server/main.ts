import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import cards from '../fixtures/cards.json' with { type: 'json' }
import clients from '../fixtures/clients.json' with { type: 'json' }
import savedCards from '../fixtures/saved-cards.json' with { type: 'json' }
import terminals from '../fixtures/terminals.json' with { type: 'json' }
import users from '../fixtures/users.json' with { type: 'json' }
import { type KeyPlace, openCardKey } from './adapters/card-key/key.ts'
import { systemClock } from './adapters/clock/system.ts'
import { httpCourier } from './adapters/courier/courier.ts'
import { memoryJournal } from './adapters/journal/memory.ts'
import { type Config, isPostgres } from './config.ts'
import type { World } from './core/state.ts'
import { ConfigError, StartError } from './errors.ts'
import { type AppParts, buildApp } from './http/app.ts'
import { type Addressing, addressOf } from './http/request/address.ts'
import type { Clock, Journal } from './ports.ts'
import { providerStateRoutes } from './provider-states/routes.ts'
import { type Counted, openCounted } from './readings/counted.ts'
import { maskedPostlink } from './readings/findings/judge.ts'
import { openAllowList } from './redaction/allow-list.ts'
import { isContainer } from './redaction/container.ts'
import { reportRoutes } from './report/routes.ts'
import { scenarioRoutes } from './scenario/routes.ts'
import type { Takeover } from './takeover/takeover.ts'
import { orphans, withMerchants } from './workspace/merchants.ts'
import { closeApp, type Stopped, stopGently } from './workspace/shutdown.ts'
import { defaultWorkspace, openWorkspaces, type Workspaces } from './workspace/workspaces.ts'

/** The documented merchants and cards: fixtures/. */
export const world: World = {
  clients,
  terminals: terminals as World['terminals'],
  cards: cards as World['cards'],
  savedCards: savedCards as World['savedCards'],
  users,
}

/** The world of every workspace: the documented one, with the merchants of the configuration. */
const worldOf = ({ clients, terminals }: Config): World => {
  const joined = withMerchants(world, { clients, terminals })
  const problems = orphans(
    terminals,
    joined.clients.map(({ id }) => id),
  ).map(({ where, got, expected }) => `${where} is ${got}, expected ${expected}`)
  if (problems.length > 0) throw new ConfigError(problems.join('; '))
  return joined
}

/** The control calls of those who stand above the HTTP server. */
export const controlPlugins = [scenarioRoutes, providerStateRoutes, reportRoutes]

// Token, page, outcome, card, the end of the page; postlink, attempt, answer. A journal keeps up to a quarter more.
const entriesPerPayment = 8

/** The journal, and where the card key is kept; with a fixed seed it is the fixed one, so that runs can be repeated. */
const openJournal = async ({
  journal,
  seed,
  retain,
  durability,
}: Config): Promise<{ journal: Journal; key: KeyPlace }> => {
  if (journal === 'memory') {
    const key = seed === undefined ? 'memory' : ({ fixture: true } as const)
    return { journal: memoryJournal({ keep: retain * entriesPerPayment }), key }
  }
  // Loaded here: few need either of them.
  if (!isPostgres(journal)) {
    const { sqliteJournal } = await import('./adapters/journal/sqlite.ts')
    return { journal: await sqliteJournal(journal, durability), key: { file: `${journal}.rsa.pem` } }
  }
  const { postgresJournal } = await import('./adapters/journal/postgres.ts')
  const shared = await postgresJournal(journal)
  return { journal: shared, key: { shared: shared.secret } }
}

type Overrides = { clock?: Clock; journal?: Journal; postlinkTimeoutMs?: number } & Omit<
  AppParts,
  'workspaces' | 'key' | 'controlPlugins' | 'controlToken' | 'startedAt'
>

/** Whose certificates postlinks take. A file that cannot be used is told at once. */
const trustOf = async ({ postlinkCa, postlinkInsecureLoopback: insecureNear }: Config) => {
  if (postlinkCa === undefined) return { insecureNear }
  const ca = await readFile(postlinkCa, 'utf8').catch((error: Error) => {
    throw new ConfigError(`postlinkCa ${postlinkCa} cannot be read: ${error.message}`)
  })
  if (!/-----BEGIN CERTIFICATE-----/.test(ca))
    throw new ConfigError(`postlinkCa ${postlinkCa} holds no certificate; expected PEM text`)
  return { insecureNear, ca }
}

const trustsOf = ({ trustProxy }: Config): Addressing['trusts'] => {
  if (typeof trustProxy !== 'boolean') return openAllowList(trustProxy).hasAddress
  return trustProxy ? () => true : undefined
}

interface Composed extends Counted {
  app: FastifyInstance
  workspaces: Workspaces
  controlToken?: string
}

/** The composition root: the only place that picks clock, journal, courier and seed. */
export const compose = async (config: Config, overrides: Overrides = {}): Promise<Composed> => {
  const { clock = systemClock(), journal: given, postlinkTimeoutMs, ...parts } = overrides
  const joined = worldOf(config)
  const { journal, key } = await openJournal(config)
  const isLoopback = /^(127\.|::1$|localhost$)/.test(config.host)
  const controlToken = config.token ?? (isLoopback ? undefined : randomUUID())
  const counted = openCounted(parts, config.report !== undefined)
  const workspaces = await openWorkspaces({
    world: joined,
    journal: given ?? journal,
    clock,
    courier: httpCourier({
      ...(await trustOf(config)),
      allow: config.allowPostlinksTo,
      timeoutMs: postlinkTimeoutMs,
    }),
    maxWorkspaces: config.maxWorkspaces,
    onFault: parts.onFault,
    secrets: controlToken ? [controlToken] : [],
    onMasked: (workspace, { invoiceId }, fields) => {
      for (const field of fields)
        counted.findings.add({ workspace, finding: maskedPostlink(field), severity: 'warning', invoiceId })
    },
    opening: () => ({
      settings: {
        seed: config.seed ?? randomUUID(),
        cards: config.cards,
        strip: config.strip,
        quirks: config.quirks,
        clients: [],
        terminals: [],
        unreadableCryptogram: config.unreadableCryptogram,
        retain: config.retain,
        ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
      },
      ...(config.clock === 'system' ? {} : { clock: { mode: 'virtual', now: config.clock, set: true } }),
    }),
  })
  const keyed = { key: openCardKey(key), controlToken, startedAt: clock.now() }
  // A shop beside a sandbox that listens to loopback alone is in the same container.
  const apart = !isLoopback && isContainer()
  const addressing = { publicUrl: config.publicUrl, trusts: trustsOf(config), apart }
  const app = await buildApp({ ...parts, ...keyed, ...counted, addressing, controlPlugins, workspaces })
  return { app, workspaces, ...counted, ...(controlToken ? { controlToken } : {}) }
}

/** A scenario is read before anything is opened: a bad file stops the start at once. */
const stageOf = async ({ scenario }: Config): Promise<(workspaces: Workspaces) => Promise<unknown>> => {
  if (scenario === undefined) return async () => {}
  const [{ loadScenario }, { stageScenario }] = await Promise.all([
    import('./scenario/load.ts'),
    import('./scenario/stage.ts'),
  ])
  const titled = await loadScenario(scenario)
  return (workspaces) => stageScenario(titled, workspaces, defaultWorkspace)
}

/** The bank's own host names, led to this server: loaded for those who ask for it. */
const takeOver = async (
  { host, takeoverPort: port, takeoverProduction: production, dataDir, ...config }: Config,
  app: FastifyInstance,
  onNotice?: (text: string) => void,
): Promise<Takeover> => {
  const { openTakeover } = await import('./takeover/takeover.ts')
  const listening = { host, port, production, isolate: config.isolate === true, dataDir, onNotice }
  return openTakeover({ ...listening, sandbox: app.server, env: process.env, clock: systemClock() })
}

const cannotListen = (error: unknown, { host, port, flag }: { host: string; port: number; flag: string }) => {
  const { code, message } = error as NodeJS.ErrnoException
  const fix =
    code === 'EADDRINUSE' ? `port ${port} is taken: stop the other server or start with ${flag} 0` : message
  return new StartError(`cannot listen on ${host}:${port}: ${fix}`)
}

export interface Running extends Counted {
  url: string
  takeover?: Takeover
  controlToken?: string
  workspaces: Workspaces
  /** Asked without a socket, for a process that is its own client. */
  app: Pick<FastifyInstance, 'inject'>
  /** Readiness says no from now on, while everything else is still answered. */
  drain(): void
  /** Gently, but no longer than this. */
  stop(limitMs: number): Promise<Stopped>
  /** From now on it keeps no process alive that has nothing else to do. */
  unref(): void
  close(): Promise<void>
}

/** Builds the server and listens. Throws StartError when the port or address cannot be had. */
export const start = async (
  config: Config,
  overrides: Parameters<typeof compose>[1] & { onNotice?(text: string): void } = {},
): Promise<Running> => {
  const setStage = await stageOf(config)
  let stopping = false
  const isStopping = () => stopping
  const { app, workspaces, controlToken, ...counted } = await compose(config, {
    isStopping,
    ...overrides,
  })
  await setStage(workspaces)
  try {
    await app.listen({ port: config.port, host: config.host })
  } catch (error) {
    await workspaces.close()
    throw cannotListen(error, { host: config.host, port: config.port, flag: '--port' })
  }
  const close = async () => {
    await closeApp(app)
    await workspaces.close()
  }
  const opening = config.takeover ? takeOver(config, app, overrides.onNotice) : undefined
  const takeover = await opening?.catch(async (error: NodeJS.ErrnoException) => {
    await close()
    const { host, takeoverPort: port } = config
    throw error.syscall === 'listen' ? cannotListen(error, { host, port, flag: '--takeover-port' }) : error
  })
  return {
    url: addressOf(app),
    ...(controlToken ? { controlToken } : {}),
    ...(takeover ? { takeover } : {}),
    workspaces,
    app,
    ...counted,
    drain() {
      stopping = true
    },
    stop(limitMs) {
      stopping = true
      return stopGently({ app, workspaces, takeover }, limitMs)
    },
    unref() {
      app.server.on('connection', (socket) => socket.unref()).unref()
    },
    async close() {
      await takeover?.close()
      await close()
    },
  }
}
