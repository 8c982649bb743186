import t from 'tap'
import type { SandboxOptions } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  bearer,
  chargeBody,
  chargeCard,
  control,
  openMerchant,
  openSandbox,
  payThroughPage,
  saveCard,
  settle,
  tokenForm,
  tokenOf,
} from '../world.ts'
import { moneyOf, nothing, operate, paid } from './operating.ts'

const terminal = tokenForm().terminal as string

const ways: [string, SandboxOptions, 'one' | 'two'][] = [
  ['by default', {}, 'one'],
  ['in the dialect observed', { dialect: 'observed' }, 'two'],
  ['with --stages two', { stages: 'two' }, 'two'],
  ['with --stages one in the dialect observed', { dialect: 'observed', stages: 'one' }, 'one'],
  ['with the quirk testTerminalStages=two', { quirks: { testTerminalStages: 'two' } }, 'two'],
  ['with both saying the same', { stages: 'two', quirks: { testTerminalStages: 'two' } }, 'two'],
]

for (const [how, options, stages] of ways) {
  t.test(
    `${how} the shared test terminal has ${stages === 'one' ? 'one stage' : 'two stages'}`,
    async (t) => {
      const sandbox = await openSandbox(t, options)
      const merchant = await openMerchant(t)
      const order = await paid(sandbox, { postLink: merchant.url })
      await settle(sandbox)
      matches(t, merchant.bodies(), [{ code: 'ok', reasonCode: 0 }], 'the postlink is the same at either')
      const status = stages === 'one' ? 'CHARGE' : 'AUTH'
      matches(t, await moneyOf(order), { statusName: status, amount: 100, payoutAmount: 0 })
      const answer = await fetch(`${sandbox.apiUrl}/terminals/${terminal}`, {
        headers: bearer(order.service),
      })
      matches(
        t,
        await answer.json(),
        { singleMessageScheme: stages === 'one' },
        'GET terminals says the same',
      )
      if (stages === 'two') {
        matches(t, await operate(order, 'charge'), nothing)
        matches(t, await moneyOf(order), { statusName: 'CHARGE' })
      }
    },
  )
}

t.test('a terminal of the user with the same id keeps the stages of its row', async (t) => {
  const row = { id: terminal, client: 'test', singleMessageScheme: true }
  const sandbox = await openSandbox(t, { stages: 'two', terminals: [row] })
  matches(t, await moneyOf(await paid(sandbox)), { statusName: 'CHARGE' })
})

t.test('a workspace is given other stages, and keeps its other quirks', async (t) => {
  const sandbox = await openSandbox(t, { dialect: 'observed' })
  await control(sandbox, 'PUT', 'workspaces/shop', { stages: 'one' })
  const settings = await (await fetch(`${sandbox.url}/w/shop/_sandbox/settings`)).json()
  matches(t, settings, { quirks: { testTerminalStages: 'one', expiresIn: 'string' } })
  const { status, body } = await control(sandbox, 'PUT', 'workspaces/shop', {
    stages: 'one',
    quirks: { testTerminalStages: 'two' },
  })
  t.equal(status, 409)
  t.match(JSON.stringify(body), /they set the same thing/)
})

for (const [stages, status] of [
  ['one', 'CHARGE'],
  ['two', 'AUTH'],
] as const) {
  t.test(
    `with ${stages} stages payments/cards/auth in its extended form says code 0 and ${status}`,
    async (t) => {
      const sandbox = await openSandbox(t, { stages, quirks: { authorizationFields: 'extended' } })
      const cardId = await saveCard(sandbox)
      const answer = await chargeCard(sandbox, chargeBody(cardId), bearer(await tokenOf(sandbox)))
      matches(t, answer, { status: 200, body: { code: 0, status, email: '', reference: /^\d{12}$/ } })
    },
  )
}

t.test(
  'a payment that waits for 3-D Secure has an e-mail and a reference all the same: empty texts',
  async (t) => {
    const sandbox = await openSandbox(t, { quirks: { authorizationFields: 'extended' } })
    const cardId = await saveCard(sandbox)
    await sandbox.rules.add({ then: { threeDS: 'challenge' } })
    const { body } = await chargeCard(sandbox, chargeBody(cardId), bearer(await tokenOf(sandbox)))
    matches(t, body, { code: 0, status: '3D', email: '', reference: '' })
  },
)

t.test('a verification holds nothing at two stages', async (t) => {
  const sandbox = await openSandbox(t, { stages: 'two' })
  await saveCard(sandbox)
  matches(t, await sandbox.payments(), [{ status: 'VERIFIED' }])
  await payThroughPage(sandbox)
  matches(t, await sandbox.payments(), [{}, { status: 'AUTH' }])
})
