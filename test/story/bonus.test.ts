import t from 'tap'
import { bonusCard } from '../../contracts/sandbox-card.ts'
import type { Sandbox, SandboxOptions } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  askStatus,
  bearer,
  card,
  chargeBody,
  chargeCard,
  control,
  openMerchant,
  openSandbox,
  payThroughPage,
  saveCard,
  serviceToken,
  settle,
  tokenOf,
} from '../world.ts'

type T = Parameters<typeof openSandbox>[0]
const price = { token: { amount: '50' }, order: { amount: 50 } }

const openTown = async (t: T, options: SandboxOptions = {}) => {
  const sandbox = await openSandbox(t, options)
  const merchant = await openMerchant(t)
  const pay = async (given: { order?: object; typed?: object } = {}) => {
    const order = { ...price.order, ...given.order }
    const token = { ...price.token, postLink: merchant.url }
    await payThroughPage(sandbox, { token, order, typed: given.typed })
    await settle(sandbox)
  }
  return { sandbox, merchant, pay }
}

const status = async (sandbox: Sandbox) => {
  const { body } = await askStatus(sandbox, await serviceToken(sandbox), '000000001')
  return body.transaction as Record<string, unknown>
}

t.test('the card pays what bonuses leave: amount and amount_bonus, and the price is their sum', async (t) => {
  const { sandbox, merchant, pay } = await openTown(t)
  await control(sandbox, 'POST', 'rules', { then: { bonus: 35 } })
  await pay()
  matches(t, merchant.bodies(), [{ code: 'ok', amount: 15, amount_bonus: 35 }])
  matches(t, await status(sandbox), { amount: 15, amountBonus: 35, orgAmount: 15, statusName: 'CHARGE' })
  matches(t, await sandbox.payments(), [{ amount: 50, bonus: 35 }])
})

t.test('the form of 2020 tells of bonuses too', async (t) => {
  const { sandbox, merchant, pay } = await openTown(t, { quirks: { postlinkForm: '2020' } })
  await control(sandbox, 'POST', 'rules', { then: { bonus: 35 } })
  await pay()
  matches(t, merchant.bodies(), [{ amount: 15, amount_bonus: 35 }])
})

t.test('a payment without bonuses says nothing of them in its postlink', async (t) => {
  const { sandbox, merchant, pay } = await openTown(t)
  await pay()
  t.notOk('amount_bonus' in (merchant.bodies()[0] ?? {}))
  matches(t, await status(sandbox), { amount: 50, amountBonus: 0 })
})

t.test(
  'useBonus of the payment object, and a card that has bonuses: seven tenths of the price',
  async (t) => {
    const asked = await openTown(t)
    await asked.pay({ order: { useBonus: true } })
    matches(t, await status(asked.sandbox), { amount: 15, amountBonus: 35 })
    matches(t, await asked.sandbox.payments(), [
      { assumed: ['bonuses pay seven tenths of the price', String] },
    ])
    const byCard = await openTown(t)
    await byCard.pay({ typed: { ...card, pan: bonusCard.pan } })
    matches(t, byCard.merchant.bodies(), [{ code: 'ok', amount: 15, amount_bonus: 35 }])
  },
)

t.test('a saved card that has bonuses spends them in the call too', async (t) => {
  const sandbox = await openSandbox(t)
  const cardId = await saveCard(sandbox, { ...card, pan: bonusCard.pan })
  const answer = await chargeCard(sandbox, chargeBody(cardId), bearer(await tokenOf(sandbox)))
  matches(t, answer, { status: 200, body: { amount: 30, amountBonus: 70 } })
})

t.test('a decline takes neither money nor bonuses', async (t) => {
  const { sandbox, merchant, pay } = await openTown(t)
  await pay({ order: { useBonus: true }, typed: { ...card, cvc: '999' } })
  matches(t, merchant.bodies(), [{ code: 'error', amount: 50 }])
  t.notOk('amount_bonus' in (merchant.bodies()[0] ?? {}))
  matches(t, await status(sandbox), { amount: 50, amountBonus: 0, statusName: 'FAILED' })
})

t.test('only the part of the card is charged, given back and counted', async (t) => {
  const { sandbox, pay } = await openTown(t)
  await control(sandbox, 'POST', 'rules', { then: { bonus: 35 } })
  await pay()
  const { id } = (await sandbox.payments())[0] ?? {}
  const headers = bearer(await serviceToken(sandbox))
  const refund = (amount: number) =>
    fetch(`${sandbox.url}/operation/${id}/refund?amount=${amount}`, { method: 'POST', headers })
  t.equal((await refund(16)).status, 400)
  t.equal((await refund(15)).status, 200)
  matches(t, await status(sandbox), { statusName: 'REFUND', amountBonus: 35, payoutAmount: 15 })
  matches(t, (await control(sandbox, 'GET', 'ledger/check')).body, { ok: true })
})

t.test('bonuses never pay the whole, and nothing of a card that is only saved', async (t) => {
  const { sandbox, pay } = await openTown(t)
  await control(sandbox, 'POST', 'rules', { then: { bonus: 5000 } })
  await pay()
  matches(t, await status(sandbox), { amount: 1, amountBonus: 49 })
  t.not(await saveCard(sandbox), '')
  matches(t, (await control(sandbox, 'GET', 'ledger/check')).body, { ok: true })
})
