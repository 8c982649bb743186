import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Call, orderStates, type Probe } from '../../contracts/certify.ts'
import { cardIdOfCode } from '../../contracts/sandbox-card.ts'
import type { Screen } from '../client/screen.ts'
import { type Asking, ask, fill, type Said, type Values } from './ask.ts'
import { type Checkout, readCheckout } from './checkout.ts'
import { type Child, childOf, untilListening } from './child.ts'
import { domOf, findChromium } from './chromium.ts'
import { openGently } from './gently.ts'
import { valueAt } from './json-path.ts'
import { type LineProcess, openLineProcess } from './line-process.ts'
import type { Description } from './load.ts'
import { Trouble, Unseen } from './trouble.ts'

/** An order of the merchant's, on its way to the bank. */
export interface Order extends Checkout {
  invoiceId: string
  amount: number
  currency: string
  backLink: string
  /** Where the buyer is sent after a decline. */
  failureBackLink: string
  /** What the buyer's browser was given. */
  raw: string
  /** Once the buyer has opened it. */
  page?: Screen
}

/** What the probe told of one order. */
export interface OrderSeen {
  state: (typeof orderStates)[number] | 'unknown'
  /** What the shop holds as paid. */
  amount?: number
  /** How often the shop has fulfilled it. */
  times?: number
  /** In the merchant's own words. */
  raw: string
}

export interface MerchantOptions {
  asking: Asking
  port: number
  payformUrl: string
}

export const defaultAmount = 1000

const textOf = (payment: Record<string, unknown>, name: string): string => {
  const key = Object.keys(payment).find((one) => one.toLowerCase() === name.toLowerCase())
  return key === undefined ? '' : String(payment[key] ?? '')
}

const orderOf = (checkout: Checkout, raw: string): Order => {
  const { payment } = checkout
  const [invoiceId, currency] = [textOf(payment, 'invoiceId'), textOf(payment, 'currency') || 'KZT']
  if (!/^\d{6,15}$/.test(invoiceId)) throw new Trouble(`invoiceId is "${invoiceId}", expected 6 to 15 digits`)
  const amount = Number(textOf(payment, 'amount'))
  const [backLink, failureBackLink] = [textOf(payment, 'backLink'), textOf(payment, 'failureBackLink')]
  return { ...checkout, invoiceId, amount, currency, backLink, failureBackLink, raw }
}

const words: Required<NonNullable<Probe['map']>> = {
  paid: ['paid'],
  unpaid: ['unpaid'],
  held: ['held'],
  refunded: ['refunded'],
}

const same = (one: unknown, other: unknown) => String(one).toLowerCase() === String(other).toLowerCase()

const numberAt = (said: Said, path: string | undefined): { number?: number } => {
  const value = path === undefined ? undefined : valueAt(said.value, path)
  return value === undefined || value === null || value === '' ? {} : { number: Number(value) }
}

const seenBy = (probe: Probe, said: Said): OrderSeen => {
  if (said.status !== undefined && said.status >= 400) {
    const text = `the probe answered ${said.status}: ${said.text.slice(0, 200)}`
    throw said.status >= 500 || said.status === 429 ? new Unseen(text) : new Trouble(text)
  }
  const plain = typeof said.value !== 'object' || said.value === null
  const raw = plain ? (said.value ?? said.text.trim()) : valueAt(said.value, probe.state ?? '$.state')
  const state = orderStates.find((one) => (probe.map?.[one] ?? words[one]).some((word) => same(word, raw)))
  // A function answers in certify's own words.
  const own = probe.function ? { amount: '$.amount', times: '$.times' } : {}
  const amount = plain ? {} : numberAt(said, probe.amount ?? own.amount)
  const times = plain ? {} : numberAt(said, probe.times ?? own.times)
  return {
    state: state ?? 'unknown',
    raw: String(raw),
    ...(amount.number === undefined ? {} : { amount: amount.number }),
    ...(times.number === undefined ? {} : { times: times.number }),
  }
}

const readyUrlOf = ({ ready, createOrder, probe }: Description, port: number): string =>
  (ready ?? createOrder.url ?? probe?.url ?? 'http://127.0.0.1:{port}/').replaceAll('{port}', String(port))

const processOf = (description: Description, { asking, port }: MerchantOptions): Child | undefined => {
  const { start, folder } = description
  if (!start) return undefined
  const readyUrl = readyUrlOf(description, port)
  const environment = { ...asking.environment, PORT: String(port) }
  return childOf({ command: start.replaceAll('{port}', String(port)), folder, environment, readyUrl })
}

