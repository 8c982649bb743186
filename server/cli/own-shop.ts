import { describeMerchant } from '../certify/load.ts'
import { CheckFailed, UsageError } from '../errors.ts'
import { type OwnShop, openOwnShop } from '../incident/own-shop.ts'
import { type CodeRow, meetCodes, readCodes } from '../incident/reason-codes.ts'
import { loadScenario } from '../scenario/load.ts'
import { runScenario, type ScenarioResult } from '../scenario/run.ts'
import { type RunFlags, tellResults } from './scenario-results.ts'
import { type Column, print, say } from './table.ts'

/** The shop that a command was given by --config, for as long as something is done with it. */
export const withShop = async <T>(config: string, use: (shop: OwnShop) => Promise<T>): Promise<T> => {
  const description = await describeMerchant(config, {})
  const sandboxPort = description.start ? 0 : 3729
  // Whatever was started goes with us.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  const shop = await openOwnShop(description, { seed: 'shop', sandboxPort, own: [] })
  return use(shop).finally(shop.close)
}

const columns: Column<CodeRow>[] = [
  ['code', ({ code }) => String(code)],
  ['reason', ({ reason }) => reason],
  ['the buyer saw', ({ buyerSaw }) => buyerSaw],
  ['postlink', ({ answered }) => answered],
  ['the order', ({ order }) => order],
  ['paid again', ({ paidAgain }) => paidAgain],
  ['', ({ ok }) => (ok ? '' : 'FAILED')],
]

const runCodes = async ({ config = '', codes, format }: RunFlags) => {
  if (format === 'junit') throw new UsageError('reason-codes are told as text or json')
  const wanted = readCodes(codes)
  const rows = await withShop(config, (shop) => meetCodes(shop, wanted))
  print(format, { reasonCodes: rows }, columns, rows)
  const failed = rows.filter(({ ok }) => !ok).length
  if (format === 'text') say(`${rows.length - failed} passed, ${failed} failed`)
  if (failed > 0) throw new CheckFailed(`your shop failed at ${failed} of ${rows.length} reason codes`)
}

/** Stories with the orders of a shop of one's own; `reason-codes` is the story of every decline there is. */
export const runWithShop = async (names: string[], flags: RunFlags) => {
  const { config, url, postLink } = flags
  if (config === undefined)
    throw new UsageError('reason-codes are met by your shop: --config certify.yaml describes it')
  if (postLink !== undefined || flags.workspace !== undefined)
    throw new UsageError(
      '--config brings a shop and a sandbox of its own: leave --post-link and --workspace out',
    )
  if (url !== undefined && url !== process.env.EPAY_SANDBOX_URL)
    throw new UsageError('--config starts a sandbox of its own: leave --url out')
  if (names.includes('reason-codes')) {
    if (names.length > 1) throw new UsageError('reason-codes runs alone')
    return runCodes(flags)
  }
  const titled = await Promise.all(names.map(loadScenario))
  const results = await withShop(config, async (shop) => {
    const played: ScenarioResult[] = []
    for (const one of titled) played.push(await runScenario(one, { url: shop.bed.bank.url, shop }))
    return played
  })
  tellResults(flags, results)
}
