import { Command } from 'commander'
import t from 'tap'
import { ruleViolations } from '../../contracts/rule.ts'
import { ruleFields } from '../../contracts/rule-fields.ts'
import { addRuleFlags, readRule } from '../../server/cli/rule-flags.ts'
import { matches } from '../matches.ts'

const read = (text: string | undefined, ...args: string[]): unknown => {
  const command = addRuleFlags(new Command().exitOverride())
  return readRule(text, command.parse(args, { from: 'user' }).opts())
}

/** Every flag alone: what is typed, and the rule that comes of it. */
const flags: [string[], object][] = [
  [['--when-operation', 'status'], { when: { operation: 'status' } }],
  [['--when-invoice', '000000001'], { when: { invoiceId: '000000001' } }],
  [['--when-card', '440563...5096'], { when: { card: '440563...5096' } }],
  [['--when-card-id', 'abc'], { when: { cardId: 'abc' } }],
  [['--when-amount', '19.90'], { when: { amount: 19.9 } }],
  [['--when-amount', '100..200'], { when: { amount: { min: 100, max: 200 } } }],
  [['--when-amount', '100..'], { when: { amount: { min: 100 } } }],
  [['--when-amount', '..200.5'], { when: { amount: { max: 200.5 } } }],
  [['--when-account', '007'], { when: { accountId: '007' } }],
  [['--when-terminal', 'uuid'], { when: { terminal: 'uuid' } }],
  [['--when-holder', 'ANN LEE'], { when: { holder: 'ANN LEE' } }],
  [['--when-attempt', '2'], { when: { attempt: 2 } }],
  [['--code', '484'], { then: { reasonCode: 484 } }],
  [['--approve'], { then: { approve: true } }],
  [['--three-ds', 'challenge'], { then: { threeDS: 'challenge' } }],
  [['--delay-ms', '50'], { then: { delayMs: 50 } }],
  [['--answer', 'lost'], { then: { answer: 'lost' } }],
  [['--answer', '502'], { then: { answer: { status: 502 } } }],
  [['--answer', 'headersAfterMs=10'], { then: { answer: { headersAfterMs: 10 } } }],
  [['--answer', 'bodyOverMs=10'], { then: { answer: { bodyOverMs: 10 } } }],
  [['--answer', '{"status":503,"body":"x"}'], { then: { answer: { status: 503, body: 'x' } } }],
  [['--postlink-delay-ms', '1000'], { then: { postlink: { delayMs: 1000 } } }],
  [['--postlink-copies', '2'], { then: { postlink: { copies: 2 } } }],
  [['--postlink-copy-every-ms', '0'], { then: { postlink: { copyEveryMs: 0 } } }],
  [['--postlink-lost'], { then: { postlink: { lost: true } } }],
  [['--postlink-reorder'], { then: { postlink: { reorder: true } } }],
  [['--postlink-reorder', 'any'], { then: { postlink: { reorder: true } } }],
  [['--postlink-reorder', 'invoice'], { then: { postlink: { reorder: 'invoice' } } }],
  [['--postlink-late'], { then: { postlink: { late: true } } }],
  [['--postlink-forged'], { then: { postlink: { forged: true } } }],
  [['--postlink-corrupt'], { then: { postlink: { corrupt: true } } }],
  [['--postlink-content-type', 'text/plain'], { then: { postlink: { contentType: 'text/plain' } } }],
  [['--postlink-amount', '1'], { then: { postlink: { amount: 1 } } }],
  [['--postlink-currency', 'USD'], { then: { postlink: { currency: 'USD' } } }],
  [['--postlink-extra', '{"a":1}'], { then: { postlink: { extra: { a: 1 } } } }],
  [['--postlink-missing', 'amount, currency'], { then: { postlink: { missing: ['amount', 'currency'] } } }],
  [
    ['--when-operation', 'register', '--register-missing'],
    { when: { operation: 'register' }, then: { register: { missing: true } } },
  ],
  [
    ['--when-operation', 'register', '--register-after', 'PT3H'],
    { when: { operation: 'register' }, then: { register: { after: 'PT3H' } } },
  ],
  [
    ['--when-operation', 'payout', '--payout', 'late'],
    { when: { operation: 'payout' }, then: { payout: 'late' } },
  ],
  [
    ['--when-operation', 'payout', '--payout', '{"amount":90}'],
    { when: { operation: 'payout' }, then: { payout: { amount: 90 } } },
  ],
  [['--times', '3'], { times: 3 }],
]

t.test('every flag is a field of the rule, and a good one', async (t) => {
  for (const [args, rule] of flags) {
    t.same(read(undefined, ...args), rule, args.join(' '))
    t.same(ruleViolations({ then: { approve: true }, ...rule }), [], 'the schema agrees')
  }
})

t.test('every field of a rule has a flag and a phrase', async (t) => {
  const options = addRuleFlags(new Command()).options.map(({ description }) => description)
  t.equal(options.length, ruleFields.length)
  t.ok(ruleFields.every(({ about }) => about !== '') && options.every((about) => about !== ''))
})

t.test('flags go together, and on top of JSON', async (t) => {
  const together = read(
    undefined,
    '--when-invoice',
    '1',
    '--when-attempt',
    '2',
    '--code',
    '484',
    '--postlink-copies',
    '2',
    '--postlink-forged',
  )
  t.same(together, {
    when: { invoiceId: '1', attempt: 2 },
    then: { reasonCode: 484, postlink: { copies: 2, forged: true } },
  })
  t.same(read('{"when":{"amount":1},"then":{"reasonCode":484}}', '--when-invoice', '7', '--code', '465'), {
    when: { amount: 1, invoiceId: '7' },
    then: { reasonCode: 465 },
  })
})

t.test('text that is no number is left for the schema to refuse', async (t) => {
  matches(t, ruleViolations(read(undefined, '--code', 'many')), [{ where: 'then.reasonCode', got: '"many"' }])
  matches(t, ruleViolations(read(undefined, '--approve', '--when-amount', '1..x')), [
    { where: 'when.amount', got: '"1..x"' },
  ])
  matches(t, ruleViolations(read('[]')), [{ where: 'body', got: '[]' }])
})

t.test('JSON that is none says which, and does not repeat what came', async (t) => {
  t.throws(() => read('{"when":4405639704015096'), { message: /^the rule is not JSON: / })
  t.throws(() => read(undefined, '--postlink-extra', '{x'), { message: /^--postlink-extra is not JSON: / })
})
