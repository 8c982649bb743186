import type { Rule } from './fidelity.ts'
import type { QuirkName } from './quirk.ts'

/** What a user can do about a rule that is our guess: another choice, or why there is none. */
export type Remedy = { quirk: QuirkName } | { switch: string } | { reason: string }

const forcedCode: Remedy = {
  switch: 'a rule with then.reasonCode, the holder name CODE <number> or a sandbox card gives another code',
}
const oneWay = (reason: string): Remedy => ({ reason })

/** One for each assumed rule of fidelity.ts; a test holds the two together. */
export const remedies: Partial<Record<Rule, Remedy>> = {
  'token pays only the order it was issued for': { quirk: 'tokenInvoice' },
  'invoice becomes taken with its first attempt': oneWay(
    'an earlier or later moment would change no shop that sends an order number once',
  ),
  'locked test card declines with 465': forcedCode,
  'wrong expiry declines with 457': forcedCode,
  'wrong CVC declines with 486': forcedCode,
  'unknown card declines with 471': forcedCode,
  'expired card declines with 478 when the clock was set': forcedCode,
  'every attempt is a transaction with its own postlink': {
    switch: 'a rule with then.postlink.lost keeps the postlink of an attempt back',
  },
  'declined payment has the status FAILED': oneWay(
    'FAILED and REJECT both mean a decline; a shop has to take either',
  ),
  'payment without 3-D Secure is "secure": "no"': {
    switch: 'a rule with then.threeDS, or a 3-D Secure card',
  },
  'payment with 3-D Secure is "secure": "yes", F without and C with a challenge': {
    switch: 'a rule with then.threeDS, or a card without 3-D Secure',
  },
  'cancelled challenge declines with 499': forcedCode,
  'challenge lives five minutes, then declines with 877': {
    switch: 'clock advance ends a challenge at once; its length is told nowhere',
  },
  'hold of a two-stage terminal lapses after seven days': {
    switch: 'clock advance lapses a hold at once; its length is told nowhere',
  },
  'partial charge releases the rest': oneWay(
    'keeping the rest on hold would need a second charge, which no page knows',
  ),
  'refunds add up until nothing is left, then the status is REFUND': oneWay(
    'a full refund says REFUND in the field; what a partial one says nobody has shown',
  ),
  'bonuses pay seven tenths of the price': { switch: 'a rule with then.bonus says how much' },
  'deactivated card declines with 522': forcedCode,
  'saved card on the payment page is asked for its CVC': { quirk: 'savedCardOnPage' },
  'postlink is retried on a schedule': {
    switch:
      'postlinks hold, release and resend, and a rule with then.postlink, make any other order of deliveries',
  },
  'refusals have statuses, codes and words of our own': {
    switch: 'a rule with then.answer.status, or then.reasonCode, answers another way',
  },
  'unknown language falls back to Russian': oneWay(
    'the page has to speak some language; Russian is its first',
  ),
  'invoice paid during a challenge declines with 469': forcedCode,
  "payment object's links win over the token's": oneWay('send one of them and the question does not arise'),
  'invoice link without expire_period lives one day': { switch: 'expire_period of the request' },
  'invoice has one active link at a time': oneWay('two active links of one order could both be paid'),
  'paid, expired or cancelled invoice link pays no more': oneWay(
    'a link that pays twice would charge a buyer twice',
  ),
  'payment by invoice link echoes the secret_hash of the token that made the link': oneWay(
    'the link has no secret_hash of its own; another one would be made up',
  ),
  'rejected QR code has the reason code 504 and a failure postlink': forcedCode,
  'QR code is SCANNED once its page is open, also after a decline': oneWay(
    'both are polled as not final yet',
  ),
  'QR code is BLOCKED while the issuer asks the buyer': oneWay('both are polled as not final yet'),
  'subscription charges for a year, each time an order of its own': oneWay(
    'two payments of one order number would break the rule that a number is paid once; cancel ends it earlier',
  ),
  'receiver of a transfer is judged by the number of the card alone': forcedCode,
  'transfer is told by a postlink like a payment, and costs nothing': {
    switch: 'leave order.postLink out, and no postlink is sent; then.postlink changes it',
  },
  'wallet token names the outcome, and nobody is asked for a code': {
    switch: 'another token names another outcome; a rule with then.threeDS asks the buyer',
  },
  'card with bonuses has 100,000 of them': { switch: 'a rule with then.bonus says how much they pay' },
  'instalment walks from NEW to ACCEPT in twenty seconds, unless its page is open': {
    switch: 'open the page of the bank’s app to decide by hand; clock advance walks on at once',
  },
  'instalment is paid to the shop like a payment once the bank has accepted it': {
    switch: 'a rule with operation instalment and then.reasonCode rejects it; without postLink none is sent',
  },
  'shop sells over 3, 6, 12 or 24 months': oneWay('an app has to show whatever list it gets'),
  'payout is made at the start of the next working day, less the fee': {
    switch: 'feePercent of a terminal; a rule with then.payout pays late, or another sum',
  },
  'register lists the whole terminal, of a token without one the whole client': {
    switch: 'the terminal of the token',
  },
  'register searches by each of its fields': oneWay('a field that is not searched by changes nothing'),
  'scope of a token is not asked for': oneWay(
    'a wrong word of ours would refuse right shops; what is asked for is echoed, so that a test can see it',
  ),
}

export const remedyText = (rule: Rule): string => {
  const remedy = remedies[rule]
  if (!remedy) return ''
  if ('quirk' in remedy) return `quirk ${remedy.quirk}`
  return 'switch' in remedy ? remedy.switch : `no switch: ${remedy.reason}`
}
