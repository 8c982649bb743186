import { parse } from 'fast-querystring'

const isWellFormed = (text: string) => {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/**
 * The fields of a form; of a name that comes twice, the last value. What is spoiled, or begins with a question mark, is
 * read as browsers' own reader reads it: slower, and the two differ there.
 */
export const fieldsOfForm = (text: string): Record<string, string> => {
  if (text.startsWith('?') || (text.includes('%') && !isWellFormed(text)))
    return Object.fromEntries(new URLSearchParams(text))
  const fields: Record<string, string | string[]> = parse(text)
  for (const name in fields) {
    const value = fields[name]
    if (typeof value === 'object') fields[name] = value.at(-1) ?? ''
  }
  return fields as Record<string, string>
}
