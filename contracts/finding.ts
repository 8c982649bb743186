import texts from './finding-texts.json' with { type: 'json' }
import type { Language } from './language.ts'
import { assumed, documented, observed, type Provenance } from './provenance.ts'
import type { QuirkName, Quirks } from './quirk.ts'
import type { Violation } from './violation.ts'

/** error: the documents say it is refused. warning: they say otherwise, or nobody knows. note: good to know. */
export const severities = ['error', 'warning', 'note'] as const
export type Severity = (typeof severities)[number]

interface FindingRow {
  /** A pair: an error while this quirk has this value, a warning once it has another and lets the request pass. */
  severity: Severity | readonly [QuirkName, string]
  /** What the bank answers when it refuses for this. */
  code?: number
  /** What came tells one finding from another; elsewhere each value would be a finding of its own. */
  each?: true
  provenance: Provenance
}

/**
 * Everything that can be said of a request beside its answer, one row each. What a refusal says of the state of things
 * (a decline, a used token, a wrong secret) is no finding: a test that provokes it is a good test.
 */
const table = {
  'field-missing': {
    severity: 'error',
    ...documented(['payment-page', 'saving-a-card', 'saved-card-payment'], 'the table of fields'),
  },
  'field-wrong': {
    severity: 'error',
    ...documented(['payment-page', 'saving-a-card', 'saved-card-payment'], 'the table of fields'),
  },
  'unknown-field': {
    each: true,
    severity: 'warning',
    ...assumed('the documents do not say what becomes of other names'),
  },
  'misspelt-field': {
    each: true,
    severity: 'warning',
    ...observed('clients-2', 'names seen by mistake'),
  },
  'unread-amount': {
    each: true,
    severity: ['unreadAmount', 'refused'],
    ...assumed('an operation without an amount takes the whole payment: a misspelt one moves other money'),
  },
  'saved-card-field': {
    severity: ['savedCardFields', 'required'],
    ...documented('saved-card-payment', 'obligatory fields'),
  },
  'terminal-name': { severity: 'warning', ...documented('saved-card-payment') },
  'verification-without-card-save': {
    severity: ['verificationCardSave', 'required'],
    ...documented('saving-a-card', 'cardSave is required'),
  },
  'odd-invoice-id-alt': {
    severity: ['invoiceIdAlt', 'digits'],
    ...documented('payment-page', '6 to 15 digits'),
  },
  'long-invoice-id': {
    severity: ['longInvoiceId', 'refused'],
    ...documented(['payment-page', 'saving-a-card', 'saved-card-payment'], '6 to 15 digits'),
  },
  'long-description': {
    severity: ['longDescription', 'refused'],
    code: 3298,
    ...documented(['payment-page', 'saving-a-card', 'saved-card-payment'], 'at most 125 bytes'),
  },
  'wrong-host': { each: true, severity: 'warning', ...observed('clients-2') },
  'bare-auth': { severity: 'warning', ...documented('payment-page', 'the whole answer, an object') },
  'app-link': { severity: 'warning', ...observed('client', 'back links of a mobile shop') },
  'link-without-scheme': { severity: 'warning', ...observed('client') },
  'scope-without-payment': {
    severity: 'warning',
    ...documented('saved-card-payment', 'the resource payment is used to pay'),
  },
  'unknown-scope': {
    each: true,
    severity: 'warning',
    ...observed('client', 'met a refusal for an unknown word'),
  },
  'json-token': {
    severity: 'warning',
    ...documented(['payment-page', 'saving-a-card', 'saved-card-payment'], 'Body: form-data'),
  },
  'odd-bytes': {
    each: true,
    severity: 'warning',
    ...observed('clients-2', 'met on real runs; whether the bank reads it is not known'),
  },
  'no-postlink': { severity: 'warning', ...observed('bank-modules', 'they send it empty') },
  'postlink-over-http': {
    severity: 'warning',
    ...observed('client', 'a bare address over http never got one'),
  },
  'loopback-postlink': {
    severity: 'warning',
    ...assumed('of where the sandbox runs, not of the bank: a container has a loopback of its own'),
  },
  'takeover-unused': {
    severity: 'warning',
    ...assumed('of how the command was run, not of the bank: some HTTP clients ignore proxy variables'),
  },
  'name-not-latin': { severity: 'warning', ...assumed('cards carry Latin letters') },
  'token-without-postlink': {
    severity: 'note',
    ...documented(['saving-a-card', 'payment-page'], 'required there, optional on a third page'),
  },
  'live-card': {
    severity: 'warning',
    ...assumed('a number that could be charged has no place in a test, in no field'),
  },
  'masked-postlink': {
    severity: 'warning',
    ...assumed('the bank echoes what it was sent; card numbers and secrets are not kept here'),
  },
  'two-terminals': { severity: 'note', ...assumed('most shops have one') },
  'fast-polling': { severity: 'note', ...assumed('the bank names no limit') },
} satisfies Record<string, FindingRow>

export type FindingId = keyof typeof table
export const findings: Record<FindingId, FindingRow> = table
export const findingIds = Object.keys(table) as FindingId[]

/** One thing found in one request. */
export interface Finding {
  id: FindingId
  /** The field, with dots between levels, or what else it is about. */
  where: string
  /** What came; never a secret or a card number. */
  got: string
  /** The name that was meant, or what was expected. */
  expected: string
  /** How to fix it, where the field itself knows better than the row. */
  fix?: string
}

export const severityOf = (id: FindingId, quirks: Quirks): Severity => {
  const { severity } = findings[id]
  if (typeof severity === 'string') return severity
  const [quirk, strict] = severity
  return quirks[quirk] === strict ? 'error' : 'warning'
}

const filled = (text: string, finding: Finding) =>
  text.replace(/\{(where|got|expected)\}/g, (_, name: 'where' | 'got' | 'expected') => finding[name])

/** The finding in words: what is wrong, and how to fix it. */
export const findingText = (finding: Finding, language: Language = 'eng') => {
  const { what, fix } = texts[language][finding.id]
  return { message: filled(what, finding), fix: filled(finding.fix ?? fix, finding) }
}

/** A finding that refuses the request, as the answer tells it. */
export const violationOf = (finding: Finding): Violation => ({
  where: finding.where,
  got: finding.got,
  expected: finding.expected,
  fix: findingText(finding).fix,
})

/** A field that broke its contract and that nothing lets pass. */
export const findingOf = ({ where, got, expected, fix }: Violation): Finding => ({
  id: got === 'nothing' ? 'field-missing' : 'field-wrong',
  ...{ where, got, expected },
  ...(fix ? { fix } : {}),
})
