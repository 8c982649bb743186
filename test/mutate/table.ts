import { globSync } from 'node:fs'
import { root } from '../source.ts'

const matching = (...patterns: string[]): string[] => globSync(patterns, { cwd: root }).sort()

export interface Folder {
  sources: string[]
  tests: string[]
}

const inFolder = (path: string, ...tests: string[]): Folder => inFiles([`${path}/**/*.ts`], ...tests)

const inFiles = (sources: string[], ...tests: string[]): Folder => ({
  sources: matching(...sources),
  tests: matching(...tests),
})

const stories = 'test/story/**/*.test.ts'

/** Which tests should notice what is changed in a folder; of these, those run that reach the changed place. */
export const folders: Record<string, Folder> = {
  core: inFolder('server/core', 'test/core/*.test.ts', stories, 'test/simulation.test.ts'),
  contracts: inFolder('contracts', 'test/contracts/*.test.ts', 'test/certify/describe.test.ts', stories),
  redaction: inFolder(
    'server/redaction',
    'test/redaction/*.test.ts',
    'test/contracts/card-text.test.ts',
    'test/hostile/{secrets,ssrf}.test.ts',
    'test/story/{wrong-field,exchanges}.test.ts',
    'test/certify/report.test.ts',
  ),
  guards: inFiles(
    [
      'contracts/bank-host.ts',
      'server/redaction/{guard,reach,near-address,allow-list}.ts',
      'server/takeover/{authority,certificate,policy,own-hosts,refusals}.ts',
      'server/workspace/workspace-name.ts',
      'server/http/request/bank-hosts.ts',
      'server/http/control/guard.ts',
    ],
    'test/redaction/*.test.ts',
    'test/hostile/{guard,policy,ssrf}.test.ts',
    'test/takeover/{absolute-form,authority,certificate,own-hosts,policy,takeover}.test.ts',
    'test/story/{addresses,guard,locked-dashboard,near-address,workspaces-apart,workspaces-control}.test.ts',
  ),
  readings: inFolder(
    'server/readings',
    'test/readings/*.test.ts',
    'test/cli/coverage.test.ts',
    'test/report/run-report.test.ts',
    stories,
  ),
  workspace: inFolder('server/workspace', 'test/workspace/*.test.ts', stories),
  journal: inFolder(
    'server/adapters/journal',
    'test/adapters/journal/*.test.ts',
    'test/story/replicas.test.ts',
  ),
  http: inFiles(
    ['server/http/app.ts', 'server/http/{answer,bank,control,dashboard,request}/*.ts'],
    'test/hostile/{guard,limits,policy}.test.ts',
    stories,
  ),
  pages: inFolder('server/http/page', 'test/hostile/script.test.ts', stories),
  scenario: inFolder('server/scenario', 'test/scenario/*.test.ts', 'test/story/scenario-plan.test.ts'),
  certify: inFolder('server/certify', 'test/certify/*.test.ts'),
  verify: inFolder('server/verify', 'test/{verify,pact}/*.test.ts', 'test/redaction/reach.test.ts'),
  drift: inFolder('server/drift', 'test/record/{drift,evidence}.test.ts'),
  record: inFolder('server/record', 'test/record/*.test.ts'),
  takeover: inFolder('server/takeover', 'test/takeover/*.test.ts'),
  cli: inFolder('server/cli', 'test/cli/*.test.ts'),
  report: inFolder('server/report', 'test/report/*.test.ts', 'test/story/reports.test.ts'),
}
