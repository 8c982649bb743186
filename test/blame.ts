import asyncHooks, { AsyncResource, type HookCallbacks } from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'

/** tap's own resource of a test. It is entered once to be made, and then to be run. */
interface TapWrap extends AsyncResource {
  test: { hookDomain: { parent?: { ids: Set<number> } } }
}

const isTest = (resource: object): resource is TapWrap => resource.constructor.name === 'TapWrap'

/**
 * Whose error it is that nobody caught. To know it of each promise, tap (async-hook-domain) follows all of them from
 * their making to their collection: a fifth of what a server under test costs. Here the id of all that happens is that
 * of the test that was run last, which is right wherever tests run one after another; see together.test.ts.
 */
export const blameByTest = (): void => {
  let running = asyncHooks.executionAsyncId()
  let init: HookCallbacks['init']
  const idle = { enable: () => idle, disable: () => idle }
  const createHook = (callbacks: HookCallbacks) => {
    init = callbacks.init
    return idle
  }
  Object.assign(asyncHooks, { executionAsyncId: () => running, createHook })
  syncBuiltinESMExports()

  const { runInAsyncScope } = AsyncResource.prototype
  const made = new WeakSet<TapWrap>()
  AsyncResource.prototype.runInAsyncScope = function (this: AsyncResource, ...run: [never]) {
    const enter = () => runInAsyncScope.apply(this, run)
    if (!isTest(this)) return enter()
    const maker = running
    running = this.asyncId()
    if (made.has(this)) return enter()
    made.add(this)
    init?.(running, 'test', maker, this)
    enter()
    // Else the end of a test takes along those that it, or its neighbour meanwhile, has made.
    this.test.hookDomain.parent?.ids.delete(running)
    running = maker
  } as typeof runInAsyncScope
}
