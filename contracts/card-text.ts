import { luhn } from './card.ts'

/** A card number in a text, and where it stands. */
export interface FoundCard {
  start: number
  end: number
  /** All digits that stand there: a CVC may be written behind the number, or another number. */
  digits: string
  /** The number itself. */
  pan: string
}

interface Group {
  start: number
  end: number
  digits: string
  /** What stands between it and the group before. */
  gap: string
}

/** With each card number replaced. */
export const replaceCards = (text: string, how: (card: FoundCard) => string): string => {
  let shown = ''
  let from = 0
  for (const card of cardsIn(text)) {
    shown += text.slice(from, card.start) + how(card)
    from = card.end
  }
  return from === 0 ? text : shown + text.slice(from)
}

/** However they are written: in groups, with signs between the digits, as %34 or &#52;, in digits of another script. */
export const cardsIn = (text: string): FoundCard[] => {
  if (!mayHoldCard(text)) return []
  return apart(groupsIn(text), gapOfGroups).flatMap((run) => {
    const found = apart(run, gapOfNumber).flatMap(numberIn)
    return found.length > 0 ? found : scatteredIn(run)
  })
}

/** The shortest card has so many digits. */
export const leastCard = 13

// What stands for a letter in an address, in JSON and in HTML; and every letter that stands for itself.
const spelling = /%[0-9a-f]{2}|\\u[0-9a-f]{4}|&#x?[0-9a-f]{1,6};|./gisu
const isSpelled = /[%\\&]|(?![0-9])\p{Nd}/u

/** What may stand for a digit without being one: `%`, `&`, `\\`, and letters of other scripts. */
export const maySpell = (code: number): boolean =>
  code === 0x25 || code === 0x26 || code === 0x5c || code > 127

/** Most text has none, and every text is looked at. */
export const mayHoldCard = (text: string): boolean => {
  if (text.length < leastCard) return false
  let digits = 0
  let isOdd = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 47 && code < 58 && ++digits === leastCard) return true
    isOdd ||= maySpell(code)
  }
  return isOdd && isSpelled.test(text)
}

const letterOf = (unit: string): string => {
  const [, hex, decimal] = /^(?:(?:%|\\u|&#x)([0-9a-f]+)|&#(\d+));?$/i.exec(unit) ?? []
  if (hex === undefined && decimal === undefined) return unit
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  return code < 0x110000 ? String.fromCodePoint(code) : unit
}

/** Each script has its ten digits in a row, with none before its zero. */
const digitOf = (unit: string): string | undefined => {
  const letter = letterOf(unit).normalize('NFKC')
  if (/^[0-9]$/.test(letter)) return letter
  if (!/^\p{Nd}$/u.test(letter)) return undefined
  const code = letter.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return String(value)
}

const groupsIn = (text: string): Group[] => {
  const spelled = isSpelled.test(text)
  const groups: Group[] = []
  for (const { 0: unit, index } of text.matchAll(spelled ? spelling : /[0-9]+/g)) {
    const digits = spelled ? digitOf(unit) : unit
    if (digits === undefined) continue
    const end = index + unit.length
    const last = groups.at(-1)
    if (last?.end === index) {
      last.digits += digits
      last.end = end
    } else {
      const between = text.slice(last?.end ?? 0, index)
      groups.push({ start: index, end, digits, gap: spelled ? between.replace(spelling, letterOf) : between })
    }
  }
  return groups
}

const gapOfNumber = /^[ -]$/
const gapOfGroups = /^[\s\p{Pd}\p{Cf}._/,+*|'"]{1,3}$/u

/** The groups, parted where something else stands between two. */
const apart = (groups: Group[], gap: RegExp): Group[][] => {
  const runs: Group[][] = []
  for (const group of groups) {
    const run = runs.at(-1)
    if (run && gap.test(group.gap)) run.push(group)
    else runs.push([group])
  }
  return runs
}

const joined = (groups: Group[]) => ({
  start: groups[0]?.start ?? 0,
  end: groups.at(-1)?.end ?? 0,
  digits: groups.map(({ digits }) => digits).join(''),
})

/** The number of a card scheme. */
export const isOfScheme = (pan: string): boolean =>
  (pan.length === 15 ? /^3[47]/ : /^[2-6]/).test(pan) && luhn(pan)

const schemeInside = (digits: string): string | undefined => {
  for (let at = 0; at + 15 <= digits.length; at++) {
    for (const length of [16, 15]) {
      const pan = digits.slice(at, at + length)
      if (pan.length === length && isOfScheme(pan)) return pan
    }
  }
  return undefined
}

/** One number, or digits with one inside. */
const numberIn = (run: Group[]): FoundCard[] => {
  const found = joined(run)
  const { digits } = found
  if (digits.length < leastCard) return []
  const pan = schemeInside(digits) ?? (digits.length <= 19 && luhn(digits) ? digits : undefined)
  return pan === undefined ? [] : [{ ...found, pan }]
}

/** Groups with the same sign between them all that make a number of a card scheme; a list of amounts makes none. */
const scatteredIn = (run: Group[]): FoundCard[] => {
  const found: FoundCard[] = []
  for (let first = 0; first < run.length; first++) {
    const card = cardFrom(run, first)
    if (!card) continue
    found.push(card.found)
    first = card.last
  }
  return found
}

const cardFrom = (run: Group[], first: number) => {
  const start = run[first]?.start ?? 0
  let digits = run[first]?.digits ?? ''
  for (let last = first + 1; last < run.length; last++) {
    const { end, gap, digits: more } = run[last] as Group
    digits += more
    if (digits.length > 16 || gap !== run[first + 1]?.gap) return undefined
    if (digits.length > 14 && isOfScheme(digits)) return { last, found: { start, end, digits, pan: digits } }
  }
  return undefined
}
