import t from 'tap'
import { reasonCodes, reasonOf } from '../../contracts/reason-code.ts'
import { bankWords, wireReason } from '../../contracts/reason-words.ts'
import { cardIdOfCode } from '../../contracts/sandbox-card.ts'
import type { SandboxOptions } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  askStatus,
  bearer,
  chargeBody,
  chargeCard,
  openMerchant,
  openSandbox,
  payThroughPage,
  settle,
  tokenOf,
} from '../world.ts'
import { operate, paid } from './operating.ts'

t.test('every code has a text for the wire: the bank’s, or else our short English', async (t) => {
  for (const { code, reason } of reasonCodes) {
    t.equal(wireReason(code, 'kaz', {}), bankWords(code, 'eng') ?? reason, String(code))
    for (const language of ['rus', 'kaz'] as const) {
      const expected = bankWords(code, language) ?? bankWords(code, 'eng') ?? reason
      t.equal(wireReason(code, 'eng', { reasonLanguage: language }), expected, `${code} ${language}`)
    }
  }
  t.equal(wireReason(473, 'rus', {}), 'Authentication failed', 'the word of the sample')
})

t.test('some codes are known in English, some in Russian only, one in no words at all', async (t) => {
  t.equal(bankWords(484, 'eng'), 'Not sufficient funds')
  t.equal(bankWords(521, 'eng'), undefined)
  t.match(bankWords(521, 'rus'), /отклонена/)
  t.equal(wireReason(-1, 'rus', { reasonLanguage: 'rus' }), reasonOf(-1).reason)
})

const languages: [SandboxOptions, string, string][] = [
  [{}, 'kaz', 'Not sufficient funds'],
  [{ quirks: { reasonLanguage: 'rus' } }, 'eng', 'Недостаточно средств на карте'],
  [{ quirks: { reasonLanguage: 'kaz' } }, 'eng', 'Картада қаржы жетіспейді'],
  [{ quirks: { reasonLanguage: 'order' } }, 'rus', 'Недостаточно средств на карте'],
  [{ quirks: { reasonLanguage: 'order', postlinkForm: '2020' } }, 'kaz', 'Картада қаржы жетіспейді'],
]

for (const [options, language, text] of languages) {
  const quirks = JSON.stringify(options.quirks ?? 'no quirk')
  t.test(
    `a decline is told in the words of the bank everywhere: ${quirks}, ordered in ${language}`,
    async (t) => {
      const sandbox = await openSandbox(t, options)
      const merchant = await openMerchant(t)
      const accessToken = await tokenOf(sandbox)
      const asked = chargeBody(cardIdOfCode(484), { language, postLink: merchant.url })
      const answer = await chargeCard(sandbox, asked, bearer(accessToken))
      t.same(answer, { status: 400, body: { code: 484, message: text } })
      await settle(sandbox)
      matches(t, merchant.bodies(), [{ code: 'error', reasonCode: 484, reason: text }])
      const { body } = await askStatus(sandbox, accessToken, '000000001')
      matches(t, body, { transaction: { reasonCode: /^484$/, reason: text } })
      const legacy = await fetch(`${sandbox.apiUrl}/operation/000000001`, { headers: bearer(accessToken) })
      matches(t, await legacy.json(), { reasonCode: 484, reason: text })
      matches(
        t,
        await sandbox.payments(),
        [{ reason: reasonOf(484).reason }],
        'ours stays in our own interfaces',
      )
    },
  )
}

t.test('a charge that a rule refuses with a code is answered in the words of the bank', async (t) => {
  const sandbox = await openSandbox(t, { quirks: { reasonLanguage: 'rus' } })
  const order = await paid(sandbox)
  await sandbox.rules.add({ when: { operation: 'refund' }, then: { reasonCode: 503 } })
  const { status, body } = await operate(order, 'refund')
  t.same({ status, body }, { status: 400, body: { code: 503, message: bankWords(503, 'rus') } })
})

t.test('a success is "success" in the postlink of 2025, nothing in that of 2020', async (t) => {
  for (const [postlinkForm, reason] of [
    ['2025', 'success'],
    ['2020', ''],
  ] as const) {
    const sandbox = await openSandbox(t, { quirks: { postlinkForm, reasonLanguage: 'rus' } })
    const merchant = await openMerchant(t)
    await payThroughPage(sandbox, { order: { postLink: merchant.url } })
    await settle(sandbox)
    matches(t, merchant.bodies(), [{ code: 'ok', reason }])
  }
})
