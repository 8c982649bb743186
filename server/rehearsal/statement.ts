import type { Rehearsal } from './rehearse.ts'

/** As CI systems sign and keep it: https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md */
export interface Statement {
  _type: 'https://in-toto.io/Statement/v1'
  subject: { name: string; digest: { gitCommit: string } }[]
  predicateType: 'https://in-toto.io/attestation/test-result/v0.1'
  predicate: {
    result: 'PASSED' | 'WARNED' | 'FAILED'
    configuration: { name: string; digest: { sha256: string } }[]
    passedTests: string[]
    warnedTests: string[]
    failedTests: string[]
  }
}

const results = { passed: 'PASSED', failed: 'FAILED', 'not proven': 'WARNED' } as const

/** Nothing is said of a commit when other files were rehearsed than it holds: then there is no statement. */
export const statementOf = (rehearsal: Rehearsal): Statement | undefined => {
  const { commit, parts, config, merchant, verdict } = rehearsal
  if (!commit || commit.changed.length > 0) return undefined
  const tests = (wanted: (ok: boolean) => boolean) =>
    parts.flatMap(({ name, checks }) =>
      checks.filter(({ ok }) => wanted(ok)).map(({ title }) => `${name}/${title.split(':')[0]}`),
    )
  const unproven = parts.filter((part) => part.verdict === 'not proven').map(({ name }) => name)
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: merchant, digest: { gitCommit: commit.hash } }],
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      result: results[verdict],
      configuration: [{ name: config.file.split(/[\\/]/).at(-1) ?? '', digest: { sha256: config.sha256 } }],
      passedTests: tests((ok) => ok),
      warnedTests: unproven,
      failedTests: tests((ok) => !ok),
    },
  }
}

/** Why there is none, in a sentence. */
export const whyNoStatement = ({ commit }: Rehearsal): string =>
  commit
    ? `no statement: ${commit.changed.length} files are not as they were committed, ` +
      `such as ${commit.changed.slice(0, 3).join(', ')}`
    : 'no statement: the shop stands in no git repository with a commit'
