import { cardsIn, isOfScheme, replaceCards } from './card-text.ts'

// An id has digits that could pass for a card, and has to stay what it is.
const id = /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/i
// Longer than any other number a shop writes: taken for a card, whatever its check digit.
const longNumber = /\d(?:[ -]?\d){15,}/g
// As the bank issues them; a word of letters alone, or of digits alone, is none.
export const accessToken =
  /(?<![A-Z0-9_])(?=[A-Z_]{0,21}[0-9])(?=[0-9_]{0,21}[A-Z])[A-Z0-9_]{22}(?![A-Z0-9_])/g

const idLength = 36

export const isId = (text: string): boolean => text.length === idLength && id.test(text)

/** The parts of a text that are no ids, changed. */
export const beyondIds = (text: string, change: (part: string) => string): string => {
  if (text.length < idLength || !text.includes('-')) return change(text)
  if (isId(text)) return text
  return text
    .split(id)
    .map((part, i) => (i % 2 === 1 ? part : change(part)))
    .join('')
}

/** What came, as it may be said again and written down: whatever field they strayed into, cards and tokens are not. */
export const maskSecrets = (text: string): string =>
  beyondIds(text, (part) =>
    replaceCards(part, ({ digits }) => `${digits.slice(0, 6)}…`)
      .replace(longNumber, (found) => `${found.slice(0, 6)}…`)
      .replace(accessToken, (token) => `${token.slice(0, 4)}…`),
  )

/** Whether a text that is a name for something may not be repeated: times and build numbers are no card's. */
export const holdsSecret = (text: string): boolean => {
  let found = text.search(accessToken) !== -1
  beyondIds(text, (part) => {
    found ||= cardsIn(part).some(({ pan }) => isOfScheme(pan))
    return part
  })
  return found
}
