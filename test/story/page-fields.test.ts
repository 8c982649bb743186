import fc from 'fast-check'
import t from 'tap'
import { brandOf as brandInContracts, readCardForm } from '../../contracts/card.ts'
import cards from '../../fixtures/cards.json' with { type: 'json' }
import {
  brandOf,
  type Field,
  fieldError,
  fieldNames,
  formatCvc,
  formatExpiry,
  formatPan,
} from '../../static/payform/fields.js'
import { type Edit, formatted } from '../../static/payform/mask.js'
import { card } from '../world.ts'

t.test('a card number is shown in the groups that its brand prints', async (t) => {
  for (const [typed, shown] of [
    ['', ''],
    ['4', '4'],
    ['44056', '4405 6'],
    ['4405639704015096', '4405 6397 0401 5096'],
    ['4405-6397-0401-5096', '4405 6397 0401 5096'],
    ['44056397040150961', '4405 6397 0401 5096'],
    ['3775', '3775'],
    ['377514500004820', '3775 145000 04820'],
    ['3775145000048201', '3775 145000 04820'],
    ['6200000000000000000', '6200 0000 0000 0000 000'],
    ['card', ''],
  ] as const)
    t.equal(formatPan(typed), shown, typed)
})

t.test('an expiry date may be typed, pasted or filled in as people and browsers write it', async (t) => {
  for (const [typed, shown] of [
    ['', ''],
    ['0', '0'],
    ['01', '01 / '],
    ['1/', '01 / '],
    ['4', '04 / '],
    ['0127', '01 / 27'],
    ['01/27', '01 / 27'],
    ['1/27', '01 / 27'],
    ['01/2027', '01 / 27'],
    ['2027-01', '01 / 27'],
    ['01 / 20', '01 / 20'],
    ['01272', '01 / 27'],
  ] as const)
    t.equal(formatExpiry(typed), shown, typed)
  t.equal(formatExpiry('01', true), '01', 'what is being erased does not grow')
  t.equal(formatExpiry('4', true), '4')
  t.equal(formatCvc(' 0 1-98 7'), '0198')
})

t.test('a format that has been applied changes nothing when applied again', async (t) => {
  const anything = fc.oneof(fc.string(), fc.stringMatching(/^[\d /-]{0,24}$/))
  fc.assert(
    fc.property(anything, (text) =>
      [formatPan, formatExpiry, formatCvc].every((format) => format(format(text)) === format(text)),
    ),
  )
  t.pass()
})

/** What is left of a number when it has been typed and edited key by key; `|` is the caret. */
const edit = (
  before: string,
  after: string,
  kind: string,
  format: (text: string, erasing: boolean) => string,
) => {
  const caret = after.indexOf('|')
  const step: Edit = { before, text: after.replace('|', ''), caret, kind }
  const { text, caret: place } = formatted(step, format)
  return `${text.slice(0, place)}|${text.slice(place)}`
}

t.test('the caret stays after the digit it was after', async (t) => {
  for (const [before, after, kind, expected] of [
    ['4405', '44056|', 'insertText', '4405 6|'],
    ['4405 6397', '4495|05 6397', 'insertFromPaste', '4495| 0563 97'],
    ['4405 6397', '9|4405 6397', 'insertText', '9|440 5639 7'],
    ['4405 6397', '4405| 639', 'deleteContentForward', '4405| 639'],
    ['4405 6', '4405 |', 'deleteContentBackward', '4405|'],
    ['4405 6397', '4405|6397', 'deleteContentBackward', '440|6 397'],
    ['4405 6397', '4405|6397', 'deleteContentForward', '4405| 397'],
    ['', '|4405639704015096', '', '|4405 6397 0401 5096'],
  ] as const)
    t.equal(edit(before, after, kind, formatPan), expected, `${before} → ${after}`)
  t.equal(edit('01 / ', '01 /|', 'deleteContentBackward', formatExpiry), '0|')
  t.equal(edit('01 / 2', '01 / |', 'deleteContentBackward', formatExpiry), '01|')
})

