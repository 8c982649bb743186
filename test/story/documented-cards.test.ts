import t from 'tap'
import { forcedByCardId, forcedByHolder, forcedByPan, forcibleCodes } from '../../contracts/sandbox-card.ts'
import cards from '../../fixtures/cards.json' with { type: 'json' }
import { openSandbox, saveCard, seedMoment } from '../world.ts'
import { attempt } from './attempt.ts'

// Amounts that look like codes, and the smallest and largest that a shop may ask.
const amounts = [...forcibleCodes.filter((code) => code > 0), 0.01, 100, 1_000_000]

for (const edition of ['2025', '2020'] as const) {
  for (const { pan, expiry, cvc, status } of cards.filter((card) => card.edition === edition)) {
    t.test(
      `${pan} of ${edition} is ${status === 'unlock' ? 'approved' : 'locked'} whatever is paid`,
      async (t) => {
        const sandbox = await openSandbox(t, { cards: edition, clock: 'system' })
        const wanted = status === 'unlock' ? 0 : 465
        const some = amounts.filter((_, i) => i % 12 === Number(pan.at(-1)))
        for (const amount of [...some, ...amounts.slice(-3)])
          t.equal(await attempt(sandbox, { amount, typed: { pan, expiry, cvc } }), wanted, `${amount}`)
        await sandbox.clock.advance('P3650D')
        t.equal(await attempt(sandbox, { typed: { pan, expiry, cvc } }), wanted, 'and in ten years')
      },
    )
  }
}

t.test('only a clock that somebody set lets a documented card expire', async (t) => {
  const sandbox = await openSandbox(t, { clock: seedMoment })
  t.equal(await attempt(sandbox), 0)
  await sandbox.clock.set('2030-01-01T00:00:00+05:00')
  t.equal(await attempt(sandbox), 478)
})

t.test('no documented number is a number of the sandbox', async (t) => {
  for (const { pan } of cards) t.equal(forcedByPan(pan), undefined, pan)
})

t.test('a name forces an outcome only when it is CODE and a code of the table', async (t) => {
  const sandbox = await openSandbox(t)
  for (const holder of [
    'CODE',
    'CODEX 484',
    'CODE MASTER',
    'CODE 999',
    'CODE 4840',
    'MR CODE 484',
    'CODE 484 JR',
  ]) {
    t.equal(forcedByHolder(holder), undefined, holder)
    t.equal(await attempt(sandbox, { typed: { holder } }), 0, holder)
  }
})

t.test('a card that was really saved is approved', async (t) => {
  const sandbox = await openSandbox(t)
  const cardId = await saveCard(sandbox)
  t.equal(forcedByCardId(cardId), undefined)
  t.equal(await attempt(sandbox, { cardId }), 0)
  t.equal(
    await attempt(sandbox, { cardId: '00000000-0000-4000-8000-000000000999' }),
    undefined,
    'no such card',
  )
})
