import { findReason, tellReason } from '../../../contracts/reason-code.ts'
import { Type } from '../../../contracts/schema.ts'
import type { Payment, Postlink } from '../../client/control.ts'
import { CheckFailed } from '../../errors.ts'
import { type Surroundings, tool } from '../tool.ts'

const strict = { additionalProperties: false }
const most = 50

const invoiceId = (description: string) =>
  Type.String({ minLength: 1, description, expected: 'an order number' })

interface Finding {
  id: string
  severity: string
  message: string
  fix: string
  count: number
}

const findingsOf = async ({ session }: Surroundings, query: URLSearchParams) => {
  const { findings } = await session.ask<{ findings: Finding[] }>('GET', `findings?${query}`)
  return findings.map(({ id, severity, message, fix, count }) => ({ id, severity, message, fix, count }))
}

const queryOf = (fields: Record<string, string | number | undefined>) =>
  new URLSearchParams(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]): [string, string] => [name, String(value)]),
  )

export const listPayments = tool({
  name: 'list_payments',
  title: 'List payments and findings',
  description:
    'Payments, oldest first, and what the requests of the shop did not do as the documents say (findings). ' +
    'next is the after of the following page.',
  changes: false,
  input: Type.Object(
    {
      invoiceId: Type.Optional(invoiceId('Of one order.')),
      status: Type.Optional(
        Type.String({
          description: 'With this status.',
          expected: 'a status such as CHARGE, AUTH or FAILED',
        }),
      ),
      after: Type.Optional(Type.String({ description: 'The id of a payment: those after it.' })),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: most, expected: `a whole number from 1 to ${most}` }),
      ),
    },
    strict,
  ),
  async run(surroundings, { limit = 20, ...filters }) {
    const query = queryOf({ ...filters, limit })
    const page = await surroundings.session.ask<{ payments: Payment[]; next: string | null }>(
      'GET',
      `payments?${query}`,
    )
    const findings = await findingsOf(surroundings, queryOf({ invoiceId: filters.invoiceId }))
    return { ...page, findings: findings.slice(0, most) }
  },
})

const find = async ({ session }: Surroundings, asked: { id?: string; invoiceId?: string }) => {
  if (asked.id !== undefined) return session.ask<Payment>('GET', `payments/${encodeURIComponent(asked.id)}`)
  if (asked.invoiceId === undefined) throw new CheckFailed('which payment: send id or invoiceId')
  const query = queryOf({ invoiceId: asked.invoiceId, limit: 1000 })
  const { payments } = await session.ask<{ payments: Payment[] }>('GET', `payments?${query}`)
  const last = payments.at(-1)
  if (last) return last
  throw new CheckFailed(`invoice ${asked.invoiceId} has no payment yet: nobody has tried to pay it`)
}

const meaningOf = (code: number) => {
  const found = findReason(code)
  return found && tellReason(found)
}

/** Why it ended so, and who heard of it. */
export const showPayment = tool({
  name: 'show_payment',
  title: 'Show one payment',
  description:
    'One payment with what its reason code means, its postlinks and how the shop answered them, the requests ' +
    'that made it, and the findings of its order. Without an id: the latest attempt of the order.',
  changes: false,
  input: Type.Object(
    {
      id: Type.Optional(Type.String({ minLength: 1, expected: 'the id of a payment' })),
      invoiceId: Type.Optional(invoiceId('The latest attempt to pay this order.')),
    },
    strict,
  ),
  async run(surroundings, asked) {
    const { session } = surroundings
    const payment = await find(surroundings, asked)
    const query = queryOf({ invoiceId: payment.invoiceId })
    const { postlinks } = await session.ask<{ postlinks: Postlink[] }>('GET', `postlinks?${query}`)
    const { exchanges } = await session.ask<{ exchanges: object[] }>(
      'GET',
      `exchanges?${queryOf({ paymentId: payment.id, limit: most })}`,
    )
    return {
      payment,
      meaning: meaningOf(payment.reasonCode),
      postlinks: postlinks.filter(({ paymentId }) => paymentId === payment.id),
      findings: await findingsOf(surroundings, query),
      exchanges,
    }
  },
})
