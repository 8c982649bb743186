import { maskOf2025 } from '../../../contracts/card.ts'
import cards from '../../../fixtures/cards.json' with { type: 'json' }
import terminals from '../../../fixtures/terminals.json' with { type: 'json' }
import type { Recording } from '../../record/recording.ts'
import { type Clue, fieldAt, fieldsOf, isGiven, isGood, numberAt, of, type Sighting, textAt } from './clue.ts'

const [testTerminal] = terminals

/** What check-status and payments/cards/auth say of a payment, under one name. */
const paymentIn = ({ answer, operation }: Recording) =>
  operation === 'chargeSavedCard' ? fieldsOf(answer.body) : fieldsOf(fieldAt(answer.body, 'transaction'))

const payments = (story: Recording[]) =>
  story
    .filter((one) => of('status', 'statusById', 'chargeSavedCard')(one) && isGood(one))
    .map((one) => ({ exchange: one.number, payment: paymentIn(one), operation: one.operation }))
    .filter(({ payment }) => Object.keys(payment).length > 0)

const statusOf = (payment: unknown) => textAt(payment, 'statusName') || textAt(payment, 'status')

const isTestTerminal = (payment: unknown) =>
  [testTerminal?.id, testTerminal?.number].includes(textAt(payment, 'terminal') || 'none')

/** The first word about a payment that nobody has charged since. */
const stages: Clue = (story) => {
  const charged = story.find(of('charge'))?.number ?? Number.POSITIVE_INFINITY
  return payments(story).flatMap(({ exchange, payment }): Sighting[] => {
    const status = statusOf(payment)
    if (exchange > charged || !isTestTerminal(payment) || !['AUTH', 'CHARGE'].includes(status)) return []
    const saw = `a payment of the shared test terminal is ${status}`
    return [{ exchange, quirk: 'testTerminalStages', value: status === 'AUTH' ? 'two' : 'one', saw }]
  })
}

const reasonText: Clue = (story) =>
  payments(story).flatMap(({ exchange, payment, operation }): Sighting[] => {
    const code = fieldAt(payment, 'reasonCode')
    if (operation === 'chargeSavedCard' || (code !== '00' && code !== '0')) return []
    return [{ exchange, quirk: 'reasonCodeText', value: code, saw: `reasonCode of a success is "${code}"` }]
  })

const declined: Clue = (story) =>
  payments(story).flatMap(({ exchange, payment }): Sighting[] => {
    const status = statusOf(payment)
    if (status !== 'FAILED' && status !== 'REJECT') return []
    const saw = `a decline has the status ${status}`
    return [{ exchange, rule: 'declined payment has the status FAILED', holds: status === 'FAILED', saw }]
  })

const lockedMasks = new Set(
  cards
    .filter(({ status, edition }) => status === 'lock' && edition === '2025')
    .map(({ pan }) => maskOf2025(pan)),
)

const locked: Clue = (story) =>
  payments(story).flatMap(({ exchange, payment }): Sighting[] => {
    const code = numberAt(payment, 'reasonCode')
    const isLocked = lockedMasks.has(textAt(payment, 'cardMask').replace(/[-X*]+/gi, '...'))
    if (!isLocked || code === undefined) return []
    const saw = `a locked test card ended with ${code}`
    return [{ exchange, rule: 'locked test card declines with 465', holds: code === 465, saw }]
  })

const secure: Clue = (story) =>
  payments(story).flatMap(({ exchange, payment, operation }): Sighting[] => {
    const got = fieldAt(payment, 'secure')
    const isAsked = isGiven(fieldAt(payment, 'secure3D'))
    if (operation !== 'chargeSavedCard' || isAsked || (got !== 'yes' && got !== 'no')) return []
    const rule = 'payment without 3-D Secure is "secure": "no"' as const
    return [{ exchange, rule, holds: got === 'no', saw: `without a question secure is "${got}"` }]
  })

const bonuses: Clue = (story) =>
  payments(story).flatMap(({ exchange, payment }): Sighting[] => {
    const [bonus, amount] = [numberAt(payment, 'amountBonus') ?? 0, numberAt(payment, 'amount')]
    if (bonus <= 0 || amount === undefined) return []
    const share = bonus / (bonus + amount)
    const saw = `bonuses paid ${bonus} of ${bonus + amount}`
    return [
      { exchange, rule: 'bonuses pay seven tenths of the price', holds: Math.abs(share - 0.7) < 0.01, saw },
    ]
  })

const answerFields: Clue = (story) =>
  story
    .filter((one) => of('chargeSavedCard')(one) && isGood(one))
    .flatMap(({ number: exchange, answer }) => {
      const isLong = isGiven(fieldAt(answer.body, 'status')) && isGiven(fieldAt(answer.body, 'approvalCode'))
      const value = isLong ? 'extended' : 'documented'
      const saw = `the answer has ${Object.keys(fieldsOf(answer.body)).length} fields`
      return [{ exchange, quirk: 'authorizationFields' as const, value, saw }]
    })

const obligatory = ['paymentType', 'description', 'backLink', 'postLink']

const leftOut: Clue = (story) =>
  story.filter(of('chargeSavedCard')).flatMap((one): Sighting[] => {
    const missing = obligatory.filter((name) => !isGiven(fieldAt(one.request.body, name)))
    const words = textAt(one.answer.body, 'message').toLowerCase()
    const isAbout = missing.some((name) => words.includes(name.toLowerCase()))
    if (missing.length === 0 || (!isGood(one) && !isAbout)) return []
    const value = isGood(one) ? 'optional' : 'required'
    const saw = `${missing.join(', ')} left out: ${isGood(one) ? 'taken' : 'refused'}`
    return [{ exchange: one.number, quirk: 'savedCardFields', value, saw }]
  })

const longText: Clue = (story) =>
  story.filter(of('chargeSavedCard', 'makeInvoiceLink')).flatMap((one): Sighting[] => {
    const bytes = Buffer.byteLength(textAt(one.request.body, 'description'))
    if (bytes <= 125 || (!isGood(one) && numberAt(one.answer.body, 'code') !== 3298)) return []
    const value = isGood(one) ? 'accepted' : 'refused'
    return [{ exchange: one.number, quirk: 'longDescription', value, saw: `${bytes} bytes were ${value}` }]
  })

export const paymentClues: Clue[] = [
  ...[stages, reasonText, declined, locked, secure, bonuses],
  ...[answerFields, leftOut, longText],
]
