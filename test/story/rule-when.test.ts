import t from 'tap'
import type { When } from '../../contracts/rule.ts'
import { matches } from '../matches.ts'
import { card, journalText, lockedCard, openSandbox, saveCard } from '../world.ts'
import { type Attempt, amex, anyCardId, attempt, mastercard, newInvoice, otherTerminal } from './attempt.ts'

interface Case {
  when: When
  matching: Attempt[]
  others: Attempt[]
}

const invoiceId = '900000001'

/** Every condition alone. An order that is attempted again gets a number of its own, unless the case is about it. */
const alone: Record<string, Case> = {
  nothing: { when: {}, matching: [{}, { cardId: anyCardId }], others: [] },
  invoiceId: { when: { invoiceId }, matching: [{ invoiceId }], others: [{ invoiceId: '900000002' }] },
  'card by its number': {
    when: { card: mastercard.pan },
    matching: [{ typed: mastercard }],
    others: [{}, { typed: amex }],
  },
  'card by its mask': {
    when: { card: '377514...4820' },
    matching: [{ typed: amex }],
    others: [{}, { typed: mastercard }],
  },
  'card by its last four': { when: { card: '5096' }, matching: [{}], others: [{ typed: mastercard }] },
  'card typed with spaces': {
    when: { card: card.pan },
    matching: [{ typed: { pan: '4405 6397-0401 5096' } }],
    others: [{ typed: amex }],
  },
  cardId: {
    when: { cardId: anyCardId },
    matching: [{ cardId: anyCardId }, { cardId: anyCardId.toUpperCase() }],
    others: [{}],
  },
  amount: {
    when: { amount: 250 },
    matching: [{ amount: 250 }],
    others: [{ amount: 249.99 }, { amount: 250.01 }],
  },
  'amount of at least': {
    when: { amount: { min: 250 } },
    matching: [{ amount: 250 }, { amount: 9999 }],
    others: [{ amount: 249.99 }],
  },
  'amount of at most': {
    when: { amount: { max: 250 } },
    matching: [{ amount: 250 }, { amount: 0.01 }],
    others: [{ amount: 250.01 }],
  },
  'amount in a range': {
    when: { amount: { min: 100, max: 200 } },
    matching: [{ amount: 100 }, { amount: 150.5 }, { amount: 200 }],
    others: [{ amount: 99.99 }, { amount: 200.01 }],
  },
  accountId: {
    when: { accountId: 'vip' },
    matching: [{ accountId: 'vip' }],
    others: [{ accountId: 'VIP' }, {}],
  },
  terminal: { when: { terminal: otherTerminal }, matching: [{ terminal: otherTerminal }], others: [{}] },
  'terminal in capitals': {
    when: { terminal: otherTerminal.toUpperCase() },
    matching: [{ terminal: otherTerminal }],
    others: [{}],
  },
  holder: {
    when: { holder: 'Ann Lee' },
    matching: [
      { typed: { holder: 'ANN LEE' } },
      { typed: { holder: ' ann lee ' } },
      { cardId: anyCardId, holder: 'Ann Lee' },
    ],
    others: [{}, { typed: { holder: 'ANN LEEDS' } }],
  },
  'the page': { when: { operation: 'page' }, matching: [{}], others: [{ cardId: anyCardId }] },
  'saved cards': { when: { operation: 'savedCard' }, matching: [{ cardId: anyCardId }], others: [{}] },
}

