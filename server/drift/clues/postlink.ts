import { quirks } from '../../../contracts/quirk.ts'
import type { Recording } from '../../record/recording.ts'
import { type Clue, fieldAt, fieldsOf, isGiven, type Sighting, textAt } from './clue.ts'

const isPostlink = ({ operation, request }: Recording): boolean =>
  operation === null &&
  request.method === 'POST' &&
  ['ok', 'error'].includes(textAt(request.body, 'code')) &&
  isGiven(fieldAt(request.body, 'invoiceId')) &&
  isGiven(fieldAt(request.body, 'reasonCode'))

/** The shop's side of a HAR has what the bank posted. */
const postlinks = (story: Recording[]) => story.filter(isPostlink)

const namesOfCustomer: Clue = (story) =>
  postlinks(story).flatMap(({ number: exchange, request }): Sighting[] => {
    if (textAt(request.body, 'code') !== 'ok') return []
    const names = Object.keys(fieldsOf(request.body))
    const [one, other] = [names.includes('acountId'), names.includes('accountId')]
    if (!one && !other) return []
    const value = one && other ? 'both' : one ? 'acountId' : 'accountId'
    return [{ exchange, quirk: 'acountId', value, saw: `a success postlink has ${value}` }]
  })

/** Each form has a field that the other never has. */
const form: Clue = (story) =>
  postlinks(story).flatMap(({ number: exchange, request }): Sighting[] => {
    const names = Object.keys(fieldsOf(request.body))
    const value = names.includes('approvalCode') ? '2025' : names.includes('tokenRecipient') ? '2020' : ''
    return value
      ? [{ exchange, quirk: 'postlinkForm', value, saw: `a postlink has the fields of ${value}` }]
      : []
  })

const contentType: Clue = (story) =>
  postlinks(story).flatMap(({ number: exchange, request }): Sighting[] => {
    const value = request.contentType || 'none'
    const isKnown = (quirks.postlinkContentType.values as readonly string[]).includes(value)
    return isKnown ? [{ exchange, quirk: 'postlinkContentType', value, saw: `a postlink is ${value}` }] : []
  })

/** Only a shop that gave a secret can miss it. */
const secretHash: Clue = (story) => {
  const gave = story.some(
    ({ request }) => isGiven(fieldAt(request.body, 'secret_hash')) && request.method === 'POST',
  )
  if (!gave) return []
  return postlinks(story).map(({ number: exchange, request }): Sighting => {
    const value = isGiven(fieldAt(request.body, 'secret_hash')) ? 'yes' : 'no'
    return { exchange, quirk: 'secretHashInPostlink', value, saw: `secret_hash in a postlink: ${value}` }
  })
}

const attempts: Clue = (story) =>
  postlinks(story).flatMap((one): Sighting[] => {
    const invoice = textAt(one.request.body, 'invoiceId')
    const before = postlinks(story).filter(
      (other) =>
        other.number < one.number &&
        textAt(other.request.body, 'invoiceId') === invoice &&
        textAt(other.request.body, 'reasonCode') !== textAt(one.request.body, 'reasonCode'),
    )
    if (before.length === 0) return []
    const id = textAt(one.request.body, 'id')
    const holds = before.every((other) => textAt(other.request.body, 'id') !== id)
    const saw = `two attempts of one order had ${holds ? 'ids of their own' : 'one id'}`
    return [
      { exchange: one.number, rule: 'every attempt is a transaction with its own postlink', holds, saw },
    ]
  })

export const postlinkClues: Clue[] = [namesOfCustomer, form, contentType, secretHash, attempts]
