import type { Static } from 'typebox'
import { Type } from '../schema.ts'
import { ClientRequest, ForkRequest, TerminalRequest, WorkspaceRequest } from '../workspace.ts'

/** Bodies of control calls that have no file of their own; the same schemas check them. */

const strict = { additionalProperties: false }

/** What is asked of the clock, in words: of each field and of the body. */
export const clockExpected = {
  advance:
    'a duration of weeks, days, hours, minutes or seconds such as PT2H or 2h, forward and before the year 9999',
  set: 'an ISO 8601 instant with an offset such as 2025-02-12T09:42:51+05:00',
  mode: 'system: real time',
  body: '{"advance":"PT2H"}, {"set":"<instant>"} or {"mode":"system"}',
}
export const ClockAdvance = Type.Object({ advance: Type.String({ expected: clockExpected.advance }) }, strict)
export const ClockSet = Type.Object({ set: Type.String({ expected: clockExpected.set }) }, strict)
export const ClockReal = Type.Object(
  { mode: Type.Literal('system', { expected: clockExpected.mode }) },
  strict,
)
export const ClockRequest = Type.Union([ClockAdvance, ClockSet, ClockReal], { expected: clockExpected.body })

export const MerchantsRequest = Type.Object(
  {
    clients: Type.Optional(Type.Array(ClientRequest)),
    terminals: Type.Optional(Type.Array(TerminalRequest)),
  },
  { ...strict, minProperties: 1 },
)
export type MerchantsRequest = Static<typeof MerchantsRequest>

/** Whatever the hand writes, right or wrong: only that it is an object is asked. */
export const EditedBody = Type.Record(Type.String(), Type.Unknown(), {
  expected: 'an object: the fields to send',
})
export const EditedPostlink = Type.Object({ body: EditedBody })

/** Pact's state-change call; what else a verifier may send beside these is its own business. */
export const StateChange = Type.Object({
  state: Type.String({ expected: 'the name of a state, see GET /_sandbox/provider-states' }),
  params: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { expected: 'an object of parameters' })),
  action: Type.Optional(Type.Enum(['setup', 'teardown'], { expected: 'setup or teardown' })),
})
export type StateChange = Static<typeof StateChange>

export const WorkspaceBody = Type.Union([WorkspaceRequest, ForkRequest])

/** What `certify`, `verify` and `drift` print with `--format json`. */
export const ReportRequest = Type.Record(Type.String(), Type.Unknown(), {
  expected: 'a report of certify, verify or drift, as --format json writes it',
})

export const JournalLines = Type.String({ expected: 'a journal as GET /_sandbox/journal writes it' })
