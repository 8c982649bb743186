import { readFileSync } from 'node:fs'

// tap closes with `# { total: 7, pass: 6, fail: 1 }`: this prints the sum of all runs as a plain count, and fails when
// one of them ran nothing.
const closings = process.argv.slice(2).map(
  (file) =>
    readFileSync(file, 'utf8')
      .match(/^# \{ total: .*\}$/gm)
      ?.at(-1) ?? '',
)
const counts = (name: string) =>
  closings.map((text) => Number(new RegExp(`${name}: (\\d+)`).exec(text)?.[1] ?? 0))
const sum = (numbers: number[]) => numbers.reduce((one, other) => one + other, 0)
const [passed, failed] = [counts('pass'), counts('fail')]
console.log(`${sum(passed)} passed, ${sum(failed)} failed`)
process.exitCode = passed.length > 0 && passed.every((count) => count > 0) && sum(failed) === 0 ? 0 : 1
