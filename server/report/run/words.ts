import type { CoverageView } from '../../readings/coverage/table.ts'
import type { TraitName } from '../../readings/run/apart.ts'
import type { RunReport } from './run-report.ts'
import texts from './texts.json' with { type: 'json' }
import traitTexts from './trait-texts.json' with { type: 'json' }

export type Words = (typeof texts)['eng']
export const wordsOf = ({ language }: Pick<RunReport, 'language'>): Words => texts[language]

export const figureOf = ({ met, of, percent }: CoverageView, { figure }: Words): string =>
  figure.replace('{met}', String(met)).replace('{of}', String(of)).replace('{percent}', String(percent))

/** A section of the report as rows of text: the first row names the columns. */
export interface Section {
  id: string
  title: string
  about?: string
  rows: string[][]
  /** Whether rows here mean that something is wrong. */
  bad: boolean
}

const never = ({ behaviours }: CoverageView) => behaviours.filter(({ met }) => !met)

const apartText = (apart: TraitName[], language: RunReport['language']): string =>
  apart.map((name) => (language === 'eng' ? name : traitTexts[language][name])).join(', ')

const known = new WeakMap<RunReport, Section[]>()

/** In the order of what a reader must know first; page, summary and Markdown show the same. */
export const sectionsOf = (report: RunReport): Section[] => {
  const made = known.get(report) ?? makeSections(report)
  known.set(report, made)
  return made
}

const makeSections = (report: RunReport): Section[] => {
  const words = wordsOf(report)
  const { coverage, ledger } = report
  const names = new Map(coverage.uses.map(({ use, name }) => [use, name]))
  const sent = (list: RunReport['undelivered']) =>
    list.map(({ invoiceId, kind, answer, url, apart }) => [
      ...[invoiceId, kind, answer || words.none, url],
      apart.length > 0 ? `${words.apart}: ${apartText(apart, report.language)}` : '',
    ])
  const section = (id: keyof Words, rows: string[][], more: Partial<Section> = {}): Section => ({
    ...{ id, title: words[id], rows, bad: false },
    ...more,
  })
  return [
    section(
      'assumed',
      report.assumed.map((rule) => [rule]),
      { about: words.assumedWhy },
    ),
    section('paidUntold', sent(report.paidUntold), { bad: true }),
    section(
      'findings',
      report.findings.map(({ severity, message, fix, count }) => [severity, message, fix, `× ${count}`]),
      { bad: report.findings.some(({ severity }) => severity === 'error') },
    ),
    section(
      'coverage',
      never(coverage).map(({ use, what, provoke = '' }) => [names.get(use) ?? use, what, provoke]),
      {
        about: `${figureOf(coverage, words)}: ${coverage.uses.map(({ name }) => name).join(', ')}`,
      },
    ),
    section(
      'payments',
      report.payments.map(({ invoiceId, amount, currency, status, reasonCode, reason }) => [
        ...[invoiceId, `${amount} ${currency}`, status],
        reasonCode === 0 ? '' : `${reasonCode} ${reason}`,
      ]),
    ),
    section('undelivered', sent(report.undelivered), { bad: true }),
    section(
      'ledger',
      ledger.violations.map(({ where, got, expected }) => [where, got, expected]),
      {
        bad: true,
        ...(ledger.ok ? { about: words.balanced } : {}),
      },
    ),
    section(
      'hosts',
      report.hosts.map(({ host, requests }) => [host, String(requests)]),
    ),
    section(
      'slowest',
      report.slowest.map(({ call, status, ms }) => [call, String(status), `${Math.round(ms)} ms`]),
    ),
  ]
}
