import { operations } from '../../../contracts/operations.ts'

export interface Near {
  /** As it is spelled where it is served. */
  path: string
  methods: string[]
}

const rows = Object.values(operations).flatMap(({ method, paths }) =>
  paths.map((path) => ({ method, parts: path.split('/').slice(1) })),
)

/** The asker's own values in the bank's spelling of the address; undefined when it is another address. */
const spelled = (parts: string[], asked: string[]): string | undefined => {
  if (parts.length !== asked.length) return undefined
  const fits = parts.every(
    (part, i) => part.startsWith(':') || part.toLowerCase() === asked[i]?.toLowerCase(),
  )
  return fits ? `/${parts.map((part, i) => (part.startsWith(':') ? asked[i] : part)).join('/')}` : undefined
}

/** The address of the bank that an unknown one must mean: `//`, letters in another case, a slash at the end. */
export const nearRoute = (path: string): Near | undefined => {
  const asked = path.split('/').filter(Boolean)
  const found = rows.flatMap(({ method, parts }) => {
    const near = spelled(parts, asked)
    return near === undefined
      ? []
      : [{ method, near, fixed: parts.filter((part) => !part.startsWith(':')).length }]
  })
  // operation/:id/charge is nearer than a pattern with more values in it.
  const most = Math.max(...found.map(({ fixed }) => fixed))
  const best = found.filter(({ fixed }) => fixed === most)
  return best[0] && { path: best[0].near, methods: [...new Set(best.map(({ method }) => method))] }
}
