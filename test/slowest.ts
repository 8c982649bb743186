import { readFileSync } from 'node:fs'

/** Prints the ten dearest files of the last `npm test` as the table of test/README.md: `npm run slowest`. */
const [results = '.tap/results.tap'] = process.argv.slice(2)
const files = [
  ...readFileSync(results, 'utf8').matchAll(/^ *# (test\/\S+) took ([\d.]+) s of a processor$/gm),
]
  .map(([, file = '', seconds]) => ({ file, seconds: Number(seconds) }))
  .sort((one, other) => other.seconds - one.seconds)
const rows = files.slice(0, 10).map(({ file, seconds }) => `| \`${file}\` | ${seconds.toFixed(1)} |`)
console.log(['| file | seconds of a processor |', '|---|---|', ...rows].join('\n'))
if (files.length === 0) process.exitCode = 1
