import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Workspaces } from './workspaces.ts'

export interface StopParts {
  app: FastifyInstance
  workspaces: Workspaces
  takeover?: { close(): Promise<void> }
}

/** What could not be brought to an end. */
export interface Stopped {
  /** Postlinks that are still owed. */
  owed: number
}

/**
 * Connections that were busy when the listener closed are idle after their answers, and their clients would keep them
 * for a minute.
 */
export const closeApp = async (app: FastifyInstance): Promise<void> => {
  const timer = setInterval(() => app.server.closeIdleConnections(), 10)
  try {
    await app.close()
  } finally {
    clearInterval(timer)
  }
}

const owedIn = async (workspaces: Workspaces): Promise<number> => {
  const states = (await workspaces.opened()).map(({ emulator }) => emulator.state())
  return states.flatMap(({ postlinks }) => [...postlinks.values()]).filter(({ state }) => state === 'due')
    .length
}

/** Takes on nothing new; answers and postlinks on their way come to their end, unless that takes longer than this. */
export const stopGently = async (
  { app, workspaces, takeover }: StopParts,
  limitMs: number,
): Promise<Stopped> => {
  const limit = sleep(limitMs, undefined, { ref: false })
  await takeover?.close()
  const closed = closeApp(app)
  await Promise.race([closed, limit])
  app.server.closeAllConnections()
  await closed
  const finished = (await workspaces.opened()).map(({ timekeeper }) => timekeeper.finish())
  await Promise.race([Promise.all(finished), limit])
  const owed = await owedIn(workspaces)
  await workspaces.close()
  return { owed }
}
