import t from 'tap'
import { exitCodeOf } from '../../server/cli/exit.ts'
import { readOutcome } from '../../server/client/outcome.ts'
import { matches } from '../matches.ts'

const outcomes: [string, object][] = [
  ['484', { reasonCode: 484 }],
  ['0', { reasonCode: 0 }],
  ['code:502', { reasonCode: 502 }],
  ['CODE:484', { reasonCode: 484 }],
  ['502', { answer: { status: 502 } }],
  ['500', { answer: { status: 500 } }],
  ['http:418', { answer: { status: 418 } }],
  ['505', { reasonCode: 505 }],
  ['approve', { approve: true }],
  ['lost', { answer: 'lost' }],
  ['Refused', { answer: 'refused' }],
  ['3ds', { threeDS: 'challenge' }],
  ['insufficient-funds', { reasonCode: 484 }],
  ['недостаточно', { reasonCode: 484 }],
  ['Stolen card', { reasonCode: 483 }],
]

for (const [text, then] of outcomes)
  t.test(`${text} is ${JSON.stringify(then)}`, async (t) => t.same(readOutcome(text).then, then))

t.test('what could be a status and a reason code says how to write the other', async (t) => {
  t.match(readOutcome('502').about, /HTTP 502 .*code:502/)
  t.notMatch(readOutcome('http:418').about, 'code:')
})

for (const text of [
  '',
  'decline',
  '999',
  'code:999',
  'http:99',
  'http:600',
  '48 4',
  'toString',
  'constructor',
  '4840000',
]) {
  t.test(`"${text}" is no outcome`, async (t) => {
    try {
      t.fail(`it was read as ${readOutcome(text).about}`)
    } catch (error) {
      t.equal(exitCodeOf(error), 2)
      matches(t, error, { message: /expected a reason code .*approve, ok, lost, refused, 3ds/ })
    }
  })
}

t.test('words that several codes say name them', async (t) => {
  t.throws(() => readOutcome('expired-card'), { message: /it could be 478 Expired card, 485 Expired card;/ })
})
