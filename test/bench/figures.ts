export const median = (numbers: number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = 0, high = 0] = sorted.length % 2 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1)
  return (low + high) / 2
}

const shown = (n: number, unit: string) => `${Math.round(n).toLocaleString('en')} ${unit}`

export interface Measured {
  what: string
  unit: string
  sandbox: number[]
  bare: number[]
}

const spread = (numbers: number[], unit: string) =>
  `${shown(median(numbers), unit)} (${shown(Math.min(...numbers), '').trim()}–${shown(Math.max(...numbers), '').trim()})`

/** A Markdown table: medians with the least and the most, and the ratio of the medians. */
export const table = (rows: Measured[]): string =>
  [
    '| what | sandbox | bare Fastify | ratio |',
    '|---|---|---|---|',
    ...rows.map(({ what, unit, sandbox, bare }) => {
      const ratio = (median(sandbox) / median(bare)).toFixed(2)
      return `| ${what} | ${spread(sandbox, unit)} | ${spread(bare, unit)} | ${ratio} |`
    }),
  ].join('\n')
