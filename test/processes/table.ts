import { globSync } from 'node:fs'
import { root } from '../source.ts'

/**
 * Which test files share a process in `npm test`: one line a process, each of about equal work. Whatever no line
 * names runs in `rest`, so that nobody can forget a file.
 */

const matching = (...patterns: string[]): string[] => globSync(patterns, { cwd: root }).sort()

const everything = matching('test/**/*.test.ts').filter((file) => !/^test\/(processes|long)\//.test(file))

const part = (files: string[], index: number, of: number) => files.filter((_, i) => i % of === index)

const withPostgres = ['test/story/replicas.test.ts']
export const stories = matching('test/story/**/*.test.ts').filter((file) => !withPostgres.includes(file))
const dashboards = matching('test/browser/dashboard-*.test.ts')
const look = ['test/browser/look.test.ts']
const pages = matching('test/{browser,takeover}/*.test.ts').filter(
  (file) => ![...dashboards, ...look].includes(file),
)

/** Whole documents against validators of others: seconds, where a check before each commit has none. */
const documents = matching('test/contracts/{agreement,editions,payment-api,published,validators}.test.ts')
const core = matching(
  'test/tidy.test.ts',
  'test/{core,contracts,workspace,readings,redaction,http}/**/*.test.ts',
)

const named = {
  core: core.filter((file) => !documents.includes(file)),
  story1: part(stories, 0, 3),
  story2: part(stories, 1, 3),
  story3: part(stories, 2, 3),
  look,
  dashboard: dashboards,
  pages,
  certify: matching('test/certify/*.test.ts'),
  cli: matching('test/cli/*.test.ts'),
  hostile: matching('test/hostile/*.test.ts'),
  journal: [...matching('test/{adapters,durability}/**/*.test.ts'), ...withPostgres],
  contracts: [...documents, 'test/simulation.test.ts'],
  installed: matching('test/{package,mcp}/*.test.ts'),
}

const taken = new Set(Object.values(named).flat())

export const processes = {
  ...named,
  rest: everything.filter((file) => !taken.has(file)),
}
