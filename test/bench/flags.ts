/** What can be measured, by the flag that chooses it. */
export const parts = {
  '--cold-start': 'from spawn to the ready line',
  '--requests': 'requests a second against bare servers',
  '--load': 'whole payments at a fixed rate, told to a merchant',
  '--rivals': 'against wiremock, mountebank, prism and mockoon, which it fetches from npm',
} as const

export type Part = keyof typeof parts

const always: Part[] = ['--cold-start', '--requests', '--load']
const known = ['--quick', ...Object.keys(parts)]

const usage = [
  'Expected any of:',
  '  --quick       smaller numbers, less exact',
  ...Object.entries(parts).map(([flag, what]) => `  ${flag.padEnd(13)} ${what}`),
  `Without a part: ${always.join(' ')}.`,
].join('\n')

/** The parts in the order they are measured; a sentence when a word is none of ours. */
export const readFlags = (words: string[]): { quick: boolean; chosen: Part[] } | { wrong: string } => {
  const unknown = words.find((word) => !known.includes(word))
  if (unknown !== undefined) return { wrong: `"${unknown}" is no flag of the benchmark.\n${usage}` }
  const named = (Object.keys(parts) as Part[]).filter((part) => words.includes(part))
  return { quick: words.includes('--quick'), chosen: named.length > 0 ? named : always }
}
