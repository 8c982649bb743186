import { unreadable } from './unreadable.ts'

/** Bytes to letters, as their label says. */

/** `charset` of a content type, unless it is UTF-8, which is what everything is without a label. */
export const oddCharsetOf = (contentType: string): string | undefined => {
  if (!/charset/i.test(contentType)) return undefined
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase()
  return charset === undefined || /^utf-?8$/.test(charset) ? undefined : charset
}

const decoderOf = (charset: string) => {
  try {
    return new TextDecoder(charset)
  } catch {
    throw unreadable(`charset=${charset.slice(0, 40)} is not known here: send UTF-8`, 415)
  }
}

/** A byte-order mark is no letter. */
export const textOf = (bytes: Buffer, charset: string | undefined): string => {
  if (charset !== undefined) return decoderOf(charset).decode(bytes)
  const text = bytes.toString()
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

const byte = (_: string, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))

/** Of a name that comes twice, the last value. */
export const fieldsOf = (form: string): Record<string, string> => {
  const fields: Record<string, string> = {}
  const sent = new URLSearchParams(form.startsWith('\uFEFF') ? form.slice(1) : form)
  // Every token is asked for by a form: without pairs in between it is read in half the time.
  sent.forEach((value, name) => {
    // The one name that sets no field when a field is set.
    if (name === '__proto__') Object.defineProperty(fields, name, { ...ownField, value })
    else fields[name] = value
  })
  return fields
}

const ownField = { configurable: true, enumerable: true, writable: true }

/** A form in a charset of its own, or in UTF-8 under no label of a form. */
export const formOf = (bytes: Buffer, charset: string | undefined): Record<string, string> => {
  if (charset === undefined) return fieldsOf(bytes.toString())
  const decoder = decoderOf(charset)
  // What % stands for are bytes of that charset, which URLSearchParams takes for UTF-8.
  const plain = (part: string) => {
    const letters = part.replaceAll('+', ' ').replace(/%([0-9a-f]{2})/gi, byte)
    return decoder.decode(Buffer.from(letters, 'latin1'))
  }
  const pairs = bytes.toString('latin1').split('&').filter(Boolean)
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [plain(name), plain(value.join('='))]
    }),
  )
}
