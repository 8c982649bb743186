import type { OperationId } from './operations.ts'

/** A call of one coherent story, as the sandbox answered it when the contract was published. */
export interface RecordedCall {
  operation: OperationId
  /** Of the example, unique within its operation. */
  name: string
  summary: string
  /** Of the path and the query, by name. */
  parameters: Record<string, string>
  request?: unknown
  status: number
  answer: unknown
  location?: string
}

export interface RecordedPostlink {
  name: string
  summary: string
  kind: 'success' | 'failure'
  value: Record<string, unknown>
}

export interface Story {
  calls: RecordedCall[]
  postlinks: RecordedPostlink[]
}

export const callsOf = (story: Story, id: OperationId): RecordedCall[] =>
  story.calls.filter(({ operation }) => operation === id)

/** The first of a kind stands for it: later ones would say the same with other numbers. */
export const firstOf = <T>(items: T[], keyOf: (item: T) => string): T[] =>
  [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].toReversed()
