import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A file of the shop, as far as its configuration may stand in it. */
export interface ShopFile {
  /** From the shop's folder, with forward slashes. */
  path: string
  text: string
  lines: string[]
}

// What others wrote, what tools made, and what is no text.
const skipped = new Set(
  [
    'node_modules',
    'vendor',
    'dist',
    'build',
    'target',
    'coverage',
    'bower_components',
    '__pycache__',
    'venv',
  ].concat(['test', 'tests', '__tests__', 'spec', 'fixtures', 'bitrix']),
)
const isTextual = (path: string) =>
  /\.([cm]?[jt]sx?|vue|svelte|astro|html?|php|phtml|twig|py|rb|go|java|kt|cs|swift|dart|bsl)$/i.test(path) ||
  /\.(ya?ml|json|toml|ini|conf|sh)$|(^|\/)(\.env[\w.-]*|Dockerfile)$/i.test(path)
const lockFiles = /(package-lock|composer\.lock|yarn\.lock|pnpm-lock|-lock)\b/
const longestBytes = 512 * 1024
const mostFiles = 5_000

/** Every text of the shop's folder that could configure it; bounded, for a folder may be anything. */
export const filesOf = async (folder: string): Promise<ShopFile[]> => {
  const found: ShopFile[] = []
  const walk = async (inside: string): Promise<void> => {
    const names = (await readdir(join(folder, inside), { withFileTypes: true }).catch(() => [])).toSorted(
      (a, b) => (a.name < b.name ? -1 : 1),
    )
    for (const entry of names) {
      if (found.length >= mostFiles) return
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`
      const isHidden = entry.name.startsWith('.') && !entry.name.startsWith('.env')
      if (entry.isDirectory() && !isHidden && !skipped.has(entry.name)) await walk(path)
      else if (entry.isFile() && isTextual(path) && !lockFiles.test(path)) await read(path)
    }
  }
  const read = async (path: string) => {
    const { size } = await stat(join(folder, path))
    if (size > longestBytes) return
    const text = await readFile(join(folder, path), 'utf8')
    found.push({ path, text, lines: text.split(/\r?\n/) })
  }
  await walk('')
  return found
}
