import type { Rule } from '../../../contracts/fidelity.ts'
import type { QuirkName } from '../../../contracts/quirk.ts'

/** Why no recording can show it. */
const reasons = {
  page: 'it happens between the buyer and the page, which a recording does not hold',
  card: 'it depends on what stood on the card, which is taken out of every recording',
  time: 'it is a matter of the clock, and a recording keeps no times',
  choice: 'it is a choice of the sandbox where the bank has a whole system of its own',
  other: 'it needs to know what others have at the bank, or what the bank did without being asked',
} as const

const named: Record<keyof typeof reasons, (Rule | QuirkName)[]> = {
  page: [
    ...([
      'cancelled challenge declines with 499',
      'invoice paid during a challenge declines with 469',
    ] as const),
    ...(['saved card on the payment page is asked for its CVC', 'savedCardOnPage', 'widgetClose'] as const),
    ...(["payment object's links win over the token's", 'verificationCardSave', 'invoiceIdAlt'] as const),
    ...(['unknown language falls back to Russian', 'reasonLanguage'] as const),
    'payment with 3-D Secure is "secure": "yes", F without and C with a challenge',
    'QR code is SCANNED once its page is open, also after a decline',
    'QR code is BLOCKED while the issuer asks the buyer',
    'paid, expired or cancelled invoice link pays no more',
    'payment by invoice link echoes the secret_hash of the token that made the link',
  ],
  card: [
    ...(['wrong expiry declines with 457', 'wrong CVC declines with 486'] as const),
    ...(['unknown card declines with 471', 'deactivated card declines with 522'] as const),
    'expired card declines with 478 when the clock was set',
    'receiver of a transfer is judged by the number of the card alone',
  ],
  time: [
    'challenge lives five minutes, then declines with 877',
    'hold of a two-stage terminal lapses after seven days',
    'postlink is retried on a schedule',
    'rejected QR code has the reason code 504 and a failure postlink',
    'subscription charges for a year, each time an order of its own',
    'instalment walks from NEW to ACCEPT in twenty seconds, unless its page is open',
  ],
  choice: [
    'transfer is told by a postlink like a payment, and costs nothing',
    'wallet token names the outcome, and nobody is asked for a code',
    'card with bonuses has 100,000 of them',
    'instalment is paid to the shop like a payment once the bank has accepted it',
    'shop sells over 3, 6, 12 or 24 months',
  ],
  other: [
    'invoice becomes taken with its first attempt',
    'register lists the whole terminal, of a token without one the whole client',
    'hosts',
  ],
}

/** What no clue reads, with why: it stays open however much is recorded. */
export const unseen: Partial<Record<string, string>> = Object.fromEntries(
  Object.entries(named).flatMap(([why, names]) =>
    names.map((name) => [name, reasons[why as keyof typeof reasons]]),
  ),
)
