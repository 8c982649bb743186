/** Four spaces a test around it. */
const heading = /^((?: {4})*)(?:# Subtest: (.*)|not ok \d+ - (.*))$/

/**
 * The checks that failed in what tap printed, each behind the names of the tests it stands in and before tap's own
 * words about it. A test that failed because of a check inside it is not listed a second time.
 */
export const failuresIn = (tap: string, longest = 40): string[] => {
  const lines = tap.split('\n')
  const names: string[] = []
  let depthOfLast = 0
  return lines.flatMap((line, at) => {
    const [, indent = '', opened, failed] = heading.exec(line) ?? []
    const depth = indent.length / 4
    if (opened !== undefined) {
      names.splice(depth, names.length, opened)
      depthOfLast = Math.min(depthOfLast, depth)
    }
    if (failed === undefined) return []
    const isAroundIt = depth < depthOfLast
    depthOfLast = depth
    if (isAroundIt) return []
    const words = wordsAt(lines, at + 1, `${indent}  `)
    const shown = words.length > longest ? [...words.slice(0, longest), '  …'] : words
    return [[[...names.slice(0, depth), failed].join(' › '), ...shown].join('\n')]
  })
}

const wordsAt = (lines: string[], at: number, indent: string): string[] => {
  if (lines[at] !== `${indent}---`) return []
  const end = lines.indexOf(`${indent}...`, at)
  return lines.slice(at + 1, end).map((line) => `  ${line.slice(indent.length)}`.trimEnd())
}
