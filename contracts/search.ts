import type { Provenance } from './provenance.ts'
import { Type } from './type.ts'

/** How a list of the bank is asked for: filters, a page of it, an order. The register and the list of transfers. */

export const searchMethods = ['between', 'in', 'like', '=', '<', '>', '<=', '>='] as const
export type SearchMethod = (typeof searchMethods)[number]

export const defaultSize = 100
const largestSize = 1000

export const searchRequest = (known: { provenance: Provenance }) => {
  const whole = (least: number, most: number, expected: string) =>
    Type.Integer({ minimum: least, maximum: most, expected, ...known })
  const Search = Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 64, expected: 'the name of a field', ...known }),
      method: Type.Enum([...searchMethods], { expected: searchMethods.join(', '), ...known }),
      searchParameter: Type.Array(Type.Union([Type.String(), Type.Number()]), {
        ...{ minItems: 1, maxItems: 1000, expected: 'a list of values', ...known },
      }),
    },
    { expected: 'an object {"name", "method", "searchParameter": […]}' },
  )
  const Order = Type.Object(
    {
      field: Type.String({ minLength: 1, maxLength: 64, expected: 'the name of a field', ...known }),
      typeOrder: Type.Optional(Type.Enum(['ASC', 'DESC'], { expected: 'ASC or DESC', ...known })),
    },
    { expected: 'an object {"field", "typeOrder": "DESC"}' },
  )
  return Type.Object({
    searchParameters: Type.Optional(
      Type.Array(Search, { maxItems: 16, expected: 'a list of searches; all of them must fit', ...known }),
    ),
    paging: Type.Optional(
      Type.Object(
        {
          page: Type.Optional(whole(0, 10_000_000, 'a number from 0')),
          size: Type.Optional(whole(1, largestSize, `how many to list, at most ${largestSize}`)),
        },
        { expected: `an object {"page": 0, "size": ${defaultSize}}`, ...known },
      ),
    ),
    orderParameters: Type.Optional(
      Type.Union([Order, Type.Array(Order, { maxItems: 4 })], {
        expected: 'a list such as [{"field": "created_date", "typeOrder": "DESC"}]',
        ...known,
      }),
    ),
  })
}

export interface SearchWish {
  searchParameters?: { name: string; method: SearchMethod; searchParameter: (string | number)[] }[]
  paging?: { page?: number; size?: number }
  orderParameters?: OrderWish | OrderWish[]
}

interface OrderWish {
  field: string
  typeOrder?: 'ASC' | 'DESC'
}

export type FieldKind = 'text' | 'number' | 'date'

/** The lists write createdDate and are asked for created_date. */
export const searchName = (name: string): string => name.replaceAll('_', '').toLowerCase()
