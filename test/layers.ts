import { importsOf, type Source } from './source.ts'

/** The one direction of imports inside server/, and what breaks it. */

/**
 * The floors of server/, the lowest first. Whatever stands on one may import what stands below; those on one floor do
 * not import each other. `http` alone is http/app.ts; the other names are folders, or files of the top level.
 */
export const floors: string[][] = [
  ['errors.ts', 'root.ts', 'version.ts'],
  ['here.ts', 'files'],
  ['ports.ts'],
  ['core', 'redaction'],
  ['workspace'],
  ['readings'],
  ['client', 'http/request'],
  ['http/answer'],
  ['http/bank', 'http/page', 'http/control'],
  ['http/dashboard'],
  ['http'],
  ['report'],
  ['scenario', 'provider-states'],
  // What fills the ports stands beside nobody: it imports little (below), and few import it.
  ['adapters/card-key', 'adapters/clock', 'adapters/courier', 'adapters/journal', 'takeover'],
  ['config-value.ts'],
  ['config.ts'],
  ['main.ts'],
  ['sandbox.ts'],
  ['record', 'package'],
  ['certify', 'drift', 'verify'],
  ['incident', 'mcp', 'rehearsal'],
  ['cli'],
  ['cli.ts'],
  ['bin.js'],
]

/** An import line: which file has it, and which file it names. */
export interface Arrow {
  from: string
  to: string
  line: number
}

export const arrowsOf = (sources: Source[]): Arrow[] =>
  sources
    .flatMap(importsOf)
    .flatMap(({ from, line, file }) => (file ? [{ from: from.path, to: file, line }] : []))

const known = new Set(floors.flat())

/** `server/http/bank/qr.ts` → `http/bank`, `server/certify/cases/restart.ts` → `certify`. */
export const folderOf = (path: string): string => {
  const parts = path.split('/').slice(1)
  if (parts.length === 1) return parts[0] as string
  const folders = parts.slice(0, -1)
  return (
    [folders.slice(0, 2).join('/'), folders[0] as string].find((name) => known.has(name)) ?? folders.join('/')
  )
}

const floorOf = (folder: string) => floors.findIndex((floor) => floor.includes(folder))

const inServer = ({ from, to }: Arrow) => from.startsWith('server/') && to.startsWith('server/')

/** Import lines that run up, or sideways on one floor, or to a folder that has no floor. */
export const upArrows = (arrows: Arrow[]): string[] =>
  arrows.filter(inServer).flatMap(({ from, to, line }) => {
    const [above, below] = [folderOf(from), folderOf(to)]
    if (above === below) return []
    const homeless = [above, below].find((folder) => floorOf(folder) < 0)
    if (homeless) return [`${from}:${line}: ${homeless} has no floor; give it one in test/layers.ts`]
    if (floorOf(below) < floorOf(above)) return []
    return [
      `${from}:${line}: ${above} imports ${below}, which does not stand below it; move down what both need`,
    ]
  })

/** Groups of names that can be reached from each other (Tarjan), each told as a ring. */
export const ringsOf = (edges: { from: string; to: string }[]): string[][] => {
  const next = new Map<string, string[]>()
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to])
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const path: string[] = []
  const rings: string[][] = []
  const visit = (name: string) => {
    order.set(name, order.size)
    low.set(name, order.get(name) as number)
    path.push(name)
    for (const to of next.get(name) ?? []) {
      if (!order.has(to)) visit(to)
      if (path.includes(to)) low.set(name, Math.min(low.get(name) as number, low.get(to) as number))
    }
    if (low.get(name) !== order.get(name)) return
    const ring = path.splice(path.indexOf(name))
    if (ring.length > 1 || next.get(name)?.includes(name)) rings.push(ring)
  }
  for (const name of next.keys()) if (!order.has(name)) visit(name)
  return rings
}

const got = (what: string, ring: string[]) =>
  `${what} import each other in a ring: ${ring.join(', ')}; move down what they share`

export const fileRings = (arrows: Arrow[]): string[] => ringsOf(arrows).map((ring) => got('files', ring))

export const folderRings = (arrows: Arrow[]): string[] =>
  ringsOf(
    arrows
      .filter(inServer)
      .map(({ from, to }) => ({ from: folderOf(from), to: folderOf(to) }))
      .filter(({ from, to }) => from !== to),
  ).map((ring) => got('folders', ring))
