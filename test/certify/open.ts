import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type CertifyOptions, certify } from '../../server/certify/certify.ts'
import { type Description, describeMerchant } from '../../server/certify/load.ts'
import { call } from '../../server/client/control.ts'
import type { CoverageView } from '../../server/readings/coverage/table.ts'

export const shopFile = (shop: string) =>
  fileURLToPath(new URL(`../../fixtures/shops/${shop}/certify.yaml`, import.meta.url))

/** Less of the long cases than a merchant gets: enough to see the mistake. */
export const little = { seed: 'test', at: 0, sandboxPort: 0, own: [], effort: { orders: 5, codes: 2 } }

export const describeShop = async (shop: string, more: Partial<Description> = {}): Promise<Description> => ({
  ...(await describeMerchant(shopFile(shop), {})),
  ...more,
})

export const judge = (description: Description, options: Partial<CertifyOptions> = {}) =>
  certify(description, { ...little, ...options })

/** Judged, with what the run met of the bank; codes of every kind are met, as by a merchant who tries them all. */
export const judgeCovered = async (description: Description, options: Partial<CertifyOptions> = {}) => {
  let figure = 'nothing'
  const report = await judge(description, {
    effort: { orders: 5, codes: 7 },
    ...options,
    async beforeClose(_, { bank }) {
      const { met, of } = await call<CoverageView>({ url: bank.url }, 'GET', 'coverage')
      figure = `${met} of ${of}`
    },
  })
  return { report, figure }
}

export const hasPython = (() => {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()
