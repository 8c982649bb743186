/**
 * What a terminal takes for a command, or shows in another place than where it stands: control characters (C0, DEL
 * and C1, so every escape sequence), line and paragraph separators, marks of direction, and letters nobody sees.
 */
const dangerous =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u00ad\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

// Most lines are so, and this is told ten times sooner.
const harmless = /^[ -~]*$/

const escaped = (letter: string): string =>
  [...Array(letter.length).keys()]
    .map((i) => `\\u${letter.charCodeAt(i).toString(16).padStart(4, '0')}`)
    .join('')

/** Between data and a terminal: a text of strangers as one line that can be read and does nothing. JSON stays JSON. */
export const printable = (text: string): string =>
  harmless.test(text) ? text : text.replace(dangerous, escaped)

/** The same for text whose line breaks are our own. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n')
