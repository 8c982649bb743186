import fc from 'fast-check'
import t from 'tap'
import {
  brandOf,
  cvcLength,
  luhn,
  maskOf2020,
  maskOf2025,
  panDigits,
  readCardForm,
  toExpiry,
} from '../../contracts/card.ts'
import { walletIn } from '../../contracts/wallet-token.ts'
import { matches } from '../matches.ts'

const visa = { pan: '4405639704015096', expiry: '01/27', cvc: '321', holder: 'TEST TEST' }

t.test('Luhn accepts the documented cards and refuses each with one digit changed', async (t) => {
  for (const pan of ['4405639704015096', '5522042705066736', '377514500004820', '4003032704547597']) {
    t.ok(luhn(pan), pan.slice(-4))
    for (let i = 0; i < pan.length; i++) {
      const changed = pan.slice(0, i) + ((Number(pan[i]) + 1) % 10) + pan.slice(i + 1)
      t.notOk(luhn(changed), `${pan.slice(-4)}, digit ${i + 1}`)
    }
  }
})

t.test('Luhn refuses an empty number and letters', async (t) => {
  t.notOk(luhn(''))
  t.notOk(luhn('44056397040150AB'))
})

t.test('any digits have exactly one check digit', async (t) => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{15}$/), (body) => {
      return [...'0123456789'].filter((check) => luhn(body + check)).length === 1
    }),
  )
  t.pass()
})

t.test('spaces and dashes are taken out of a typed number', async (t) => {
  t.equal(panDigits(' 4405 6397-0401 5096 '), visa.pan)
})

t.test('a brand is known by the first digits', async (t) => {
  for (const [pan, brand] of [
    ['4405639704015096', 'VISA'],
    ['377514500004820', 'AMEX'],
    ['341111111111111', 'AMEX'],
    ['5522042705066736', 'MASTERCARD'],
    ['5100000000000000', 'MASTERCARD'],
    ['5599999999999999', 'MASTERCARD'],
    ['2221000000000000', 'MASTERCARD'],
    ['2299999999999999', 'MASTERCARD'],
    ['2720990000000000', 'MASTERCARD'],
    ['2220990000000000', ''],
    ['2721000000000000', ''],
    ['5600000000000000', ''],
    ['6200000000000000', ''],
    ['', ''],
  ] as const) {
    t.equal(brandOf(pan), brand, pan)
  }
})

t.test('American Express has four digits on its face, the others three', async (t) => {
  t.equal(cvcLength('377514500004820'), 4)
  t.equal(cvcLength(visa.pan), 3)
  t.equal(cvcLength(''), 3)
})

t.test('masks show what each edition of the samples shows', async (t) => {
  t.equal(maskOf2025(visa.pan), '440563...5096')
  t.equal(maskOf2020(maskOf2025(visa.pan)), '4405...5096')
  t.equal(maskOf2025('377514500004820'), '377514...4820')
})

t.test('an expiry is read in every way it is typed', async (t) => {
  for (const typed of ['01/27', '0127', '01 / 27', '01/2027', ' 01-27 ', '01.27', '012027', '01 27']) {
    t.equal(toExpiry(typed), '01/27', JSON.stringify(typed))
  }
  for (const typed of ['', '13/27', '00/27', '1/27', '01/7', '01/1927', '01/27/', 'Jan 27', '01//27']) {
    t.equal(toExpiry(typed), undefined, JSON.stringify(typed))
  }
})

t.test('a card form is read as the buyer meant it', async (t) => {
  const { card, errors } = readCardForm({
    pan: '4405 6397 0401 5096',
    expiry: '01 / 2027',
    cvc: ' 321 ',
    holder: " Ann-Mary O'Neil Jr. ",
  })
  t.same(errors, {})
  t.same(card, { pan: visa.pan, expiry: '01/27', cvc: '321', holder: "Ann-Mary O'Neil Jr." })
})

t.test('each mistake of the buyer has its own word', async (t) => {
  for (const [typed, errors] of [
    [{ pan: ' ' }, { pan: 'panEmpty' }],
    [{ pan: '440563970401509' }, { pan: 'panLength' }],
    [{ pan: '44056397040150960' }, { pan: 'panLength' }],
    [{ pan: '4405639704015097' }, { pan: 'panLuhn' }],
    [{ pan: '4405 6397 0401 509x' }, { pan: 'panLength' }],
    [{ expiry: '' }, { expiry: 'expiryEmpty' }],
    [{ expiry: '13/27' }, { expiry: 'expiryFormat' }],
    [{ cvc: '' }, { cvc: 'cvcEmpty' }],
    [{ cvc: '12' }, { cvc: 'cvcLength3' }],
    [{ cvc: '12a' }, { cvc: 'cvcLength3' }],
    [{ cvc: '0198' }, { cvc: 'cvcLength3' }],
    [{ pan: '377514500004820' }, { cvc: 'cvcLength4' }],
    [{ holder: '  ' }, { holder: 'holderEmpty' }],
    [{ holder: 'Иван' }, { holder: 'holderLatin' }],
    [{ holder: `A${'b'.repeat(64)}` }, { holder: 'holderLatin' }],
    [{ holder: '<script>' }, { holder: 'holderLatin' }],
  ] as const) {
    t.same(readCardForm({ ...visa, ...typed }).errors, errors, JSON.stringify(typed))
  }
})

t.test('a holder’s name may carry the code that forces an outcome', async (t) => {
  t.same(readCardForm({ ...visa, holder: 'CODE 484' }).errors, {})
})

t.test('an empty form has four mistakes at once', async (t) => {
  const { errors } = readCardForm({ pan: '', expiry: '', cvc: '', holder: '' })
  t.same(Object.keys(errors).sort(), ['cvc', 'expiry', 'holder', 'pan'])
})

t.test('whatever is typed, reading it never throws', async (t) => {
  const any = fc.record({ pan: fc.string(), expiry: fc.string(), cvc: fc.string(), holder: fc.string() })
  fc.assert(fc.property(any, (typed) => typeof readCardForm(typed).errors === 'object'))
  t.pass()
})

t.test('a card that a shop opened out of Google Pay has its expiry as cards have it', async (t) => {
  const expiryOf = (expirationMonth: string | number, expirationYear: string | number) => {
    const paymentMethodDetails = { pan: visa.pan, expirationMonth, expirationYear }
    return walletIn({ googlePay: { paymentMethodDetails } })?.card
  }
  for (const [month, year] of [
    [1, 2027],
    ['01', '27'],
    ['1', '2027'],
  ] as const)
    matches(t, expiryOf(month, year), { pan: visa.pan, expiry: '01/27' })
})
