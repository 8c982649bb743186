import { openOwnShop } from '../../server/incident/own-shop.ts'
import { describeShop } from '../certify/open.ts'

type T = { teardown(run: () => unknown): void }

/** A sample shop beside a sandbox of its own, with one mistake or none. */
export const shopOf = async (t: T, name: 'node' | 'flawed', flaw?: string) => {
  const start = flaw ? { start: `FLAW=${flaw} node shop.js`, patienceMs: 250 } : {}
  const shop = await openOwnShop(await describeShop(name, start), { seed: 'test', sandboxPort: 0, own: [] })
  t.teardown(shop.close)
  return shop
}
