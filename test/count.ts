import { existsSync, readFileSync } from 'node:fs'
import { failuresIn } from './failures.ts'

const sum = (numbers: number[]) => numbers.reduce((one, other) => one + other, 0)

/**
 * tap closes with `# { total: 7, pass: 6, fail: 1 }`: this prints the sum of all runs as a plain count, and what failed
 * right before it, at the end of a long log. Whether all is well: nothing failed, and no run ran nothing.
 */
export const tellCount = (files: string[]): boolean => {
  const results = files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''))
  const failures = results.flatMap((text) => failuresIn(text, 12))
  for (const failure of failures.slice(0, 20)) console.log(`failed: ${failure}\n`)
  if (failures.length > 20) console.log(`and ${failures.length - 20} more\n`)
  const closings = results.map((text) => text.match(/^# \{ total: .*\}$/gm)?.at(-1) ?? '')
  const counts = (name: string) =>
    closings.map((text) => Number(new RegExp(`${name}: (\\d+)`).exec(text)?.[1] ?? 0))
  const [passed, failed] = [counts('pass'), counts('fail')]
  console.log(`${sum(passed)} passed, ${sum(failed)} failed`)
  return passed.length > 0 && passed.every((count) => count > 0) && sum(failed) === 0
}

if (import.meta.main && !tellCount(process.argv.slice(2))) process.exitCode = 1