const combined: Record<string, Case> = {
  'amount and account': {
    when: { amount: { min: 500 }, accountId: 'vip' },
    matching: [{ amount: 500, accountId: 'vip' }],
    others: [{ amount: 499, accountId: 'vip' }, { amount: 500 }],
  },
  'card, holder and terminal': {
    when: { card: '6736', holder: 'ANN LEE', terminal: otherTerminal },
    matching: [{ terminal: otherTerminal, typed: { ...mastercard, holder: 'ANN LEE' } }],
    others: [
      { typed: { ...mastercard, holder: 'ANN LEE' } },
      { terminal: otherTerminal, typed: mastercard },
      { terminal: otherTerminal, typed: { holder: 'ANN LEE' } },
    ],
  },
  'card id, amount and operation': {
    when: { operation: 'savedCard', cardId: anyCardId, amount: 42 },
    matching: [{ cardId: anyCardId, amount: 42 }],
    others: [{ cardId: anyCardId }, { amount: 42 }],
  },
  everything: {
    when: {
      operation: 'page',
      invoiceId,
      card: card.pan,
      amount: { min: 99, max: 101 },
      accountId: 'vip',
      terminal: otherTerminal,
      holder: 'TEST TEST',
      attempt: 1,
    },
    matching: [{ invoiceId, accountId: 'vip', terminal: otherTerminal }],
    others: [{ invoiceId: '900000002', accountId: 'vip', terminal: otherTerminal }],
  },
}

for (const [name, { when, matching, others }] of Object.entries({ ...alone, ...combined })) {
  t.test(`a rule on ${name} changes what it names and nothing else`, async (t) => {
    const sandbox = await openSandbox(t)
    await sandbox.rules.add({ when, then: { reasonCode: 484 } })
    for (const asked of others) t.equal(await attempt(sandbox, asked), 0, `not ${JSON.stringify(asked)}`)
    for (const asked of matching) t.equal(await attempt(sandbox, asked), 484, JSON.stringify(asked))
    matches(t, await sandbox.rules.list(), [{ matched: matching.length }])
  })
}

t.test('an amount range with tenths takes both of its ends', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ when: { amount: { min: 16.1, max: 19.9 } }, then: { reasonCode: 484 } })
  for (const amount of [16.1, 19.9]) t.equal(await attempt(sandbox, { amount }), 484, String(amount))
  for (const amount of [16.09, 19.91]) t.equal(await attempt(sandbox, { amount }), 0, String(amount))
})

t.test('a rule may name a card that was really saved, by its id and by its number', async (t) => {
  const sandbox = await openSandbox(t)
  const cardId = await saveCard(sandbox)
  t.equal(await attempt(sandbox, { cardId }), 0)
  await sandbox.rules.add({ when: { cardId }, then: { reasonCode: 484 }, times: 1 })
  t.equal(await attempt(sandbox, { cardId }), 484)
  await sandbox.rules.add({
    when: { operation: 'savedCard', card: card.pan },
    then: { reasonCode: 478 },
    times: 1,
  })
  t.equal(await attempt(sandbox, { cardId: anyCardId }), 0)
  t.equal(await attempt(sandbox, { cardId }), 478)
})

t.test('a rule may wait for a later attempt of the same invoice', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ when: { attempt: 2 }, then: { reasonCode: 484 } })
  await sandbox.rules.add({ when: { attempt: 3 }, then: { approve: true } })
  const again = newInvoice()
  const codes = []
  for (const typed of [lockedCard, card, lockedCard])
    codes.push(await attempt(sandbox, { invoiceId: again, typed }))
  t.same(codes, [465, 484, 0], 'by the card, by the rule, by the rule')
  t.equal(await attempt(sandbox), 0, 'another invoice begins with its first attempt')
})

t.test('the journal never holds the card number that a rule was added with', async (t) => {
  const sandbox = await openSandbox(t)
  const pans = [card.pan, mastercard.pan, amex.pan, '6011000990139424']
  for (const pan of pans) await sandbox.rules.add({ when: { card: pan }, then: { reasonCode: 484 } })
  await attempt(sandbox)
  const journal = await journalText(sandbox)
  for (const pan of pans) {
    t.notMatch(journal, pan)
    t.match(journal, `"card":"${pan.slice(0, 6)}...${pan.slice(-4)}"`)
  }
  t.same(
    (await sandbox.rules.list()).map(({ when }) => when?.card),
    ['440563...5096', '552204...6736', '377514...4820', '601100...9424'],
  )
})
