/**
 * A pattern for decimal numbers written as text between two whole bounds, one of them 0 or both the same size:
 * `0` to `180`, `-90` to `90`. Spaces around it are allowed; a sign only where the range has negative numbers.
 */
export const numeralsBetween = (minimum = 0, maximum = 1_000_000_000): string => {
  const sign = minimum < 0 ? '-?' : '(-(?=0*(\\.0+)?\\s*$))?'
  return `^\\s*${sign}0*(${below(String(maximum))}(\\.[0-9]+)?|${maximum}(\\.0+)?)\\s*$`
}

/** Whole numbers smaller than this one: shorter, or the same length and smaller at the first digit that differs. */
const below = (digits: string): string => {
  const shorter = digits.length > 1 ? [`[0-9]{1,${digits.length - 1}}`] : []
  const smaller = [...digits].flatMap((digit, i) => {
    if (digit === '0') return []
    const rest = digits.length - i - 1
    const lead = digits.slice(0, i) + (digit === '1' ? '0' : `[0-${Number(digit) - 1}]`)
    return [`${lead}${rest > 0 ? `[0-9]{${rest}}` : ''}`]
  })
  return `(${[...shorter, ...smaller].join('|')})`
}
