import fc from 'fast-check'
import t from 'tap'
import { luhn } from '../../contracts/card.ts'
import { cardsIn, replaceCards } from '../../contracts/card-text.ts'
import { holdsSecret, maskSecrets } from '../../contracts/mask.ts'
import { card } from '../world.ts'

const { pan } = card
const inOtherDigits = (zero: number) =>
  pan.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))
const groups = (pan.match(/\d{4}/g) ?? []) as string[]

t.test('a card number is found however it is written', async (t) => {
  for (const text of [
    pan,
    `paid with ${pan}, thanks`,
    `PAN${pan}CVC`,
    `${pan}${card.cvc}`,
    ...[' ', '-', '.', '_', '/', ',', '+', '|', '\u00a0', '\u2013', '\u200b', '\n', ', ', ' - '].map((gap) =>
      groups.join(gap),
    ),
    [...pan].join(' '),
    [...pan].join('.'),
    JSON.stringify([...pan].map(Number)),
    encodeURIComponent(groups.join(' ')),
    pan.replace(/\d/g, (digit) => `%3${digit}`),
    pan.replace(/\d/g, (digit) => `\\u003${digit}`),
    pan.replace(/\d/g, (digit) => `&#${48 + Number(digit)};`),
    pan.replace(/\d/g, (digit) => `&#x3${digit};`),
    ...[0x660, 0x6f0, 0x966, 0xff10, 0x1d7ce, 0x1d7d8].map(inOtherDigits),
    `12 tea; ${groups.join('.')}; 13 milk`,
    '3775 145000 04820',
  ]) {
    t.equal(cardsIn(text).length, 1, text)
    t.ok(holdsSecret(text), text)
    const left = replaceCards(text, () => '').replace(/\D/g, '')
    t.ok(left.length < 5, `${text} leaves ${left}`)
  }
  t.same(
    cardsIn(`a ${pan} b ${inOtherDigits(0x660)} c`).map((found) => found.pan),
    [pan, pan],
  )
})

t.test('what only looks like one is left alone', async (t) => {
  for (const text of [
    '',
    '1234567890123456',
    '440563...5096',
    '2026-11-28T09:35:46.123456789+05:00',
    '+7 701 123 45 67',
    '10.0.0.1, 10.0.0.2, 10.0.0.3, 192.168.0.1',
    '12.50,13.00,14.25,15.75,16.00,17.10',
    'f2f3cc3c-4405-4639-a040-150961234567',
    '%D0%A7%D0%B0%D0%B9 100%25',
  ]) {
    t.same(cardsIn(text), [], text)
    t.equal(maskSecrets(text).slice(0, 5), text.slice(0, 5))
  }
  for (const name of ['00000000-0000-4405-8397-040150960000', 'run-1764300000002', '9123456789012345678'])
    t.notOk(holdsSecret(name), name)
})

t.test('every number with a right check digit is found, and what stands around it stays', async () => {
  const number = fc
    .tuple(fc.constantFrom('2', '4', '5', '6'), fc.stringMatching(/^[0-9]{14}$/))
    .map(([first, rest]) => {
      const digit = [...'0123456789'].find((last) => luhn(`${first}${rest}${last}`)) ?? ''
      return `${first}${rest}${digit}`
    })
  const words = fc.stringMatching(/^[a-z ]{0,20}$/)
  fc.assert(
    fc.property(
      words,
      number,
      words,
      (before, pan, after) =>
        replaceCards(`${before}${pan}${after}`, ({ pan: found }) => (found === pan ? '#' : '?')) ===
        `${before}#${after}`,
    ),
    { seed: 7, numRuns: 300 },
  )
})

t.test('a long text of digits and signs takes no long time', async (t) => {
  for (const unit of ['1', '1 ', '1.', '%31', '1,2;', '\u0661', '12-']) {
    const text = unit.repeat(30_000 / unit.length)
    t.equal(typeof maskSecrets(text), 'string')
  }
})
