import type { TObject, TSchema } from 'typebox'

/** A call of the control API: one row of the table, under `/_sandbox`. */
export interface ControlCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** As the router has it: `/payments/:id`. */
  path: string
  /** What a generated client calls it. */
  name: string
  tag: ControlTag
  summary: string
  query?: TObject
  body?: TSchema
  /** True when an empty body means what is usual. */
  bodyOptional?: true
  /** Without it the answer has no body. */
  answer?: TSchema
  status: 200 | 201 | 204
  /** Other forms of the answer, by media type, with what they are. */
  forms?: Record<string, string>
  /** Which ways it can be refused, beside those of every call. */
  refuses?: (400 | 404 | 409 | 413 | 422 | 503)[]
}

export const controlTags = {
  payments: 'What was paid, and what the bank does with it at its desk',
  postlinks: 'What the bank posts to the shop',
  rules: 'What is to happen next',
  time: 'The clock, marks, and the way back',
  workspaces: 'Isolated worlds in one server',
  evidence: 'What was said, what was found, what was exercised',
  books: 'Payouts, subscriptions and invoice links',
  scenarios: 'Stories in files, and states for contract tests',
  reports: 'What certify, verify and drift found out',
  tables: 'Cards, codes and settings',
  server: 'Whether it is well',
  documents: 'Contracts and reference',
} as const

export type ControlTag = keyof typeof controlTags
