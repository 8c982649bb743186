export const median = (numbers: number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = 0, high = 0] = sorted.length % 2 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1)
  return (low + high) / 2
}

/** One thing measured for the sandbox and for others, round by round. */
export interface Measured {
  what: string
  unit: string
  sandbox: number[]
  others: Record<string, number[]>
}

export const nothingKnown = '–'

export const rounded = (n: number): string =>
  Number.isNaN(n) ? nothingKnown : Math.round(n).toLocaleString('en')

export const spread = (numbers: number[]): string =>
  `${rounded(median(numbers))} (${rounded(Math.min(...numbers))}–${rounded(Math.max(...numbers))})`

/** Neighbours in time are compared with each other: what else the machine does slows both. */
export const ratio = (ours: number[], theirs: number[]): number =>
  median(ours.map((n, at) => n / (theirs[at] as number)))

export const markdown = (heads: string[], rows: string[][]): string =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** Medians with the least and the most, and the median ratio of the pairs. */
export const table = (rows: Measured[]): string => {
  const names = [...new Set(rows.flatMap(({ others }) => Object.keys(others)))]
  return markdown(
    ['what', 'unit', 'sandbox', ...names.flatMap((name) => [name, 'ratio'])],
    rows.map(({ what, unit, sandbox, others }) => [
      what,
      unit,
      spread(sandbox),
      ...names.flatMap((name) => {
        const other = others[name]
        return other ? [spread(other), ratio(sandbox, other).toFixed(2)] : [nothingKnown, nothingKnown]
      }),
    ]),
  )
}
