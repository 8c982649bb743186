import { literal } from '../../contracts/literal.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { type FieldKind, type SearchMethod, type SearchWish, searchName } from '../../contracts/search.ts'
import { isRefusal, refuse } from './decision.ts'

type Row = Record<string, unknown>
type Fields = ReadonlyMap<string, { name: string; kind: FieldKind }>
type Value = string | number
type Search = NonNullable<SearchWish['searchParameters']>[number]
type Order = Exclude<NonNullable<SearchWish['orderParameters']>, unknown[]>

/** The rows that fit, in the order asked for; a search nobody can make is refused. */
export const searched = <R extends Row>(rows: R[], wish: SearchWish, fields: Fields): R[] | Refusal => {
  const tests = (wish.searchParameters ?? []).map((search) => testOf(search, fields))
  const refused = tests.find(isRefusal)
  if (refused) return refused
  const fitting = rows.filter((row) => tests.every((test) => !isRefusal(test) && test(row)))
  return ordered(fitting, [wish.orderParameters ?? []].flat(), fields)
}

const unknownField = (field: string, got: string, fields: Fields): Refusal =>
  refuse('search wrong', { field, got, expected: [...fields.values()].map(({ name }) => name).join(', ') })

const readers: Record<FieldKind, (value: unknown) => Value | undefined> = {
  text: (value) => String(value).toLowerCase(),
  number: (value) => (value !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined),
  date: (value) => {
    const at = Date.parse(String(value))
    return Number.isNaN(at) ? undefined : at
  },
}

const expected: Record<FieldKind, string> = {
  text: 'text',
  number: 'a number',
  date: 'an instant such as 2025-02-12T00:00:00+05:00',
}

/** How many values a method takes; undefined is any number. */
const counts: Record<SearchMethod, number | undefined> = {
  between: 2,
  in: undefined,
  ...{ like: 1, '=': 1, '<': 1, '>': 1, '<=': 1, '>=': 1 },
}

const pattern = (text: Value) => new RegExp(`^${String(text).split('%').map(literal).join('.*')}$`, 's')

const methods: Record<SearchMethod, (value: Value, wanted: Value[]) => boolean> = {
  between: (value, [from, to]) => value >= (from as Value) && value <= (to as Value),
  in: (value, wanted) => wanted.includes(value),
  like: (value, [wanted]) => pattern(wanted as Value).test(String(value)),
  '=': (value, [wanted]) => value === wanted,
  '<': (value, [wanted]) => value < (wanted as Value),
  '>': (value, [wanted]) => value > (wanted as Value),
  '<=': (value, [wanted]) => value <= (wanted as Value),
  '>=': (value, [wanted]) => value >= (wanted as Value),
}

const testOf = (search: Search, fields: Fields): ((row: Row) => boolean) | Refusal => {
  const { name, method, searchParameter } = search
  const field = fields.get(searchName(name))
  if (!field) return unknownField('searchParameters.name', name, fields)
  const count = counts[method]
  if (count !== undefined && searchParameter.length !== count) {
    const got = `${searchParameter.length} values`
    return refuse('search wrong', { field: name, got, expected: `${count} for ${method}` })
  }
  const kind = method === 'like' ? 'text' : field.kind
  const wanted = searchParameter.map(readers[kind])
  const bad = wanted.indexOf(undefined)
  if (bad >= 0)
    return refuse('search wrong', {
      field: name,
      got: String(searchParameter[bad]),
      expected: expected[kind],
    })
  return (row) => {
    const value = readers[kind](row[field.name])
    return value !== undefined && methods[method](value, wanted as Value[])
  }
}

const compare = (one: Value | undefined, other: Value | undefined) => {
  if (one === other) return 0
  return one === undefined || (other !== undefined && one < other) ? -1 : 1
}

const ordered = <R extends Row>(rows: R[], orders: Order[], fields: Fields): R[] | Refusal => {
  const by = orders.map(({ field, typeOrder = 'ASC' }) => ({
    ...{ asked: field, field: fields.get(searchName(field)), sign: typeOrder === 'DESC' ? -1 : 1 },
  }))
  const wrong = by.find(({ field }) => !field)
  if (wrong) return unknownField('orderParameters.field', wrong.asked, fields)
  return rows.toSorted((one, other) => {
    for (const { field, sign } of by) {
      if (!field) continue
      const { name, kind } = field
      const order = compare(readers[kind](one[name]), readers[kind](other[name]))
      if (order !== 0) return sign * order
    }
    return 0
  })
}
