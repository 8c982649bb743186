import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { startProcess } from '../cli/run.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { shareOf } from '../share.ts'
import { chargeBody, control, payThroughPage, serviceToken, tokenOf } from '../world.ts'

/** The part of a sandbox that the helpers of world.ts use, spoken to over HTTP. */
const startOn = async (t: Test, journal: string) => {
  const { url, stop } = await startProcess(t, ['--port', '0', '--format', 'json', '--journal', journal])
  const addresses = { url, oauthUrl: `${url}/epay2/oauth2/token`, payformUrl: `${url}/payform/` }
  return { sandbox: { ...addresses, apiUrl: `${url}/api` } as Sandbox, kill: () => stop('SIGKILL'), stop }
}

/** A shop at one address that can be away, silent, or answering. */
const openShop = async (t: Test) => {
  let server: Server | undefined
  let port = 0
  let heard = () => {}
  const posts: Record<string, unknown>[] = []
  const close = async () => {
    server?.closeAllConnections()
    if (server?.listening) await once(server.close(), 'close')
  }
  const open = async (answers: boolean) => {
    await close()
    server = createServer(async (request, response) => {
      posts.push((await json(request)) as Record<string, unknown>)
      if (answers) response.end('ok')
      heard()
    }).listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }
  t.teardown(close)
  await open(false)
  return {
    postLink: `http://127.0.0.1:${port}/paid`,
    posts,
    goAway: close,
    fallSilent: () => open(false),
    answer: () => open(true),
    /** Resolves when so many posts have come, however late. */
    heard: (count: number) =>
      new Promise<void>((resolve) => {
        heard = () => posts.length >= count && resolve()
        heard()
      }),
  }
}

interface Listed {
  payments: Record<string, unknown>[]
  postlinks: Record<string, unknown>[]
}
const list = async (sandbox: Sandbox, what: keyof Listed) =>
  ((await control(sandbox, 'GET', `${what}?limit=1000`)).body as unknown as Listed)[what]

const charge = async (sandbox: Sandbox, invoiceId: string, cardId: string) => {
  const accessToken = await tokenOf(sandbox, { invoiceID: invoiceId })
  const answer = await fetch(`${sandbox.apiUrl}/payments/cards/auth`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(chargeBody(cardId, { invoiceId })),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

t.test('payment, saved card and the postlink on its way survive kill -9', async (t) => {
  const journal = join(folder(t), 'journal.sqlite')
  const shop = await openShop(t)
  const first = await startOn(t, journal)
  const order = { cardSave: true, postLink: shop.postLink }
  const { accessToken } = await payThroughPage(first.sandbox, { order })
  await shop.heard(1)
  const service = await serviceToken(first.sandbox)
  const before = await list(first.sandbox, 'payments')
  matches(t, before, [{ invoiceId: '000000001', status: 'CHARGE' }])
  t.equal((await first.kill()).signal, 'SIGKILL')

  await shop.answer()
  const second = await startOn(t, journal)
  // A lease lasts two minutes: the test would time out waiting for it.
  await shop.heard(2)
  t.same(shop.posts[1], shop.posts[0], 'the same postlink, sent again')
  t.same(await list(second.sandbox, 'payments'), before)

  await t.test('the saved card pays, and the old tokens still ask', async (t) => {
    const cardId = String(before[0]?.cardId)
    matches(t, await charge(second.sandbox, '000000002', cardId), { status: 200, body: { cardID: cardId } })
    for (const token of [accessToken, service]) {
      const url = `${second.sandbox.apiUrl}/check-status/payment/transaction/000000001`
      const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
      matches(t, await answer.json(), { resultCode: '100', transaction: { statusName: 'CHARGE' } })
    }
  })
  t.equal((await second.stop()).code, 0)
})

t.test('a postlink that waits for its retry waits on after kill -9, and goes out at its time', async (t) => {
  const journal = join(folder(t), 'journal.sqlite')
  const shop = await openShop(t)
  await shop.goAway()
  const first = await startOn(t, journal)
  await payThroughPage(first.sandbox, { order: { postLink: shop.postLink } })
  // Standing still, the clock lets the first attempt come to its end.
  await control(first.sandbox, 'POST', 'clock', { advance: 'PT1S' })
  const waiting = await list(first.sandbox, 'postlinks')
  matches(t, waiting, [{ state: 'due', attempts: [{ error: /ECONNREFUSED/ }] }])
  await first.kill()

  await shop.answer()
  const second = await startOn(t, journal)
  t.same(await list(second.sandbox, 'postlinks'), waiting)
  matches(t, (await control(second.sandbox, 'GET', 'clock')).body, { mode: 'virtual' })
  await control(second.sandbox, 'POST', 'clock', { advance: 'PT1M' })
  t.equal(shop.posts.length, 1)
  matches(t, await list(second.sandbox, 'postlinks'), [{ state: 'delivered' }])
})

/** A small linear congruential generator: the same kills in every run. */
const seeded = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
  return seed / 2 ** 31
}

t.test('whenever it is killed, every payment that was answered is kept and its shop is told', async (t) => {
  const journal = join(folder(t), 'journal.sqlite')
  const shop = await openShop(t)
  const chance = seeded(20250212)
  const answered = new Set<string>()
  const rounds = shareOf(10, 3)
  const perRound = 8
  for (let round = 0; round < rounds; round++) {
    if (chance() < 0.5) await shop.answer()
    else await shop.fallSilent()
    const { sandbox, kill } = await startOn(t, journal)
    const kept = new Set((await list(sandbox, 'payments')).map(({ invoiceId }) => invoiceId))
    const lost = [...answered].filter((invoiceId) => !kept.has(invoiceId))
    t.same(lost, [], `round ${round}`)
    const killAfter = answered.size + 1 + Math.floor(chance() * (perRound - 1))
    let killed = () => {}
    const end = new Promise<void>((resolve) => {
      killed = resolve
    })
    const pay = async (invoiceId: string) => {
      const order = { invoiceId, postLink: shop.postLink }
      const { paid } = await payThroughPage(sandbox, { order, token: { invoiceID: invoiceId } })
      if (paid.status === 303) answered.add(invoiceId)
      if (answered.size >= killAfter) await kill().then(killed)
    }
    const invoices = Array.from({ length: perRound }, (_, i) => String(100_000 + round * 100 + i))
    // Those that the kill cuts off fail, as they would at a shop.
    await Promise.all([end, ...invoices.map((invoiceId) => pay(invoiceId).catch(() => {}))])
  }

  await shop.answer()
  const { sandbox } = await startOn(t, journal)
  const payments = await list(sandbox, 'payments')
  // Rings whatever is due or soon tried again, and waits until it has been answered.
  await control(sandbox, 'POST', 'clock', { advance: 'PT5M' })
  const postlinks = await list(sandbox, 'postlinks')
  t.ok(answered.size >= rounds, `${answered.size} payments were answered`)
  t.same(
    postlinks.map(({ paymentId }) => paymentId),
    payments.map(({ id }) => id),
    'every outcome owes exactly one postlink',
  )
  t.same([...new Set(postlinks.map(({ state }) => state))], ['delivered'])
  const seen = new Set(shop.posts.map(({ invoiceId }) => invoiceId))
  const missing = [...answered].filter((invoiceId) => !seen.has(invoiceId))
  t.same(missing, [], 'every shop was told')
})
