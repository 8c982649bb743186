import t from 'tap'
import { threeDSCards } from '../../contracts/sandbox-card.ts'
import { minuteMs } from '../../contracts/time.ts'
import { isRefusal } from '../../server/core/decision.ts'
import { matches } from '../matches.ts'
import { type Gateway, gateway, goodCard, pageFor, payOn, ringDue } from './given.ts'

/** A payment that waits for its buyer. */
const asked = (given: Gateway, holder = 'TEST TEST') => {
  const { page, accessToken } = pageFor(given)
  const card = { ...goodCard, pan: threeDSCards[0]?.pan ?? '', holder }
  const { challenge } = given.accepted<'pay on page'>(payOn(page, card))
  if (!challenge) throw new Error('nobody was asked')
  return { challenge, page, accessToken }
}

const answer = (given: Gateway, challenge: string, code: string, cancel = false) =>
  given.accepted<'answer challenge'>({ kind: 'answer challenge', challenge, code, cancel })

const confirm = (given: Gateway, challenge: string, paRes = '', accessToken = '') =>
  given.when<'confirm payment'>({ kind: 'confirm payment', challenge, transaction: '', paRes, accessToken })

t.test('the right code is too late at the deadline, also before anybody rang', async (t) => {
  const given = gateway()
  const { challenge } = asked(given)
  given.wait(5 * minuteMs - 1)
  t.equal(answer(given, challenge.id, 'wrong').paRes, undefined)
  given.wait(1)
  const { paRes } = answer(given, challenge.id, challenge.code)
  const { reply } = confirm(given, challenge.id, paRes)
  matches(t, reply, { status: 'FAILED', reasonCode: 877 })
  t.same(given.copy().transactions.get(challenge.transaction.id)?.reasonCode, 877)
  given.wait(minuteMs)
  const before = given.entries.length
  ringDue(given)
  t.notOk(
    given.entries.slice(before).some(({ kind }) => kind.startsWith('payment')),
    'nothing rings for it',
  )
})

t.test('an outcome after the right code names the assumed rules of the card', async (t) => {
  const given = gateway()
  given.accepted<'add rule'>({ kind: 'add rule', rule: { then: { threeDS: 'challenge' } } })
  const { page } = pageFor(given)
  const { challenge } = given.accepted<'pay on page'>(payOn(page, { ...goodCard, cvc: '999' }))
  const { paRes } = answer(given, challenge?.id ?? '', challenge?.code ?? '')
  const { reply } = confirm(given, challenge?.id ?? '', paRes)
  t.ok(!isRefusal(reply) && reply.assumed.includes('wrong CVC declines with 486'))
})

t.test('what the issuer said is told in the journal, what the buyer typed is not', async (t) => {
  const given = gateway()
  const { challenge } = asked(given)
  answer(given, challenge.id, 'my secret')
  const { paRes } = answer(given, challenge.id, '', true)
  confirm(given, challenge.id, paRes)
  const found = given.entries.filter(({ kind }) => kind === 'challenge answered')
  matches(t, found, [{ how: 'wrong' }, { how: 'cancelled' }])
  const text = JSON.stringify(given.entries)
  t.notMatch(text, 'my secret')
  t.notMatch(text, paRes)
})
