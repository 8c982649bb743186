import type { Static, TObject } from 'typebox'
import type { Instant } from '../../contracts/time.ts'
import { CheckFailed } from '../errors.ts'
import type { Session } from './session.ts'

/** What a tool may use: the sandbox that is spoken to, and real time. */
export interface Surroundings {
  session: Session
  now(): Instant
}

/** One thing an agent can ask for. `input` is what it may send; the answer is told as JSON, or as the text it is. */
export interface Tool<Input extends TObject = TObject> {
  name: string
  title: string
  description: string
  input: Input
  /** It does more than look: refused unless somebody allowed it. */
  changes: boolean
  run(surroundings: Surroundings, input: Static<Input>): Promise<unknown> | unknown
}

/** Keeps the type of the input between the schema and the function. */
export const tool = <Input extends TObject>(made: Tool<Input>): Tool => made as unknown as Tool

/** Throws CheckFailed with what a person has to do. */
export const mustBeAllowed = (what: string, { allowChanges }: Pick<Session, 'allowChanges'>): void => {
  if (allowChanges) return
  throw new CheckFailed(
    `${what} changes something, and this server only looks. Anyone who configured it allows it with --allow-changes: ` +
      'epay-sandbox mcp --allow-changes',
  )
}
