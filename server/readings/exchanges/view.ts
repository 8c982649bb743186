import type { TSchema } from 'typebox'
import { fieldsOf, provenanceOf } from '../../../contracts/fields.ts'
import { type Finding, findings, findingText } from '../../../contracts/finding.ts'
import { type Operation, operations } from '../../../contracts/operations.ts'
import { type ShownProvenance, tellProvenance } from '../../../contracts/provenance.ts'
import type { Violation } from '../../../contracts/violation.ts'
import type { State } from '../../core/state.ts'
import type { Redactor } from '../../redaction/redact.ts'
import type { Emulator } from '../../workspace/emulator.ts'
import { type Links, linksOf, paymentIn, queryOf } from './links.ts'
import type { Kept } from './memory.ts'
import { bodyOf, headersOf, openExchangeRedactor } from './redact.ts'

/** Exchanges as the control API shows them: nothing in them could be used by somebody else. */

type HideKnown = Emulator['masking']['hideKnown']

/** A line of a list. */
export const exchangeLine = (kept: Kept, { state, masking: { hideKnown } }: Emulator) =>
  lineOf(kept, state(), kept.answer.status < 400 ? unread(hideKnown) : openReader(kept, hideKnown))

// Why something was refused stands in its answer; of all others a line tells nothing that would have to be read.
const unread = (hideKnown: HideKnown) => ({
  redactor: openExchangeRedactor(hideKnown),
  answered: '',
  violations: [],
})

/** All of one. */
export const exchangeView = (kept: Kept, { state, masking: { hideKnown } }: Emulator) => {
  const { request, answer } = kept
  const reader = openReader(kept, hideKnown)
  const payment = paymentIn(kept)
  const line = lineOf(kept, state(), reader)
  return {
    ...line,
    summary: rowOf(line.operation)?.summary ?? steps[line.operation ?? ''] ?? null,
    override: kept.override ?? null,
    violations: reader.violations,
    findings: kept.findings.map(({ finding, severity }) => ({ severity, ...factsOfFinding(finding) })),
    request: {
      headers: reader.headers,
      query: reader.redactor.value('', queryOf(kept)),
      payment: payment ? reader.redactor.value('', payment) : null,
      body: bodyOf(reader.redactor, request.body),
      bytes: request.bytes,
      cut: isCut(request),
    },
    answer: {
      headers: headersOf(reader.redactor, answer.headers),
      body: reader.answered,
      bytes: answer.bytes,
      cut: isCut(answer),
      isPage: /^text\/html/.test(String(answer.headers['content-type'])),
    },
    provenance: isPutThere(kept) ? null : provenanceIn(line.operation, kept.answer.status),
  }
}

const factsOfFinding = (finding: Finding) => ({
  ...{ id: finding.id, where: finding.where, ...findingText(finding) },
  provenance: tellProvenance(findings[finding.id].provenance),
})

/** What is no operation of the table: the buyer's browser, not the shop's server. */
const steps: Record<string, string> = {
  openPage: 'Open the payment page',
  scanQr: 'Scan the QR code',
  pay: 'Pay on the page',
  answerChallenge: "Answer the issuer's question",
  confirmPayment: "Bring back the issuer's word",
}

/** What is said first is hidden everywhere: the headers carry the token. */
const openReader = (kept: Kept, hideKnown: HideKnown) => {
  const redactor = openExchangeRedactor(hideKnown)
  const headers = headersOf(redactor, kept.request.headers)
  const answered = bodyOf(redactor, kept.answer.body)
  return { redactor, headers, answered, violations: violationsIn(kept, answered) }
}

type Reader = Pick<ReturnType<typeof openReader>, 'redactor' | 'answered' | 'violations'>

const lineOf = (kept: Kept, state: State, { redactor, answered, violations }: Reader) => {
  const { operation, ...links } = linksOf(kept, state)
  const about = Object.fromEntries(
    names.map((name) => [name, links[name] === undefined ? null : redactor.text(links[name], name)]),
  ) as Record<(typeof names)[number], string | null>
  return {
    id: kept.id,
    at: new Date(kept.at).toISOString(),
    seq: kept.seq,
    method: kept.method,
    path: pathOf(kept, redactor),
    operation,
    status: kept.answer.status,
    sent: kept.sent,
    durationMs: Math.round(kept.durationMs * 100) / 100,
    why: kept.answer.status < 400 ? null : whyOf(answered, violations),
    rule: kept.rule ?? null,
    findings: kept.findings.map(({ finding, severity }) => ({ id: finding.id, severity })),
    ...about,
  }
}

const names = ['invoiceId', 'terminal', 'paymentId', 'page', 'challenge', 'token'] as const

/** A parameter of a path is read by its name: an order number may look like a card. */
const pathOf = ({ target, params }: Kept, redactor: Redactor): string => {
  const [path = ''] = target.split('?')
  const byValue = new Map(Object.entries(params).map(([name, value]) => [encodeURIComponent(value), name]))
  return path
    .split('/')
    .map((part) => (byValue.has(part) ? redactor.text(part, byValue.get(part)) : redactor.text(part)))
    .join('/')
}

const isCut = ({ body, bytes }: { body: unknown; bytes: number }) =>
  typeof body === 'string' && body !== '' && Buffer.byteLength(body) < bytes

/** What a page told, or the list beside the words of the API. */
const violationsIn = ({ problems }: Kept, answered: unknown): Violation[] =>
  problems.length > 0 ? problems : ((Object(answered) as { violations?: Violation[] }).violations ?? [])

const whyOf = (answered: unknown, violations: Violation[]): string => {
  const { message } = Object(answered) as { message?: unknown }
  if (typeof message === 'string') return message
  return violations.map(({ where, got, expected }) => `${where}: got ${got}, expected ${expected}`).join('. ')
}

const rowOf = (operation: Links['operation']): Operation | undefined =>
  Object.hasOwn(operations, operation ?? '') ? operations[operation as keyof typeof operations] : undefined

const fieldsKnown = new WeakMap<TSchema, Record<string, ShownProvenance>>()

/** How well each field of a message is known, by its path. */
const knownFields = (schema: TSchema): Record<string, ShownProvenance> => {
  const found =
    fieldsKnown.get(schema) ??
    Object.fromEntries(
      fieldsOf(schema).flatMap((field) => {
        const provenance = provenanceOf(field)
        return provenance ? [[field.path, tellProvenance(provenance)]] : []
      }),
    )
  fieldsKnown.set(schema, found)
  return found
}

/** A rule's answer is nobody's but the rule's. */
const isPutThere = ({ override }: Kept) => typeof override?.answer === 'object' && 'status' in override.answer

const provenanceIn = (operation: Links['operation'], status: number) => {
  const row = rowOf(operation)
  return row
    ? {
        operation: tellProvenance(row.provenance),
        fields: knownFields(status < 400 ? row.answer : row.refusal),
      }
    : null
}
