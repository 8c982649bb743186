import type { Recording } from '../../record/recording.ts'
import { type Clue, fieldAt, isGiven, isGood, numberAt, of, type Sighting, textAt } from './clue.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

const rowsOf = ({ answer }: Recording): unknown[] => {
  const rows = fieldAt(answer.body, 'records')
  return Array.isArray(rows) ? rows : []
}

const registers = (story: Recording[]) => story.filter(of('register'))

const namesSearched = ({ request }: Recording): string[] => {
  const list = fieldAt(request.body, 'searchParameters')
  return Array.isArray(list) ? list.map((one) => textAt(one, 'name')).filter(Boolean) : []
}

const searched: Clue = (story) =>
  registers(story).flatMap((one): Sighting[] => {
    const name = namesSearched(one).find((each) => each !== 'created_date')
    if (name === undefined) return []
    const holds = isGood(one)
    const saw = `a search by ${name} was ${holds ? 'answered' : 'refused'}`
    return [{ exchange: one.number, rule: 'register searches by each of its fields', holds, saw }]
  })

const refundRows: Clue = (story) =>
  registers(story).flatMap((one): Sighting[] => {
    const rows = rowsOf(one)
    return rows
      .filter((row) => textAt(row, 'status') === 'REFUND')
      .slice(0, 1)
      .map((row) => {
        const invoice = textAt(row, 'invoiceId')
        const beside = rows.some(
          (other) => textAt(other, 'invoiceId') === invoice && textAt(other, 'status') === 'CHARGE',
        )
        const saw = beside ? 'a refund stands beside its payment' : 'a refunded payment is one row'
        return { exchange: one.number, quirk: 'registerRefunds', value: beside ? 'rows' : 'status', saw }
      })
  })

/** Page 1 of the same size repeats rows of page 0 where it skips one row only. */
const paging: Clue = (story) =>
  registers(story).flatMap((one): Sighting[] => {
    const asked = fieldAt(one.request.body, 'paging')
    const [page, size] = [numberAt(asked, 'page'), numberAt(asked, 'size') ?? 0]
    const first = registers(story).find(
      (other) => numberAt(fieldAt(other.request.body, 'paging'), 'page') === 0,
    )
    const [second, beginning] = [rowsOf(first ?? one)[1], rowsOf(one)[0]]
    if (page !== 1 || size < 2 || !first || !second || !beginning) return []
    const isSkip = textAt(second, 'id') === textAt(beginning, 'id')
    const saw = isSkip ? 'page 1 begins with the second row of page 0' : 'page 1 has other rows than page 0'
    return [{ exchange: one.number, quirk: 'registerPage', value: isSkip ? 'skip' : 'number', saw }]
  })

const payouts: Clue = (story) =>
  registers(story).flatMap((one): Sighting[] =>
    rowsOf(one).flatMap((row): Sighting[] => {
      const [made, paidOut] = [Date.parse(textAt(row, 'createdDate')), Date.parse(textAt(row, 'payoutDate'))]
      const [payout, amount] = [numberAt(row, 'payoutAmount'), numberAt(row, 'amount')]
      if (Number.isNaN(made) || Number.isNaN(paidOut) || payout === undefined || amount === undefined)
        return []
      const days = Math.round((paidOut - made) / dayMs)
      // A weekend and a holiday may stand between.
      const holds = days >= 0 && days <= 4 && payout > 0 && payout <= amount
      const saw = `${payout} of ${amount} paid out after ${days} ${days === 1 ? 'day' : 'days'}`
      const rule = 'payout is made at the start of the next working day, less the fee' as const
      return [{ exchange: one.number, rule, holds, saw }]
    }),
  )

const links = (story: Recording[]) => story.filter(of('makeInvoiceLink'))

const contacts: Clue = (story) =>
  links(story).flatMap((one): Sighting[] => {
    const missing = ['recipient_contact', 'recipient_contact_sms'].filter(
      (name) => !isGiven(fieldAt(one.request.body, name)),
    )
    const words = textAt(one.answer.body, 'message')
    if (missing.length === 0 || (!isGood(one) && !/contact|1079/.test(words))) return []
    const value = isGood(one) ? 'optional' : 'required'
    return [
      {
        exchange: one.number,
        quirk: 'recipientContact',
        value,
        saw: `without ${missing.join(', ')}: ${value}`,
      },
    ]
  })

const life: Clue = (story) =>
  links(story).flatMap((one): Sighting[] => {
    const invoice = fieldAt(one.answer.body, 'invoice')
    const body = isGiven(invoice) ? invoice : one.answer.body
    const [made, ends] = ['created_date', 'expire_date'].map((name) => Date.parse(textAt(body, name)))
    if (!made || !ends || isGiven(fieldAt(one.request.body, 'expire_period'))) return []
    const hours = Math.round((ends - made) / hourMs)
    const holds = Math.abs(hours - 24) <= 1
    const rule = 'invoice link without expire_period lives one day' as const
    return [{ exchange: one.number, rule, holds, saw: `a link without a period lives ${hours} hours` }]
  })

const twoLinks: Clue = (story) =>
  links(story).flatMap((one): Sighting[] => {
    const number = textAt(one.request.body, 'invoice_id')
    const before = links(story).some(
      (other) =>
        other.number < one.number && isGood(other) && textAt(other.request.body, 'invoice_id') === number,
    )
    if (!before) return []
    const holds = !isGood(one)
    const saw = `a second link of one number was ${holds ? 'refused' : 'made'}`
    return [{ exchange: one.number, rule: 'invoice has one active link at a time', holds, saw }]
  })

export const listClues: Clue[] = [searched, refundRows, paging, payouts, contacts, life, twoLinks]
