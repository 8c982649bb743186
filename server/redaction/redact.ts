import { readJson } from '../../contracts/json.ts'
import { beyondIds } from '../../contracts/mask.ts'
import { decodeParams } from '../../contracts/params.ts'
import { openPseudonyms } from './pseudonyms.ts'
import { hideCards, isPlainNumber, kindOfField, looks } from './sensitive.ts'

/** Takes out of a message what must not be written down: by the names of fields, by looks, by having been seen. */
export const openRedactor = ({ hide, hideKnown }: Hiding = openPseudonyms()) => {
  const text = (value: string, field = ''): string => {
    const wanted = isPlainNumber(field) ? [hideCards] : looks
    return beyondIds(hideKnown(value), (part) =>
      wanted.reduce((shown, look) => look(shown, field, hide), part),
    )
  }

  const value = (field: string, got: unknown): unknown => {
    const kind = kindOfField(field)
    if (Array.isArray(got)) return got.map((one) => value(field, one))
    if (typeof got === 'object' && got !== null) return record(got)
    if (typeof got === 'string') return kind ? hide(kind, got) : packed(field, got)
    // A number stays one, so that drift still sees its type.
    if (typeof got === 'number') return kind || text(String(got), field) !== String(got) ? 0 : got
    return got
  }

  /** A payment object as payment-api.js packs it, and anything in base64, is looked into. */
  const packed = (field: string, got: string): string => {
    if (field === 'params') return JSON.stringify(value('', decodeParams(got) ?? null))
    const inner = fromBase64(got)
    return inner === undefined || nested('', inner) === inner ? nested(field, got) : hide('secret', got)
  }

  /** Text that is JSON itself (`data`, the payment object) is looked through, not over. */
  const nested = (field: string, got: string): string => {
    const inner = /^\s*[{[]/.test(got) ? readJson(got) : undefined
    return inner === undefined ? text(got, field) : JSON.stringify(value(field, inner))
  }

  const record = (got: object): object =>
    Object.fromEntries(Object.entries(got).map(([field, one]) => [text(field), value(field, one)]))

  return { hide, text, value }
}

export type Redactor = ReturnType<typeof openRedactor>

/** What stands in place of what is taken out. */
export type Hiding = ReturnType<typeof openPseudonyms>

/** Words of any language: a buyer's name is seldom ASCII. Mail breaks what is packed into lines. */
export const fromBase64 = (text: string): string | undefined => {
  if (!/^[A-Za-z0-9+/_\r\n-]{16,}[=\r\n]*$/.test(text)) return undefined
  const inner = Buffer.from(text, 'base64url').toString('utf8')
  return /^[^\p{Cc}\ufffd]+$/u.test(inner.replace(/[\t\r\n]/g, ' ')) ? inner : undefined
}
