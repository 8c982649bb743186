import t, { type Test } from 'tap'
import { compressParams } from '../../contracts/params.ts'
import { chooseQuirks } from '../../contracts/quirk.ts'
import { openCardKey } from '../../server/adapters/card-key/key.ts'
import { manualClock } from '../../server/adapters/clock/manual.ts'
import { memoryJournal } from '../../server/adapters/journal/memory.ts'
import { hiddenFields } from '../../server/client/screen.ts'
import { buildApp } from '../../server/http/app.ts'
import { world } from '../../server/main.ts'
import type { Courier } from '../../server/ports.ts'
import { openWorkspaces } from '../../server/workspace/workspaces.ts'
import { seed, shareOf } from '../share.ts'
import { type Chance, chanceOf } from '../simulation/chance.ts'
import { bearer, card, chargeBody, lockedCard, paymentObject, seedMoment, tokenForm } from '../world.ts'

const start = Date.parse(seedMoment)
const savedCard = '00000000-0000-4000-8000-000000000000'
const postLink = 'http://shop.test/postlink'

/** A shop that answers after so many turns of the event loop: before, between or after the requests that follow. */
const shopOf = (turns: () => number) => {
  const posted: string[] = []
  const courier: Courier = {
    async post({ url, body }) {
      const text = JSON.stringify(body)
      posted.push(`${url} ${text}`)
      for (let left = turns(); left > 0; left--) await new Promise(setImmediate)
      // Every third invoice is not taken, however often it comes.
      const isTaken = Number((body as { invoiceId: string }).invoiceId) % 3 > 0
      return { status: isTaken ? 200 : 500, durationMs: turns(), responseBody: '' }
    },
    close: async () => {},
  }
  return { courier, posted }
}

const openBank = async (t: Test, courier: Courier) => {
  const settings = {
    ...{
      seed: 'test',
      cards: '2025' as const,
      quirks: chooseQuirks('documented'),
      clients: [],
      terminals: [],
    },
    ...{ unreadableCryptogram: 'refuse' as const, retain: 1000 },
  }
  const workspaces = await openWorkspaces({
    ...{ world, journal: memoryJournal(), clock: manualClock(start), courier },
    opening: () => ({ settings, clock: { mode: 'virtual', now: start, set: false } }),
  })
  const app = await buildApp({ workspaces, key: openCardKey({ fixture: true }) })
  t.teardown(async () => {
    await app.close()
    await workspaces.close()
  })
  return { app, workspaces }
}

type Ask = (url: string, payload?: object | string, headers?: Record<string, string>) => Promise<string>

const tokenFor = async (ask: Ask, invoiceID: string) =>
  JSON.parse(await ask('/oauth2/token', tokenForm({ invoiceID, postLink }))).access_token as string

const acts: ((ask: Ask, invoiceId: string, chance: Chance) => Promise<unknown>)[] = [
  async (ask, invoiceId) => {
    const token = await tokenFor(ask, invoiceId)
    await ask('/payments/cards/auth', chargeBody(savedCard, { invoiceId, postLink }), bearer(token))
    await ask(`/check-status/payment/transaction/${invoiceId}`, undefined, bearer(token))
  },
  async (ask, invoiceId, chance) => {
    const order = paymentObject(await tokenFor(ask, invoiceId), { invoiceId, postLink })
    const { page } = hiddenFields(await ask(`/payform/?params=${compressParams(order)}`))
    await ask('/payform/pay', { page, ...chance.of([card, card, lockedCard]) })
  },
  (ask) => ask('/_sandbox/rules', { when: { attempt: 2 }, then: { approve: true }, times: 1 }),
  (ask) => ask('/_sandbox/clock', { advance: 'PT3M' }),
]

/** The same requests in the same order. Of the journal, what the shop did stands behind the rest, by its attempts. */
const play = async (t: Test, calls: number, turns: () => number) => {
  const { courier, posted } = shopOf(turns)
  const { app, workspaces } = await openBank(t, courier)
  const heard: string[] = []
  const ask: Ask = async (url, payload, headers = {}) => {
    const isForm = url.endsWith('/token') || url.endsWith('/pay')
    const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers }
    const answer = await app.inject({
      ...{ method: payload ? 'POST' : 'GET', url, headers: isForm ? form : headers },
      ...(payload ? { payload: isForm ? String(new URLSearchParams(payload as never)) : payload } : {}),
    })
    heard.push(`${answer.statusCode} ${answer.headers.location ?? ''} ${answer.body}`)
    return answer.body
  }
  const chance = chanceOf(calls)
  for (let i = 1; i <= 60; i++)
    await chance.of([...acts.slice(0, 2), ...acts])(ask, String(i).padStart(9, '0'), chance)
  await ask('/_sandbox/clock', { advance: 'P1D' })
  const { emulator } = await workspaces.get('default')
  const entries = (await emulator.entries()).map(({ seq: _, ...entry }) => entry)
  const ofShop = ({ kind }: { kind: string }) => kind === 'postlink sent' || kind === 'postlink answered'
  const shops = entries.filter(ofShop).map((entry) => JSON.stringify(entry))
  const inOrder = entries.map(({ kind }) => kind)
  return {
    heard,
    posted: posted.sort(),
    rest: entries.filter((entry) => !ofShop(entry)),
    shops: shops.sort(),
    inOrder,
  }
}

for (let round = 0; round < shareOf(20, 2); round++) {
  const calls = seed + round
  t.test(`how soon a shop answers changes no id, no answer and no postlink (seed ${calls})`, async (t) => {
    const chance = chanceOf(calls)
    const { inOrder, ...quick } = await play(t, calls, () => 0)
    const { inOrder: otherOrder, ...slow } = await play(t, calls, () => chance.below(60))
    t.notSame(otherOrder, inOrder, 'the answers came between other entries')
    t.strictSame(slow.heard, quick.heard)
    t.strictSame(slow.posted, quick.posted)
    t.strictSame(slow.rest, quick.rest)
    t.strictSame(slow.shops, quick.shops)
    t.ok(quick.posted.length > 60, `${quick.posted.length} postlinks`)
  })
}
