import { findReason } from '../../contracts/reason-code.ts'

/** What an incident's papers tell of one order, in the order of telling. */
export interface IncidentEvent {
  kind: 'paid' | 'declined' | 'cancelled' | 'refunded' | 'answered'
  /** The bank's id of the attempt: the same one again is the same postlink again. */
  id?: string
  /** A word of the bank's own accord; an answer to a question is no second one of it. */
  isPostlink?: boolean
  invoiceId: string
  /** In milliseconds, when the papers say it. */
  at?: number
  amount?: number
  currency?: string
  reasonCode?: number
  /** Held and not yet charged. */
  held?: boolean
  /** An answer of the API, as it was pasted. */
  answer?: { code: number; message: string }
  /** What the shop said of the buyer; left out of the story unless somebody asks for it. */
  personal: Record<string, string>
}

type Fields = Map<string, unknown>

const namesOf = (record: object): Fields =>
  new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]))

const textAt = (fields: Fields, ...names: string[]): string | undefined => {
  const value = names
    .map((name) => fields.get(name))
    .find((one) => one !== undefined && one !== null && one !== '')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

const numberAt = (fields: Fields, ...names: string[]): number | undefined => {
  const text = textAt(fields, ...names)?.replace(',', '.')
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
}

/** A column too many, and a name stands where the currency should: nothing but three letters is one. */
const currencyAt = (fields: Fields): string | undefined =>
  /^[A-Z]{3}$/.exec(textAt(fields, 'currency') ?? '')?.[0]

const amountAt = (fields: Fields): number | undefined => {
  const amount = numberAt(fields, 'orgamount', 'amount')
  return amount !== undefined && amount > 0 && amount < 1e9 ? Math.round(amount * 100) / 100 : undefined
}

const momentAt = (fields: Fields): number | undefined => {
  const text = textAt(fields, 'datetime', 'createddate', 'created_date', 'starteddatetime')
  const at = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}

const people = ['accountid', 'acountid', 'description', 'email', 'phone', 'name']
const payers: Record<string, string> = {
  payeremail: 'email',
  payerphone: 'phone',
  payername: 'name',
  acountid: 'accountid',
}
const spelled: Record<string, string> = { accountid: 'accountId' }

const personalIn = (fields: Fields): Record<string, string> =>
  Object.fromEntries(
    [...people, ...Object.keys(payers)].flatMap((name) => {
      const text = textAt(fields, name)
      const plain = payers[name] ?? name
      return text === undefined ? [] : [[spelled[plain] ?? plain, text]]
    }),
  )

const kinds: Record<string, IncidentEvent['kind']> = {
  AUTH: 'paid',
  CHARGE: 'paid',
  VERIFIED: 'paid',
  CANCEL: 'cancelled',
  CANCEL_OLD: 'cancelled',
  REFUND: 'refunded',
  FAILED: 'declined',
  REJECT: 'declined',
}

/** A word of the register or of check-status; else the postlink's own code, else its reason code. */
const kindOf = (fields: Fields): IncidentEvent['kind'] | undefined => {
  const status = textAt(fields, 'status', 'statusname')?.toUpperCase()
  if (status && kinds[status]) return kinds[status]
  const code = textAt(fields, 'code')
  if (code === 'ok') return 'paid'
  if (code === 'error') return 'declined'
  const reasonCode = numberAt(fields, 'reasoncode')
  return reasonCode === undefined ? undefined : reasonCode === 0 ? 'paid' : 'declined'
}

/** One object of the papers: a postlink, a row of the register, a status, an answer; undefined when it is none. */
export const eventOf = (record: object): IncidentEvent | undefined => {
  const fields = namesOf(record)
  const invoiceId = textAt(fields, 'invoiceid', 'invoice_id') ?? ''
  const kind = kindOf(fields)
  const code = numberAt(fields, 'code')
  const message = textAt(fields, 'message')
  if (invoiceId === '' && code !== undefined && message !== undefined)
    return { kind: 'answered', invoiceId, answer: { code, message }, personal: {} }
  if (invoiceId === '' || kind === undefined) return undefined
  const written = numberAt(fields, 'reasoncode')
  // The register gives no reason: "operation not completed" stands for any.
  const reasonCode = kind === 'declined' ? (written !== undefined && findReason(written) ? written : 454) : 0
  return {
    ...{ kind, invoiceId, reasonCode, personal: personalIn(fields) },
    ...defined({
      id: textAt(fields, 'id'),
      at: momentAt(fields),
      amount: amountAt(fields),
      currency: currencyAt(fields),
    }),
    ...(textAt(fields, 'status', 'statusname')?.toUpperCase() === 'AUTH' ? { held: true } : {}),
    ...(/^(ok|error)$/.test(textAt(fields, 'code') ?? '') ? { isPostlink: true } : {}),
  }
}

const defined = <T extends Record<string, unknown>>(record: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never
