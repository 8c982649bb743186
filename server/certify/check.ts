import { setTimeout as wait } from 'node:timers/promises'
import { ConfigError, Unreachable } from '../errors.ts'
import { calibrate } from './calibrate.ts'
import { seenText } from './evidence.ts'
import type { Description } from './load.ts'
import { openTestBed, type TestBedOptions } from './open.ts'
import { chargeSavedCard } from './saved-card.ts'
import type { TestBed } from './test-bed.ts'
import { openTrial } from './trial.ts'
import { Trouble } from './trouble.ts'

/** One entry of the description, tried once. Undefined: it is not there, and what that costs. */
export interface Tried {
  entry: string
  ok: boolean | undefined
  saw: string
}

type Look = (bed: TestBed) => Promise<string>

/** What is done with each entry, in the order in which one needs the other. */
const looks: Record<string, Look> = {
  async createOrder({ merchant }) {
    const { invoiceId, amount, currency, backLink } = await merchant.createOrder()
    const back = backLink ? `back to ${backLink}` : 'no backLink: cases about the return are skipped'
    return `order ${invoiceId} of ${amount} ${currency}, ${back}`
  },
  async probe(bed) {
    const { answerMs, lagMs, quietMs } = await calibrate(bed)
    const lag = lagMs === undefined ? 'never paid' : `paid ${lagMs} ms after the answer`
    return `unpaid at first, then ${lag} (${answerMs} ms for paying and answering); quiet time ${quietMs} ms`
  },
  async savedCard(bed) {
    const order = await chargeSavedCard(openTrial(bed))
    await wait(bed.pace.quietMs())
    return `order ${order.invoiceId}: ${seenText(await bed.merchant.probe(order))}`
  },
  async reconcile({ merchant }) {
    const { status, text } = await merchant.reconcile(await merchant.createOrder())
    return status ? `HTTP ${status}` : text.slice(0, 80)
  },
  async admin({ merchant }) {
    const page = await merchant.readAdmin(await merchant.createOrder())
    return `${page.length} characters`
  },
  async log({ merchant }) {
    return `${(await merchant.readLog()).length} characters so far`
  },
  async restart({ merchant }) {
    await merchant.restart()
    return 'up again'
  },
}

const missing: Record<string, string> = {
  probe: 'without it nobody sees what became of an order: not proven',
  savedCard: 'saved-card is skipped',
  reconcile: 'refunds, holds and the job that polls are skipped',
  admin: 'script-in-the-admin-page is skipped',
  log: 'what the process prints is read instead',
  restart: 'what a restart forgets is skipped',
}

/** Tries each entry once; after one that the others need and that fails, no more. */
export const checkDescription = async (
  description: Description,
  options: TestBedOptions,
): Promise<Tried[]> => {
  const tried: Tried[] = []
  const attempt = async <T>(entry: string, look: () => Promise<T>, describe: (value: T) => string) => {
    try {
      const value = await look()
      tried.push({ entry, ok: true, saw: describe(value) })
      return value
    } catch (error) {
      if (!(error instanceof Trouble || error instanceof ConfigError || error instanceof Unreachable))
        throw error
      tried.push({ entry, ok: false, saw: error.message })
      return undefined
    }
  }
  const started = description.start ?? 'a shop that runs'
  const opened = await attempt(
    'start',
    () => openTestBed(description, options),
    () => started,
  )
  if (!opened) return tried
  const { close, ...bed } = opened
  try {
    for (const [entry, look] of Object.entries(looks)) {
      if (description[entry as keyof Description]) {
        const saw = await attempt(entry, () => look(bed), String)
        if (saw === undefined && (entry === 'createOrder' || entry === 'probe')) break
      } else tried.push({ entry, ok: undefined, saw: missing[entry] ?? '' })
    }
    return tried
  } finally {
    await close()
  }
}
