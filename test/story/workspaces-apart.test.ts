import t from 'tap'
import { forcibleCodes } from '../../contracts/sandbox-card.ts'
import { matches } from '../matches.ts'
import { control, journalText, openMerchant, openSandbox, payThroughPage, requestToken } from '../world.ts'
import { inWorkspace, put, shopOf, terminalId, tokenOfShop } from './rooms.ts'

const declines = forcibleCodes.filter((code) => code !== 0)

const rooms = Array.from({ length: 50 }, (_, i) => ({
  i,
  name: `room-${i}`,
  code: declines[i] as number,
  clock: new Date(Date.UTC(2025, 0, 1 + i)).toISOString(),
  dialect: i % 2 ? ('observed' as const) : ('documented' as const),
  // Every room plays the same invoice at once, half of them in two stages when approved.
  oneStage: i % 3 === 0,
}))

t.test(
  'fifty workspaces at once: none sees another’s rules, clock, dialect, merchants or payments',
  async (t) => {
    const sandbox = await openSandbox(t)
    const merchant = await openMerchant(t)
    const played = await Promise.all(
      rooms.map(async ({ i, name, code, clock, dialect, oneStage }) => {
        const own = inWorkspace(sandbox, name)
        const made = await put(sandbox, name, { seed: `seed ${i}`, clock, dialect, ...shopOf(i, oneStage) })
        const rule = await control(own, 'POST', 'rules', { then: { reasonCode: code }, times: 1 })
        const order = { terminal: terminalId(i), postLink: `${merchant.url}/${name}` }
        const pay = () => payThroughPage(own, { token: tokenOfShop(i), order })
        const declined = await pay()
        const approved = await pay()
        await control(own, 'POST', 'clock', { advance: 'PT0S' })
        return { i, own, made, rule, declined, approved }
      }),
    )
    for (const { i, own, made, rule } of played) {
      const { name, code, clock, dialect, oneStage } = rooms[i] as (typeof rooms)[number]
      await t.test(name, async (t) => {
        matches(t, made, {
          status: 200,
          body: { name, seed: `seed ${i}`, clients: [`shop-${i}`], terminals: [{ id: terminalId(i) }] },
        })
        t.equal(rule.status, 201)
        const get = async (path: string) => (await control(own, 'GET', path)).body
        matches(t, await get('health'), { workspace: name, now: clock })
        matches(t, (await get('payments')).payments, { length: 2 })
        matches(t, (await get('payments')).payments, [
          { invoiceId: '000000001', reasonCode: code, status: 'FAILED' },
          { reasonCode: 0, status: oneStage ? 'CHARGE' : 'AUTH' },
        ])
        t.same(await get('rules'), { rules: [] }, 'its rule has matched once and is gone')
        const mine = merchant.received
          .filter(({ path }) => path === `/${name}`)
          .map(({ body }) => JSON.parse(body))
        matches(t, mine, [{ reasonCode: code, terminal: terminalId(i) }, { reasonCode: 0 }])
        t.equal(mine.length, 2)

        const journal = await journalText(own)
        const others = rooms.filter((room) => room.name !== name && journal.includes(`"shop-${room.i}"`))
        t.same(others, [], 'no other shop has left a trace here')
        t.notOk(journal.includes(`secret-${i}`), 'nor is its own secret kept')

        const token = await requestToken(own, { ...tokenOfShop(i), invoiceID: '000000777' })
        t.type(token.body.expires_in, dialect === 'observed' ? 'string' : 'number')
        const stranger = await requestToken(own, { ...tokenOfShop((i + 1) % 50), invoiceID: '000000778' })
        matches(
          t,
          stranger,
          { status: 401, body: { error: 'invalid_client' } },
          'the next shop is unknown here',
        )
      })
    }
    const ids = new Set(played.flatMap(({ rule }) => String(rule.body.id)))
    t.equal(ids.size, 50, 'ids come from the seed of the workspace')
    t.same(await sandbox.payments(), [])
    t.same(await sandbox.rules.list(), [])
  },
)

t.test('the same seed and the same calls are the same story, whatever the name', async (t) => {
  const sandbox = await openSandbox(t)
  const story = async (name: string) => {
    await put(sandbox, name, { seed: 'twins', clock: '2025-02-12T09:42:51+05:00' })
    await payThroughPage(inWorkspace(sandbox, name))
    return journalText(inWorkspace(sandbox, name))
  }
  t.equal(await story('left'), await story('right'))
})