/** What can be put to the test at all. */
const abilitiesOf = ({ start, probe, savedCard, reconcile, restart, admin, log }: Description) => ({
  probe: probe !== undefined,
  /** Whether the probe would show an order paid twice. */
  count: Boolean(probe?.amount ?? probe?.times ?? probe?.function),
  chargeSavedCard: savedCard !== undefined,
  reconcile: reconcile !== undefined,
  restart: Boolean(restart),
  log: log !== undefined || start !== undefined,
  admin: admin !== undefined,
  /** Whether the shop has a word for money that is held. */
  hold: probe?.map?.held !== undefined || probe?.map === undefined,
})

/** A probe that stays, if it is described so. */
const lineProbeOf = (
  { probe, folder }: Description,
  { asking, port }: MerchantOptions,
): LineProcess | undefined =>
  probe?.command && probe.lines
    ? openLineProcess({
        command: fill(probe.command, { port: String(port) }),
        folder,
        environment: { ...asking.environment, PORT: String(port) },
      })
    : undefined

/** A page of the staff in a real browser, where there is one. */
const browse = async (page: Call, values: Values): Promise<string | undefined> => {
  const chromium = findChromium(process.env)
  if (!chromium) return undefined
  const headers = Object.entries(page.headers ?? {}).map(([name, value]) => [name, String(value)])
  return domOf(chromium, { url: fill(page.url ?? '', values), headers: Object.fromEntries(headers) })
}

/** Most commands end before the shop they start is up. */
const restartBy = async (command: string, run: () => Promise<unknown>, readyUrl: string): Promise<void> => {
  await run()
  await untilListening({ command, readyUrl })
}

/** The merchant under test: everything certify asks of it, and nothing it does to it. */
export const openMerchant = (description: Description, options: MerchantOptions) => {
  const { createOrder, probe, savedCard, reconcile, restart, admin, log, folder } = description
  const { asking, payformUrl } = options
  const child = processOf(description, options)
  const readyUrl = readyUrlOf(description, options.port)
  const values = (given: Values = {}): Values => ({ port: String(options.port), ...given })
  const gently = openGently()
  const isGone = () => child?.ended() !== undefined
  const tell = (call: Call, given: Values) => ask(call, values(given), asking)
  const lineProbe = lineProbeOf(description, options)
  const askProbe = (of: Probe, invoiceId: string) => lineProbe?.ask(invoiceId) ?? tell(of, { invoiceId })
  const readAdmin = (given: Values) => admin && tell(admin, given)

  return {
    child,
    port: options.port,
    postlinkUrl: description.postlink?.url?.replaceAll('{port}', String(options.port)),
    can: abilitiesOf(description),
    async createOrder(amount: string = String(defaultAmount)): Promise<Order> {
      return gently(async () => {
        const said = await tell(createOrder, { amount })
        return orderOf(readCheckout(said, createOrder.payment, payformUrl), said.text)
      }, isGone)
    },
    async probe({ invoiceId }: Order): Promise<OrderSeen | undefined> {
      return probe && gently(async () => seenBy(probe, await askProbe(probe, invoiceId)), isGone)
    },
    /** Which order it was for, the sandbox knows. */
    async chargeSavedCard(): Promise<Said> {
      if (!savedCard) throw new Trouble('no savedCard is described')
      const { cardId = cardIdOfCode(0), ...call } = savedCard
      return tell(call, { amount: String(defaultAmount), cardId })
    },
    async reconcile({ invoiceId }: Order): Promise<Said> {
      if (!reconcile) throw new Trouble('no reconcile is described')
      return tell(reconcile, { invoiceId })
    },
    /** What the shop has written so far: its log, or all that its process printed. */
    readLog: async (): Promise<string> =>
      log ? readFile(resolve(folder, log), 'utf8').catch(() => '') : (child?.printed() ?? ''),
    /** A page of the shop's staff, as it is sent to the browser. */
    readAdmin: async ({ invoiceId }: Order): Promise<string> => (await readAdmin({ invoiceId }))?.text ?? '',
    /** The same page once its scripts have run; undefined where there is no Chromium. */
    browseAdmin: async ({ invoiceId }: Order): Promise<string | undefined> =>
      admin && browse(admin, values({ invoiceId })),
    async restart(): Promise<void> {
      if (typeof restart === 'string')
        return restartBy(restart, () => tell({ command: restart }, {}), readyUrl)
      await child?.kill()
      await child?.start()
    },
    /** After a case that ended its process the next one finds it up again. */
    revive: async (): Promise<void> => child?.revive(),
    async close(): Promise<void> {
      lineProbe?.close()
      await child?.kill()
    },
  }
}

export type Merchant = ReturnType<typeof openMerchant>
