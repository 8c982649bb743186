import { checkReach } from '../redaction/reach.ts'
import { openBank, type Stages } from './bank.ts'
import { freePort } from './child.ts'
import type { Description } from './load.ts'
import { openMerchant } from './merchant.ts'
import { openPace } from './pace.ts'
import { openUpToDate } from './plain-payment.ts'
import type { Effort, TestBed } from './test-bed.ts'
import { openWire } from './wire.ts'

export interface TestBedOptions {
  seed: string
  /** Where the sandbox listens; 0 is any free port. */
  sandboxPort: number
  /** Hosts of `--i-own`. */
  own: string[]
  effort?: Effort
  stages?: Stages
}

const wholeEffort: Effort = { orders: 100, codes: Number.POSITIVE_INFINITY }

const urlsOf = ({ createOrder, probe, savedCard, reconcile, postlink, ready, admin }: Description) =>
  [createOrder, probe, savedCard, reconcile, postlink, admin, { url: ready }].flatMap(
    (call) => call?.url ?? [],
  )

/** A sandbox, and the merchant beside it: started when it is described how, found running otherwise. */
export const openTestBed = async (
  description: Description,
  options: TestBedOptions,
): Promise<TestBed & { close(): Promise<void> }> => {
  const { seed, sandboxPort, own, effort = wholeEffort, stages } = options
  const { folder, terminal } = description
  const port = description.port ?? (description.start ? await freePort() : 80)
  for (const host of own) checkReach({ who: 'certify', own }, `http://${host}/`)
  for (const url of urlsOf(description))
    checkReach({ who: 'certify', own }, url.replaceAll('{port}', String(port)))

  const bank = await openBank({
    seed,
    port: sandboxPort,
    own,
    ...(terminal ? { terminal } : {}),
    ...(stages ? { stages } : {}),
  })
  const send = openWire({ who: 'certify', own })
  const asking = { send, folder, environment: bank.environment }
  const merchant = openMerchant(description, { asking, port, payformUrl: bank.payformUrl })
  const close = async () => {
    await merchant.close()
    await bank.close()
  }
  try {
    await merchant.child?.start()
  } catch (error) {
    await close()
    throw error
  }
  const pace = openPace(description)
  const restart: TestBed['restart'] = async (rightBefore = async () => {}) => {
    await rightBefore()
    await merchant.restart()
  }
  const bed = { bank, merchant, send, effort, invoiceIds: [], codes: [], pace, restart }
  return { ...bed, isUpToDate: openUpToDate(bed), close }
}
