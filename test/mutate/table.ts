import { globSync } from 'node:fs'
import { root } from '../source.ts'

const matching = (...patterns: string[]): string[] => globSync(patterns, { cwd: root }).sort()

export interface Folder {
  sources: string[]
  /** Those of the folder itself first; they are the quickest. */
  tests: string[]
}

const folder = (path: string, ...tests: string[]): Folder => ({
  sources: matching(`${path}/*.ts`, `${path}/**/*.ts`),
  tests: tests.flatMap((test) => matching(test)),
})

/** Which tests should notice what is changed in a folder. */
export const folders: Record<string, Folder> = {
  core: folder('server/core', 'test/core/*.test.ts', 'test/simulation.test.ts'),
  contracts: folder('contracts', 'test/contracts/*.test.ts', 'test/story/findings/*.test.ts'),
  redaction: folder(
    'server/redaction',
    'test/redaction/*.test.ts',
    'test/contracts/card-text.test.ts',
    'test/story/wrong-field.test.ts',
    'test/story/exchanges.test.ts',
    'test/certify/report.test.ts',
  ),
  readings: folder('server/readings', 'test/readings/*.test.ts', 'test/story/{exchanges,metrics}.test.ts'),
  workspace: folder('server/workspace', 'test/workspace/*.test.ts', 'test/story/*.test.ts'),
  scenario: folder('server/scenario', 'test/scenario/*.test.ts'),
  certify: folder('server/certify', 'test/certify/*.test.ts'),
  drift: folder('server/drift', 'test/record/drift.test.ts', 'test/drift/*.test.ts'),
  record: folder('server/record', 'test/record/*.test.ts'),
  takeover: folder('server/takeover', 'test/takeover/*.test.ts'),
  report: folder('server/report', 'test/report.ts', 'test/story/reports.test.ts'),
}
