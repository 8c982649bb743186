import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { fieldsOfForm } from '../../server/http/request/form.ts'

/** What every browser's own reader makes of it. */
const standard = (text: string) => Object.fromEntries(new URLSearchParams(text))

t.test('a form is read as the standard reads it, however spoiled', async (t) => {
  for (const text of [
    'client_id=%74est%',
    'a=%CF%F0%E8%E2%E5%F2',
    'a=%E2%82&b=%C0%80&c=%ED%A0%80',
    'a=x%00%zz',
    '?grant_type=client_credentials',
    'a=1&a=2&&=3&b&c=&d==&+e+=+f%2B',
    '__proto__=1&constructor=2&__proto__=3',
    'ключ=значение&%D0%BA=%D0%B7',
  ])
    t.same({ ...fieldsOfForm(text) }, standard(text), text)
})

t.test('and whatever else may come', async (t) => {
  const piece = fc.constantFrom(
    'a',
    'b',
    '=',
    '&',
    '+',
    '%',
    '%2',
    '%41',
    '%D0',
    '%BA',
    '?',
    '%zz',
    'я',
    ' ',
    '#',
    ';',
  )
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  const isRead = (came: string) => isDeepStrictEqual({ ...fieldsOfForm(came) }, standard(came))
  t.doesNotThrow(() => fc.assert(fc.property(text, isRead), { seed: 1, numRuns: 5_000 }))
})
