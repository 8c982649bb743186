import { type Child, sandboxCommand, startChild } from './child.ts'
import { type Latencies, openLatencies } from './latency.ts'
import {
  accessTokenOf,
  approvedCard,
  chargeRequest,
  invoices,
  openMerchant,
  tokenRequest,
} from './merchant.ts'
import { computedMs, residentMb } from './process.ts'
import { machineTime, pace } from './schedule.ts'

/** What came of so many payments at one rate. Every latency begins at the moment the payment was due. */
export interface Step {
  rate: number
  due: number
  begun: number
  delivered: number
  repeated: number
  refused: number
  /** The first refusal, in the server's words. */
  refusal: string
  perSecond: number
  lateMs: Latencies
  charge: Latencies
  postlink: Latencies
  /** What the server computed for one payment. */
  computedUs: number
  loopDelayMs: number | undefined
  residentMb: number
}

export interface StepOptions {
  rate: number
  payments: number
  /** How long nothing may arrive before what is missing counts as lost. */
  patienceMs: number
}

/** The 99th percentile since the last time it was asked. */
const loopDelayOf = async (url: string): Promise<number | undefined> => {
  const metrics = await (await fetch(`${url}/_sandbox/metrics`)).text()
  const [, seconds] = /^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(metrics) ?? []
  return seconds === undefined ? undefined : Number(seconds) * 1000
}

export const emptyStep = ({ rate, payments }: Omit<StepOptions, 'patienceMs'>): Step => ({
  rate,
  due: payments,
  begun: 0,
  delivered: 0,
  repeated: 0,
  refused: 0,
  refusal: '',
  perSecond: 0,
  lateMs: openLatencies(),
  charge: openLatencies(),
  postlink: openLatencies(),
  computedUs: Number.NaN,
  loopDelayMs: undefined,
  residentMb: 0,
})

/** Asks the merchant what it got until all of it has come, or nothing for too long. */
const awaitPostlinks = async (step: Step, shop: Child, awaited: Map<string, number>, patienceMs: number) => {
  let [last, lastAtMs] = [machineTime.now(), 0]
  while (awaited.size > 0 && machineTime.now() - last < patienceMs) {
    const taken = (await (await fetch(shop.url)).json()) as [string, number][]
    for (const [invoiceId, atMs] of taken) {
      const dueMs = awaited.get(invoiceId)
      if (dueMs === undefined) step.repeated += 1
      else {
        awaited.delete(invoiceId)
        step.delivered += 1
        step.postlink.record(atMs - dueMs)
        lastAtMs = Math.max(lastAtMs, atMs)
      }
    }
    if (taken.length > 0) last = machineTime.now()
    else await machineTime.wait(20)
  }
  return lastAtMs
}

/** Pays at the step's rate and waits for every answer; answers what the merchant is owed, and when it was due. */
const payAll = async (step: Step, ids: string[], pay: (invoiceId: string) => Promise<void>) => {
  const awaited = new Map<string, number>()
  const underway = new Set<Promise<void>>()
  const call = (n: number, dueMs: number) => {
    const invoiceId = ids[n] as string
    step.lateMs.record(machineTime.now() - dueMs)
    awaited.set(invoiceId, dueMs)
    const paying = pay(invoiceId).then(
      () => step.charge.record(machineTime.now() - dueMs),
      (error: Error) => {
        awaited.delete(invoiceId)
        step.refused += 1
        step.refusal ||= error.message
      },
    )
    underway.add(paying)
    paying.finally(() => underway.delete(paying))
    // A second's worth of unanswered payments: the rest would only make the queue longer.
    return underway.size <= step.rate
  }
  step.begun = await pace({ rate: step.rate, count: step.due, time: machineTime, call })
  await Promise.all(underway)
  return awaited
}

/** A sandbox, a merchant that takes its postlinks, and a driver that pays whether or not they keep up. */
export const openLoad = async (connections: number) => {
  const [sandbox, shop] = await Promise.all([startChild(sandboxCommand), startChild(['test/bench/shop.ts'])])
  const driver = openMerchant(sandbox.url, connections)
  const postLink = `${shop.url}/postlink`
  const pay = async (invoiceId: string) => {
    const accessToken = accessTokenOf(await driver.post(tokenRequest(invoiceId, postLink)))
    await driver.post(chargeRequest(invoiceId, accessToken, approvedCard, postLink))
  }
  return {
    async step(options: StepOptions): Promise<Step> {
      const step = emptyStep(options)
      const ids = invoices(options.payments)
      await loopDelayOf(sandbox.url)
      const computedBefore = computedMs(sandbox.pid)
      const begunMs = machineTime.now()
      const awaited = await payAll(step, ids, pay)
      const endedMs = await awaitPostlinks(step, shop, awaited, options.patienceMs)
      step.loopDelayMs = await loopDelayOf(sandbox.url)
      step.perSecond = (step.delivered * 1000) / (endedMs - begunMs)
      step.computedUs = ((computedMs(sandbox.pid) - computedBefore) * 1000) / step.begun
      step.residentMb = residentMb(sandbox.pid)
      return step
    },
    async close() {
      await driver.close()
      await Promise.all([sandbox.stop(), shop.stop()])
    },
  }
}

/** Whether everything was paid and told, and nearly everything soon enough. */
export const keptUp = (step: Step, boundMs: number): boolean =>
  step.begun === step.due &&
  step.delivered === step.begun &&
  step.refused === 0 &&
  step.postlink.percentile(99) <= boundMs
