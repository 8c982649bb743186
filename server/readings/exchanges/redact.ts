import { maskOf2025 } from '../../../contracts/card.ts'
import { openRedactor, type Redactor } from '../../redaction/redact.ts'
import { hideCards, type Kind, kindOfField } from '../../redaction/sensitive.ts'

/** Enough of a secret to recognise it, not enough to use it; names, addresses and telephones stay readable. */
const shown: Partial<Record<Kind, (value: string) => string>> = {
  token: (value) => `${value.length > 8 ? value.slice(0, 4) : ''}…`,
  secret: () => '***',
  cvc: () => '***',
  cryptogram: (value) => `${value.slice(0, 12)}… (${value.length} characters)`,
  'card number': (value) => {
    const digits = value.replace(/\D/g, '')
    if (digits.length < 13) return `${digits.length} digits`
    // Longer than any card: its end may be a CVC that was written behind the number.
    return digits.length > 16 ? `${digits.slice(0, 6)}...` : maskOf2025(digits)
  },
}

const openHiding = (hideHere: (text: string) => string) => {
  const known = new Map<string, string>()
  return {
    hide(kind: Kind, value: string) {
      const how = shown[kind]
      if (value === '') return value
      // In a field that may be read: a number typed into the wrong box.
      if (!how) return hideCards(value, '', (_, found) => shown['card number']?.(found) ?? '')
      known.set(value, how(value))
      return how(value)
    },
    /** A short one would be found inside innocent words. */
    hideKnown(text: string) {
      let left = hideHere(text)
      for (const [secret, name] of known) if (secret.length >= 8) left = left.replaceAll(secret, name)
      return left
    },
  }
}

/** For one exchange: a token that its headers carry is known wherever else it stands. */
export const openExchangeRedactor = (hideKnown: (text: string) => string): Redactor =>
  openRedactor(openHiding(hideKnown))

const record = (value: object): [string, string][] =>
  Object.entries(value).flatMap(([name, one]) => (one === undefined ? [] : [[name, String(one)]]))

const credential = /^\s*(\S+)\s+(\S+)\s*$/

/** Headers; `authorization` keeps its scheme. An address in them may have a whole payment object in its query. */
export const headersOf = (redactor: Redactor, headers: object): Record<string, string> =>
  Object.fromEntries(
    record(headers).map(([name, value]) => {
      if (/^(authori[sz](e|ation)|proxy-authorization)$/i.test(name)) {
        const [, scheme = '', token = value] = credential.exec(value) ?? []
        return [name, `${scheme} ${redactor.hide('token', token)}`.trim()]
      }
      if (/cookie/i.test(name)) return [name, redactor.hide('secret', value)]
      if (/^referer$/i.test(name)) return [name, redactor.text(value.replace(/\?.*/, '?…'))]
      return [name, redactor.text(value)]
    }),
  )

// A name begins where no letter stands before: otherwise a long word is walked through from each of its letters.
const pair =
  /(["']?)(?<![A-Za-z0-9_\u0441])([A-Za-z0-9_\u0441]+)\1\s*[:=]\s*(?:"((?:[^"\\]|\\.)*)|'([^']*)|([^"'&,\s}]+))/g

/** Text that cannot be read field by field is looked through for what looks like one. */
const loose = (redactor: Redactor, text: string): string =>
  redactor.text(
    text.replace(pair, (found, _, name: string, ...values: (string | undefined)[]) => {
      const value = values.slice(0, 3).find((one) => one !== undefined) ?? ''
      const kind = kindOfField(name)
      return kind && value !== '' ? found.replace(value, () => redactor.hide(kind, value)) : found
    }),
  )

/** A body: its fields when it can be read, else its text. */
export const bodyOf = (redactor: Redactor, body: unknown): unknown => {
  if (typeof body !== 'string') return body === undefined ? '' : redactor.value('', body)
  if (!/^\s*[{["]/.test(body)) return loose(redactor, body)
  try {
    return redactor.value('', JSON.parse(body))
  } catch {
    return loose(redactor, body)
  }
}
