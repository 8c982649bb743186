import { call } from '../client/control.ts'
import type { Target } from '../client/transport.ts'
import { Unreachable } from '../errors.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

/** Which sandbox an agent speaks to: the one it was led to, or one that was started here. */
export interface Session {
  allowChanges: boolean
  /** True when the sandbox lives in this process and ends with it. */
  isOwn(): boolean
  target(): Target
  /** One call of the control API. Throws Unreachable with the way to a sandbox. */
  ask<T>(method: 'GET' | 'POST' | 'DELETE', path: string, json?: unknown): Promise<T>
  /** A sandbox of its own on a free port; from now on this is the one that is spoken to. */
  start(): Promise<void>
  close(): Promise<void>
}

export interface SessionParts {
  allowChanges: boolean
  /** Where a sandbox may be running; nobody but the person who configured the server says where. */
  target: Target
}

const way =
  'call the tool sandbox with {"start": true}, or have somebody run npx epay-sandbox and give its address with --url'

export const openSession = ({ allowChanges, target: given }: SessionParts): Session => {
  let own: Sandbox | undefined
  let target = given
  return {
    allowChanges,
    isOwn: () => own !== undefined,
    target: () => target,
    async ask(method, path, json) {
      try {
        return await call(target, method, path, json)
      } catch (error) {
        if (error instanceof Unreachable) throw new Unreachable(`no sandbox answers at ${target.url}: ${way}`)
        throw error
      }
    },
    async start() {
      own ??= await createSandbox()
      target = { url: own.url }
    },
    async close() {
      await own?.close()
    },
  }
}
