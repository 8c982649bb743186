import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A folder of the test's own, gone with it. Not t.testdir(): that lives under .tap/fixtures, which a second tap in
 * the same repository empties while this one is using it.
 */
export const folder = (t: { teardown(run: () => unknown): void }, files: Record<string, string> = {}) => {
  const path = mkdtempSync(join(tmpdir(), 'epay-sandbox-'))
  t.teardown(() => rmSync(path, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content)
  return path
}
