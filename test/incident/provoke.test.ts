import t from 'tap'
import { behaviours } from '../../contracts/behaviour.ts'
import { call } from '../../server/client/control.ts'
import type { CoverageView } from '../../server/readings/coverage/table.ts'
import { loadScenario } from '../../server/scenario/load.ts'
import { runScenario } from '../../server/scenario/run.ts'
import { shopOf } from './shop.ts'

const scenarioIn = (provoke = '') =>
  /^epay-sandbox scenario run (\S+) --config certify\.yaml$/.exec(provoke)?.[1]

t.test('each scenario that is said to provoke a behaviour does so with a shop', async (t) => {
  const rows = behaviours.filter(({ provoke }) => scenarioIn(provoke))
  t.ok(rows.length > 8)
  const shop = await shopOf(t, 'node')
  for (const name of new Set(rows.map(({ provoke }) => scenarioIn(provoke) ?? ''))) {
    const played = await runScenario(await loadScenario(name), { url: shop.bed.bank.url, shop })
    t.equal(played.skipped, undefined, name)
    // What the shop makes of it is not asked here: one whose terminal charges at once never sees a hold.
    const failed = played.steps.filter(({ ok, title }) => !ok && !title.startsWith("the shop's order"))
    t.same(failed, [], name)
  }
  const view = await call<CoverageView>({ url: shop.bed.bank.url }, 'GET', 'coverage')
  const met = new Set(view.behaviours.filter((row) => row.met).map(({ id }) => id))
  // An answer of the status is met by a shop that asks for it.
  const asked = rows.filter(({ use }) => use !== 'status' && use !== 'statusById' && use !== 'legacyStatus')
  t.same(
    asked.map(({ id }) => id).filter((id) => !met.has(id)),
    [],
    'each of them was met',
  )
})
