/** A call as the sandbox answered it when the contract was published. */
export interface ControlExample {
  summary: string
  /** Of the path, by name. */
  parameters: Record<string, string>
  body?: unknown
  answer?: unknown
}

/** By the name of the call. */
export type ControlExamples = Record<string, ControlExample[]>