t.test('digit after digit, any number can be typed, and erased again to nothing', async (t) => {
  const digits = fc.stringMatching(/^\d{1,19}$/)
  const month = fc.stringMatching(/^(0?[2-9]|0?1|1[0-2])(20)?\d\d$/)
  const typing = fc.oneof(
    fc.tuple(digits, fc.constantFrom(formatPan, formatCvc)),
    fc.tuple(month, fc.constant(formatExpiry)),
  )
  fc.assert(
    fc.property(typing, ([digits, format]) => {
      let shown = ''
      for (const digit of digits) {
        const text = shown + digit
        shown = formatted({ before: shown, text, caret: text.length, kind: 'insertText' }, format).text
      }
      const typed = shown
      for (let presses = 0; shown !== '' && presses <= typed.length; presses++) {
        const text = shown.slice(0, -1)
        shown = formatted(
          { before: shown, text, caret: text.length, kind: 'deleteContentBackward' },
          format,
        ).text
      }
      return typed === format(digits) && shown === ''
    }),
  )
  t.pass()
})

const misses: [Partial<typeof card>, Field, string][] = [
  [{ pan: '' }, 'pan', 'panEmpty'],
  [{ pan: '4405 6397 0401 509' }, 'pan', 'panLength'],
  [{ pan: '4405 6397 0401 5095' }, 'pan', 'panLuhn'],
  [{ expiry: ' ' }, 'expiry', 'expiryEmpty'],
  [{ expiry: '13 / 27' }, 'expiry', 'expiryFormat'],
  [{ expiry: '01 / 2' }, 'expiry', 'expiryFormat'],
  [{ cvc: '' }, 'cvc', 'cvcEmpty'],
  [{ cvc: '32' }, 'cvc', 'cvcLength3'],
  [{ pan: '3775 145000 04820' }, 'cvc', 'cvcLength4'],
  [{ holder: '' }, 'holder', 'holderEmpty'],
  [{ holder: 'Иван' }, 'holder', 'holderLatin'],
]

t.test('each mistake has a text of its own, and a right card has none', async (t) => {
  for (const [typed, field, key] of misses) t.equal(fieldError(field, { ...card, ...typed }), key)
  for (const field of fieldNames) t.equal(fieldError(field, card), '', field)
})

/** Cards a little right and a little wrong, as the masks would leave them. */
const typedCard = fc.record({
  pan: fc
    .oneof(
      fc.constantFrom(...cards.map(({ pan }) => pan)),
      fc.stringMatching(/^(4|5[1-5]|3[47]|2|6)?\d{0,18}$/),
    )
    .map(formatPan),
  expiry: fc
    .oneof(fc.stringMatching(/^(0[1-9]|1[0-2])\d\d$/), fc.stringMatching(/^\d{0,6}$/))
    .map(formatExpiry),
  cvc: fc.stringMatching(/^\d{0,5}$/).map(formatCvc),
  holder: fc.oneof(fc.stringMatching(/^[A-Za-z .'-]{0,40}$/), fc.string({ maxLength: 40 })),
})

t.test('what the page says of a card, the server says too', async (t) => {
  fc.assert(
    fc.property(typedCard, (typed) => {
      const { errors } = readCardForm({ ...typed, pan: typed.pan.replace(/ /g, '') })
      return fieldNames.every((field) => fieldError(field, typed) === (errors[field] ?? ''))
    }),
    { numRuns: 2000 },
  )
  t.pass()
})

t.test('page and server know a brand by the same digits', async (t) => {
  const head = fc.stringMatching(/^\d{0,8}$/)
  const four = fc.integer({ min: 0, max: 9999 }).map((head) => String(head).padStart(4, '0'))
  fc.assert(
    fc.property(fc.oneof(head, four), (pan) => pan.length < 4 || brandOf(pan) === brandInContracts(pan)),
  )
  t.pass()
})
