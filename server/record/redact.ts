import { decodeParams } from '../../contracts/params.ts'
import { isPlainNumber, type Kind, kindOfField, patterns } from './sensitive.ts'

/**
 * Takes out of a message what must not be written down. The same value gets the same pseudonym, so that a token is
 * still recognised where it is used; what was secret once is secret wherever it turns up again.
 */
export const openRedactor = () => {
  const pseudonyms = new Map<string, string>()
  const counts = new Map<Kind, number>()

  const hide = (kind: Kind, value: string): string => {
    if (value === '' || isPseudonym(value)) return value
    const known = pseudonyms.get(value)
    if (known) return known
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const pseudonym = `<${kind} ${count}>`
    pseudonyms.set(value, pseudonym)
    return pseudonym
  }

  const text = (value: string, field = ''): string => {
    let shown = value
    // A short one would be found inside innocent words.
    for (const [secret, pseudonym] of pseudonyms) {
      if (secret === value || secret.length >= 8) shown = shown.replaceAll(secret, pseudonym)
    }
    if (isPlainNumber(field)) return shown
    for (const { kind, pattern, matches } of patterns) {
      shown = shown.replace(pattern, (found) => (matches && !matches(found) ? found : hide(kind, found)))
    }
    return shown
  }

  const value = (field: string, came: unknown): unknown => {
    const kind = kindOfField(field)
    if (Array.isArray(came)) return came.map((one) => value(field, one))
    if (typeof came === 'object' && came !== null) return record(came)
    if (typeof came === 'string') return kind ? hide(kind, came) : packed(field, came)
    // A number stays one, so that drift still sees its type.
    if (typeof came === 'number') return kind || text(String(came), field) !== String(came) ? 0 : came
    return came
  }

  /** A payment object as payment-api.js packs it, and anything in base64, is looked into. */
  const packed = (field: string, came: string): string => {
    if (field === 'params') return JSON.stringify(value('', decodeParams(came) ?? null))
    const inner = fromBase64(came)
    return inner === undefined || nested('', inner) === inner ? nested(field, came) : hide('secret', came)
  }

  /** Text that is JSON itself (`data`, the payment object) is looked through, not over. */
  const nested = (field: string, came: string): string => {
    if (!/^\s*[{[]/.test(came)) return text(came, field)
    try {
      return JSON.stringify(value(field, JSON.parse(came)))
    } catch {
      return text(came, field)
    }
  }

  const record = (came: object): object =>
    Object.fromEntries(Object.entries(came).map(([field, one]) => [text(field), value(field, one)]))

  return { hide, text, value }
}

const fromBase64 = (text: string): string | undefined => {
  if (!/^[A-Za-z0-9+/_-]{16,}=*$/.test(text)) return undefined
  const inner = Buffer.from(text, 'base64url').toString('utf8')
  return /^[\x20-\x7e]+$/.test(inner) ? inner : undefined
}

export type Redactor = ReturnType<typeof openRedactor>

export const isPseudonym = (value: string): boolean => /^<[a-z -]+ \d+>$/.test(value)
