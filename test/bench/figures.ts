export const median = (numbers: number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = 0, high = 0] = sorted.length % 2 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1)
  return (low + high) / 2
}

export interface Measured {
  what: string
  unit: string
  sandbox: number[]
  bare: number[]
}

const spread = (numbers: number[], unit: string) => {
  const [middle, least, most] = [median(numbers), Math.min(...numbers), Math.max(...numbers)].map((n) =>
    Math.round(n).toLocaleString('en'),
  )
  return `${middle} ${unit} (${least}–${most})`
}

// Neighbours in time are compared with each other: what else the machine does slows both.
const ratioOf = ({ sandbox, bare }: Measured) => median(sandbox.map((n, at) => n / (bare[at] as number)))

/** A Markdown table: medians with the least and the most, and the median ratio of the pairs. */
export const table = (rows: Measured[]): string =>
  [
    '| what | sandbox | bare Fastify | ratio |',
    '|---|---|---|---|',
    ...rows.map((row) => {
      const cells = [
        row.what,
        spread(row.sandbox, row.unit),
        spread(row.bare, row.unit),
        ratioOf(row).toFixed(2),
      ]
      return `| ${cells.join(' | ')} |`
    }),
  ].join('\n')
