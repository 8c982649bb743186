import type { Static } from 'typebox'
import { InvoiceLinkAnswer } from './invoice-link.ts'
import { observed, Text, Type } from './schema.ts'

const sample = observed('clients-2', 'a captured answer')

export const linkFields = ['id', 'invoice_id', 'account_id', 'shop_id', 'status'] as const
export const linkMethods = ['=', 'in', 'like'] as const

const searched = {
  expected: `name: one of ${linkFields.join(', ')}; method: ${linkMethods.join(', ')}`,
  ...sample,
}
const whole = (most: number, expected: string) =>
  Type.Integer({ minimum: 0, maximum: most, expected, ...sample })

const Search = Type.Object(
  {
    name: Type.Enum([...linkFields], searched),
    method: Type.Enum([...linkMethods], searched),
    searchParameter: Type.Array(Type.String(), { minItems: 1, expected: 'a list of values', ...sample }),
  },
  { expected: searched.expected },
)

const OrderBy = Type.Object({
  field: Text(64, { expected: 'id or created_date', ...sample }),
  typeOrder: Type.Optional(Type.Enum(['ASC', 'DESC'], { expected: 'ASC or DESC', ...sample })),
})

/** `POST invoice-links`: which links, a page of them, and in which order. */
export const InvoiceLinkListRequest = Type.Object({
  paging: Type.Optional(
    Type.Object(
      {
        skip: Type.Optional(whole(1_000_000, 'how many to skip')),
        limit: Type.Optional(whole(100, 'how many to list, at most 100')),
      },
      { expected: 'an object {"skip": 0, "limit": 10}', ...sample },
    ),
  ),
  searchParameters: Type.Optional(
    Type.Array(Search, { maxItems: 16, expected: 'a list of searches; all of them must fit', ...sample }),
  ),
  orderParameters: Type.Optional(
    Type.Union([OrderBy, Type.Array(OrderBy, { maxItems: 1 })], {
      expected: 'an object {"field": "id", "typeOrder": "DESC"}',
      ...sample,
    }),
  ),
})
export type InvoiceLinkListRequest = Static<typeof InvoiceLinkListRequest>

/** `TotalCount` and `Records` in capitals, unlike the list of operations. */
export const InvoiceLinkList = Type.Object(
  {
    TotalCount: Type.Integer({ description: 'How many fit, on all pages.', ...sample }),
    Records: Type.Array(InvoiceLinkAnswer, sample),
  },
  { additionalProperties: false },
)
export type InvoiceLinkList = Static<typeof InvoiceLinkList>
