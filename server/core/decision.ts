import type { EntryBody } from '../../contracts/entry.ts'
import { maskSecrets } from '../../contracts/mask.ts'
import type { Refusal, RefusalName } from '../../contracts/refusal.ts'
import type { Then } from '../../contracts/rule.ts'

/** What a command comes to: the entries to append, and the reply once they are durable. */
export interface Decision<Reply> {
  entries: EntryBody[]
  reply: Reply | Refusal
  /** What a rule does to the answer on its way out. */
  override?: Then
}

/** A number of an order may look like a card: where it belongs it stays. */
export const refuse = (refused: RefusalName, facts: Omit<Refusal, 'refused'> = {}): Refusal => ({
  refused,
  ...facts,
  ...(facts.got && !/invoice/i.test(facts.field ?? '') ? { got: maskSecrets(facts.got) } : {}),
})

export const isRefusal = (reply: unknown): reply is Refusal =>
  typeof reply === 'object' && reply !== null && 'refused' in reply

/** A refusal changes nothing; gateway.ts notes it in the journal. */
export const refusal = (reply: Refusal): Decision<never> => ({ entries: [], reply })

export const accept = <Reply>(entries: EntryBody[], reply: Reply): Decision<Reply> => ({ entries, reply })
