import t from 'tap'
import { traitNames } from '../../server/readings/run/apart.ts'
import traitTexts from '../../server/report/run/trait-texts.json' with { type: 'json' }
import { flaws } from '../certify/flaw.ts'
import { reportOf } from './flawed-shop.ts'

/** What the report of a run says of each mistake that the bank's own requests and postlinks bring to light. */

interface Named {
  /** What sets the refused postlinks apart from those that were taken. */
  apart?: string
  answer?: string
  finding?: string
  run?: Parameters<typeof reportOf>[2]
}

const seen: Record<string, Named> = {
  'answers-with-a-redirect': { answer: 'HTTP 302' },
  'builds-sql-by-hand': { apart: 'an apostrophe' },
  'compares-amount-as-text': { apart: 'an amount with tiyn' },
  'counts-characters': { apart: 'letters beyond ASCII' },
  'crashes-on-unknown-fields': {
    apart: 'a part in bonuses',
    answer: 'UND_ERR_SOCKET',
    run: { withBonus: true },
  },
  'keeps-three-bytes': { apart: 'letters of four bytes' },
  'reads-keys-in-order': { apart: 'the form of 2020', run: { quirks: 'postlinkForm=2020' } },
  'reads-only-application-json': {
    apart: 'a content type that is not application/json',
    run: { quirks: 'postlinkContentType=text/plain' },
  },
  // The shop is a process with the machine's own clock: what it takes for today must be today.
  'refuses-old-postlinks': { apart: 'a day that is not today', run: { at: Date.now() } },
  'requires-account-id': { apart: 'acountId without accountId', run: { quirks: 'acountId=acountId' } },
  'requires-the-form-of-2025': { apart: 'the form of 2020', run: { quirks: 'postlinkForm=2020' } },
  'shows-the-secret': { finding: 'unknown-field' },
}

/** Only certify can see these: it asks the shop what became of the order, or sends what no bank sends. */
const onlyCertify: Record<string, string[]> = {
  'what became of the order is known to the shop alone, which answers 200': [
    ...[
      'pays-twice',
      'races',
      'races-with-the-poll',
      'races-with-the-return',
      'return-pays-again',
      'un-pays',
    ],
    ...['ships-on-hold', 'books-the-ordered-sum', 'failure-is-final', 'failure-page-unpays'],
    ...['never-sees-charges', 'never-sees-refunds', 'keeps-lapsed-holds', 'stops-asking-after-a-part'],
    ...['takes-a-part-for-the-whole', 'trusts-the-answer-of-a-charge', 'trusts-the-back-link'],
    ...['trusts-the-query', 'no-status-check', 'keeps-six-digits'],
    ...['gives-up-when-not-found', 'overlooks-the-cabinet'],
  ],
  'it needs a forged or altered postlink, which a bank does not send': [
    ...['ignores-the-secret', 'compares-the-secret-loosely', 'one-secret-for-all', 'believes-operators'],
    ...['believes-refund-postlinks', 'ignores-the-terminal', 'trusts-the-amount', 'reads-amounts-loosely'],
    ...['trusts-the-currency', 'trusts-the-code', 'takes-nothing-for-zero', 'forgets-transactions'],
    ...[
      'finds-orders-by-beginning',
      'finds-orders-by-number',
      'looks-at-the-last-six',
      'merges-the-postlink',
    ],
    ...['locks-after-wrong-secrets', 'explains-its-refusals', 'breaks-on-unknown-invoice', 'settles-on-get'],
    ...['requires-optional-fields', 'reads-numbers-by-pattern'],
    ...['needs-no-secret', 'takes-an-empty-secret', 'stumbles-over-null'],
  ],
  'it needs a body written otherwise than the sandbox writes its own': [
    ...['reads-one-line', 'reads-one-piece', 'swallows-a-mark', 'swallows-chunks'],
    ...['swallows-what-it-cannot-read', 'falls-over-a-large-body'],
  ],
  'the shop has to be killed and started again': [
    ...['answers-before-saving', 'asks-after-answering', 'keeps-secrets-in-memory', 'remembers-in-memory'],
  ],
  "it is in the shop's own log or pages": [
    ...['logs-secrets', 'logs-what-it-gets', 'shows-it-by-script', 'shows-what-it-gets'],
  ],
}

t.test('every mistake of the flawed shop is named by a report, or only certify can see it', async (t) => {
  t.same([...Object.keys(seen), ...Object.values(onlyCertify).flat()].toSorted(), flaws)
})

t.test('an honest shop is told nothing but the names of its buyers', async (t) => {
  const { findings, undelivered, paidUntold, ledger } = await reportOf(t, '')
  t.same(
    findings.map(({ id }) => id),
    ['name-not-latin'],
  )
  t.same({ undelivered, paidUntold, isRight: ledger.ok }, { undelivered: [], paidUntold: [], isRight: true })
})

for (const [flaw, { apart, answer = 'HTTP', finding, run }] of Object.entries(seen)) {
  t.test(`the report of a run names ${flaw}`, async (t) => {
    const { findings, paidUntold } = await reportOf(t, flaw, run)
    if (finding) return void t.ok(findings.some(({ id }) => id === finding))
    t.ok(paidUntold.length > 0)
    // What one refused postlink has besides, another has not.
    const common = paidUntold.reduce<string[]>(
      (shared, one) => shared.filter((trait) => one.apart.some((name) => name === trait)),
      [...traitNames],
    )
    if (apart) t.ok(common.includes(apart), `${common}`)
    for (const one of paidUntold) t.ok(one.answer.startsWith(answer), one.answer)
  })
}

t.test('what sets a postlink apart is said in three languages', async (t) => {
  for (const language of ['rus', 'kaz'] as const)
    t.same(Object.keys(traitTexts[language]).toSorted(), [...traitNames].toSorted(), language)
})
