import { luhn } from './card.ts'

// An id has digits that could pass for a card, and has to stay what it is.
const id = /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/i
const digits = /\d(?:[ -]?\d){12,18}/g
// As the bank issues them; a word of letters alone, or of digits alone, is none.
export const accessToken =
  /(?<![A-Z0-9_])(?=[A-Z_]{0,21}[0-9])(?=[0-9_]{0,21}[A-Z])[A-Z0-9_]{22}(?![A-Z0-9_])/g

const maskedCard = (found: string) => {
  const number = found.replace(/\D/g, '')
  return luhn(number) || number.length > 15 ? `${found.slice(0, 6)}…` : found
}

/** What came, as it may be said again and written down: whatever field they strayed into, cards and tokens are not. */
export const maskSecrets = (text: string): string =>
  text
    .split(id)
    .map((part) =>
      id.test(part)
        ? part
        : part.replace(digits, maskedCard).replace(accessToken, (token) => `${token.slice(0, 4)}…`),
    )
    .join('')
