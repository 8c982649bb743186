import { BankRefusal } from './authorization.ts'
import { api, living, type Operation } from './operation-row.ts'
import { observed } from './provenance.ts'
import { RegisterAnswer, RegisterRequest } from './register.ts'

/** Rows of the table: lists of what happened, for a merchant's books. */
export const listOperations = {
  register: {
    method: 'POST',
    paths: api('operations'),
    auth: 'bearer',
    summary: 'List the payments of a terminal, with payouts',
    body: RegisterRequest,
    answer: RegisterAnswer,
    refusal: BankRefusal,
    refusals: [...living, 'search wrong'],
    ...observed('client', 'a captured answer, confirmed in production'),
  },
} satisfies Record<string, Operation>
