import { assumed, documented, observed, type Provenance } from './provenance.ts'

/**
 * Every rule of behaviour (fields carry their provenance in their schema) and how well it is known. An outcome
 * that rests on an assumed rule names it, so that nobody mistakes our guess for the bank's word.
 */
const table = {
  'token is good for one payment': documented(
    'seeds 000, 001, 004: "for each operation, … the original token"',
  ),
  'token pays only the order it was issued for': assumed(
    'seed 004 binds token and operation in words, its sample does not; see the quirk tokenInvoice',
  ),
  'used token still asks for the status': observed('wire/clients §2.1: one client does so'),
  'invoice is unique, also in its last six digits': documented('seeds 000, 001, 004'),
  'invoice becomes taken with its first attempt': assumed('the documents name no moment'),
  'page allows three attempts': observed('reason code 505; wire/extended §C.3: 20 minutes or 3 attempts'),
  'page lives twenty minutes': observed('wire/extended §C.3: 20 minutes or 3 attempts'),
  'unlocked test card is approved': documented('seeds 000 and 001: status unlock'),
  'locked test card declines with 465': assumed('seeds 000 and 001: status lock; 465 is "card blocked"'),
  'wrong expiry declines with 457': assumed('457 is an error in the expiry field'),
  'wrong CVC declines with 486': assumed(
    'the table has no code of its own for the CVC; 486 mentions wrong card data',
  ),
  'unknown card declines with 471': assumed('471 is "no such card"'),
  'expired card declines with 478 when the clock was set': assumed('478 is "expired card"'),
  'every attempt is a transaction with its own postlink': assumed(
    'wire/core §4.4 knows duplicates, not attempts',
  ),
  'declined payment has the status FAILED': assumed('wire/core §5 lists FAILED and REJECT without a rule'),
  'one-stage terminal charges at once': documented('process page; wire/core §10: default'),
  'payment without 3-D Secure is "secure": "no"': assumed(
    'samples show yes beside F, no beside an empty detail',
  ),
  'payment with 3-D Secure is "secure": "yes", F without and C with a challenge': assumed(
    'seed 000 shows yes beside F',
  ),
  'wrong code three times declines with 473': observed('seed 000: 473 Authentication failed'),
  'cancelled challenge declines with 499': assumed('499 is "wrong or no code entered"'),
  'challenge lives five minutes, then declines with 877': assumed('877 is "3-D Secure cannot be finished"'),
  'hold of a two-stage terminal lapses after seven days': assumed('CANCEL_OLD is "unblocked automatically"'),
  'partial charge releases the rest': assumed('wire/core §6: not documented'),
  'refunds add up until nothing is left, then the status is REFUND': assumed('wire/core §6: not documented'),
  'refund is at least 10 KZT': documented('refund page; wire/core §6'),
  'deactivated card declines with 522': assumed('522 is "record not found, check the card"'),
  'postlink is retried on a schedule': assumed('wire/core §4.4: retry schedule not found'),
  'postlink counts as delivered on any 2xx': observed('wire/core §4.4: any HTTP 200'),
  'failure postlink falls back to postLink': documented('seed 001, failurePostLink'),
  'refusals have statuses, codes and words of our own': assumed(
    'wire/core §1.4 and §6: bodies of refusals not found, but for the codes -1 and 100',
  ),
  'unknown language falls back to Russian': assumed('the first language of the page'),
  'invoice paid during a challenge declines with 469': assumed('469 is "invalid transaction"'),
  "payment object's links win over the token's": assumed(
    'both carry them; the later one is nearer to the payment',
  ),
  'invoice link leads to an ordinary payment page': observed(
    'wire/extended §D.2: invoice_url redirects to the payform',
  ),
  'invoice link without expire_period lives one day': assumed(
    'wire/extended §D.2: 1d and 3d are seen, no default is told',
  ),
  'invoice has one active link at a time': assumed(
    'wire/extended §D.2: invoice_id is unique; when it is free again is not told',
  ),
  'invoice link takes a telephone number of +7 and ten digits, else 1079': observed('wire/extended §D.2'),
  'paid, expired or cancelled invoice link pays no more': assumed(
    'wire/extended §D.2: only the status ACTIVE was seen',
  ),
  'payment by invoice link echoes the secret_hash of the token that made the link': assumed(
    'POST invoice has no secret_hash of its own',
  ),
  'QR code lives twenty minutes, then its transaction is rejected': documented(
    'QR by API page; wire/extended §D.7',
  ),
  'rejected QR code has the reason code 504 and a failure postlink': assumed(
    '504 is "transaction timeout"; wire/extended §D.7 names no code',
  ),
  'QR code is SCANNED once its page is open, also after a decline': assumed(
    'wire/extended §D.7 lists the statuses without a rule',
  ),
  'QR code is BLOCKED while the issuer asks the buyer': assumed(
    'wire/extended §D.7 lists the statuses without a rule',
  ),
  'QR code held by a two-stage terminal is AUTH, charged it is PAID': observed(
    'wire/extended §D.7: both mean success to the SDK',
  ),
} satisfies Record<string, { provenance: Provenance }>

export type Rule = keyof typeof table

export const rules: Record<Rule, Provenance> = Object.fromEntries(
  Object.entries(table).map(([name, { provenance }]) => [name, provenance]),
) as Record<Rule, Provenance>

export const assumedOf = (used: Rule[]): Rule[] =>
  // One is kept with every payment: filter alone leaves room for sixteen more in it.
  used.filter((rule) => rules[rule].level === 'assumed').slice()
