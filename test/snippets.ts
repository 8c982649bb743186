import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../server/root.ts'

/** Every snippet of a language that a page of static/docs prints. */
export const snippets = (page: string, language: string): string[] =>
  [
    ...readFileSync(join(root, 'static/docs', page), 'utf8').matchAll(
      new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'),
    ),
  ].map(([, code = '']) => code)

/** The first of them. */
export const printed = (page: string, language: string): string => snippets(page, language)[0] ?? ''

/** A folder in which these packages are installed: ours is this repository. */
export const linkedPackages = (folder: string, names: string[]): void => {
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  for (const name of names) {
    const target = name === 'epay-sandbox' ? root : join(root, 'node_modules', name)
    symlinkSync(target, join(folder, 'node_modules', name))
  }
}
