import { severities } from '../finding.ts'
import { instalmentStatuses } from '../instalment-record.ts'
import { Type } from '../schema.ts'

/** What may stand in the address of a control call. */

const after = (what: string) => Type.Optional(Type.String({ expected: `the id of ${what}: what follows it` }))
const invoiceId = Type.Optional(Type.String({ minLength: 1, expected: 'an order number' }))

/** Lists are lenient: a limit outside of 1 to 1000 is taken as the nearest. */
const limit = Type.Optional(Type.String({ expected: 'a whole number from 1 to 1000; 100 when left out' }))

export const PaymentsQuery = Type.Object({
  invoiceId,
  status: Type.Optional(Type.String({ expected: 'a status such as CHARGE' })),
  after: after('a payment'),
  limit,
})

export const PostlinksQuery = Type.Object({ invoiceId, after: after('a postlink'), limit })
export const InvoiceLinksQuery = Type.Object({ invoiceId, after: after('an invoice link'), limit })
export const InstalmentsQuery = Type.Object({
  invoiceId,
  status: Type.Optional(Type.Enum([...instalmentStatuses], { expected: instalmentStatuses.join(', ') })),
  after: after('a purchase'),
  limit,
})
export const SubscriptionsQuery = Type.Object({ invoiceId, after: after('a subscription'), limit })

export const SettlementsQuery = Type.Object({
  terminal: Type.Optional(Type.String({ expected: 'the UUID of a terminal' })),
  date: Type.Optional(Type.String({ expected: 'a day in Kazakhstan, such as 2025-02-13' })),
  after: after('a payout'),
  limit,
})

export const StatementQuery = Type.Object({
  format: Type.Optional(Type.Enum(['json', 'csv'], { expected: 'json or csv' })),
})

export const mostExchanges = 1000

export const ExchangesQuery = Type.Object({
  invoiceId,
  paymentId: Type.Optional(Type.String({ minLength: 1, expected: 'the id of a payment' })),
  after: Type.Optional(
    Type.String({ pattern: '^[0-9]{1,15}$', expected: 'the id of an exchange: a whole number' }),
  ),
  limit: Type.Optional(
    Type.String({
      pattern: '^([1-9][0-9]{0,2}|1000)$',
      expected: `a whole number from 1 to ${mostExchanges}`,
    }),
  ),
})

const lang = Type.Optional(Type.String({ expected: 'rus, kaz or eng' }))

export const FindingsQuery = Type.Object({
  severity: Type.Optional(Type.Enum([...severities], { expected: severities.join(', ') })),
  invoiceId,
  lang,
})

export const CoverageQuery = Type.Object({
  workspaces: Type.Optional(Type.Literal('all', { expected: 'all: every workspace of this server' })),
  lang,
})

export const MomentQuery = Type.Object({
  at: Type.Optional(
    Type.String({ expected: 'the number of an entry, an instant or a mark; now when left out' }),
  ),
})

export const DeliverQuery = Type.Object({
  deliver: Type.Optional(Type.Enum(['true', 'false'], { expected: 'true: postlinks still owed are sent' })),
})

export const WordsQuery = Type.Object({ q: Type.Optional(Type.String({ expected: 'words to look for' })) })
