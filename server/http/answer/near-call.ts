import { distance } from 'fastest-levenshtein'
import { controlCalls, pathOfCall } from '../../../contracts/control/calls.ts'
import type { Near } from './near-route.ts'

const rows = controlCalls.map((call) => ({
  method: call.method,
  parts: pathOfCall(call).split('/').slice(2),
}))
const prefix = '/_sandbox'

/** A letter or two, more in a long word: `payment`, `postlnks`, `reason_codes`. */
const isNear = (one: string, other: string) => distance(one, other) <= Math.max(1, other.length / 4)

/** How far an address is from a row of the table, the values of the asker in their places; undefined: another one. */
const farness = (parts: string[], asked: string[]): number | undefined => {
  if (parts.length !== asked.length) return undefined
  let far = 0
  for (const [i, part] of parts.entries()) {
    const word = (asked[i] ?? '').toLowerCase()
    if (part.startsWith(':')) continue
    if (!isNear(word, part)) return undefined
    far += distance(asked[i] ?? '', part)
  }
  return far
}

const spelled = (parts: string[], asked: string[]) =>
  [prefix, ...parts.map((part, i) => (part.startsWith(':') ? asked[i] : part))].join('/')

/** The call of the control API that an unknown address must mean: a wrong method, a slash too many, a word misspelt. */
export const nearCall = (path: string): Near | undefined => {
  const asked = path.split('/').filter(Boolean).slice(1)
  const found = rows.flatMap(({ method, parts }) => {
    const far = farness(parts, asked)
    const fixed = parts.filter((part) => !part.startsWith(':')).length
    return far === undefined ? [] : [{ method, far, fixed, near: spelled(parts, asked) }]
  })
  const least = Math.min(...found.map(({ far }) => far))
  const most = Math.max(...found.filter(({ far }) => far === least).map(({ fixed }) => fixed))
  const best = found.filter(({ far, fixed }) => far === least && fixed === most)
  return best[0] && { path: best[0].near, methods: [...new Set(best.map(({ method }) => method))] }
}
