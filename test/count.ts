import { existsSync, readFileSync } from 'node:fs'
import { failuresIn } from './failures.ts'

// tap closes with `# { total: 7, pass: 6, fail: 1 }`: this prints the sum of all runs as a plain count, and fails when
// one of them ran nothing. What failed stands right before it, at the end of a long log.
const results = process.argv.slice(2).map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''))
const failures = results.flatMap((text) => failuresIn(text, 12))
for (const failure of failures.slice(0, 20)) console.log(`failed: ${failure}\n`)
if (failures.length > 20) console.log(`and ${failures.length - 20} more\n`)
const closings = results.map((text) => text.match(/^# \{ total: .*\}$/gm)?.at(-1) ?? '')
const counts = (name: string) =>
  closings.map((text) => Number(new RegExp(`${name}: (\\d+)`).exec(text)?.[1] ?? 0))
const sum = (numbers: number[]) => numbers.reduce((one, other) => one + other, 0)
const [passed, failed] = [counts('pass'), counts('fail')]
console.log(`${sum(passed)} passed, ${sum(failed)} failed`)
process.exitCode = passed.length > 0 && passed.every((count) => count > 0) && sum(failed) === 0 ? 0 : 1
