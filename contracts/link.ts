// A browser or the courier would run, read or open these instead of asking another server.
const dangerous = new Set(
  'javascript data vbscript file blob about view-source filesystem ws wss ftp'.split(' '),
)

/** `https` of `https://shop.kz`, `shop` of `shop://return`; nothing of `shop.kz/return` and `localhost:8000/return`. */
export const schemeOf = (link: string): string | undefined =>
  // Nearly every link is one of these, and no match is made for it.
  link.startsWith('https://')
    ? 'https'
    : link.startsWith('http://')
      ? 'http'
      : /^([a-z][a-z0-9+.-]*):(?!\d)/i.exec(link)?.[1]?.toLowerCase()

// A control character in a link would end up in a header or a log line.
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const unfit = /[\u0000-\u0020\u007f]/

/** Where a browser may be sent: the web, an app, or a path as the shop wrote it. */
export const isBackLink = (text: string): boolean => {
  if (text === '') return true
  const scheme = schemeOf(text)
  if (unfit.test(text) || dangerous.has(scheme ?? '')) return false
  return scheme === 'http' || scheme === 'https' ? URL.canParse(text) : true
}

/** Where a message may be posted; without a scheme it reaches nobody, and a finding says so. */
export const isPostLink = (text: string): boolean => {
  const scheme = schemeOf(text)
  return isBackLink(text) && (scheme === undefined || scheme === 'http' || scheme === 'https')
}

const inAnyCase = (word: string) => word.replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`)
const never = [...dangerous].map(inAnyCase).join('|')
const withoutScheme = '(?![A-Za-z][A-Za-z0-9+.-]*:(?![0-9]))\\S+'

/** The same for those who have only our published schemas: nothing there is stricter than here. */
export const linkPatterns = {
  link: `^([Hh][Tt][Tt][Pp][Ss]?:\\S+|${withoutScheme})?$`,
  'back-link': `^((?!(${never}):(?![0-9]))\\S+)?$`,
}
