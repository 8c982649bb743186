/** LZ-string's decompression, which stops where the text gets longer than its reader would take. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-$'
const bitsPerLetter = 6
const valueIn = new Int8Array(128).fill(-1)
for (const [value, letter] of [...alphabet].entries()) valueIn[letter.charCodeAt(0)] = value

/** Numbers of any width, their lowest bit first; undefined beyond the end and at a letter nobody writes. */
const numbersOf = (packed: string) => {
  let at = 0
  let value = 0
  let bit = 0
  return (width: number): number | undefined => {
    let number = 0
    for (let i = 0; i < width; i++) {
      if (bit === 0) {
        value = valueIn[packed.charCodeAt(at++)] ?? -1
        bit = 1 << (bitsPerLetter - 1)
      }
      if (value < 0) return undefined
      if (value & bit) number |= 1 << i
      bit >>= 1
    }
    return number
  }
}

// The first three codes are orders: a letter of 8 bits, a letter of 16, the end.
const end = 2
const firstWord = 3

/**
 * What `compressToEncodedURIComponent` made of a text; undefined when it made no such thing, or of a longer text than
 * `maxLength`. The library's own function builds the whole text first: 16 KB of a URL may unfold to 30 MB.
 */
export const unfold = (packed: string, maxLength: number): string | undefined => {
  const next = numbersOf(packed)
  const words: string[] = []
  let width = 2
  let text = ''
  let before = ''
  for (;;) {
    const code = next(width)
    if (code === end) return text
    if (code === undefined || (code > end && before === '')) return undefined
    let word = words[code - firstWord]
    if (code < end) {
      const letter = next(code === 0 ? 8 : 16)
      if (letter === undefined) return undefined
      word = String.fromCharCode(letter)
      words.push(word)
    } else if (code === words.length + firstWord) word = before + before.charAt(0)
    if (word === undefined) return undefined
    text += word
    if (text.length > maxLength) return undefined
    if (before !== '') words.push(before + word.charAt(0))
    before = word
    // Codes get a bit longer as soon as the next word's would not fit.
    width = Math.max(3, width)
    if (words.length + firstWord >= 2 ** width) width += 1
  }
}
