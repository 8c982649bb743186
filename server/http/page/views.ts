import { brandOf, type CardForm, type CardFormErrors, type TestCard } from '../../../contracts/card.ts'
import type { Order } from '../../../contracts/entry.ts'
import { type Language, languageTag, toLanguage } from '../../../contracts/language.ts'
import { moneyText } from '../../../contracts/money.ts'
import type { Violation } from '../../../contracts/reader.ts'
import { reasonText } from '../../../contracts/reason-code.ts'
import { refusals } from '../../../contracts/refusal.ts'
import { threeDSCards } from '../../../contracts/sandbox-card.ts'
import { bankTime, type Instant, minuteMs } from '../../../contracts/time.ts'
import type { WalletName } from '../../../contracts/wallet-token.ts'
import { formatExpiry, formatPan } from '../../../static/payform/fields.js'
import { plural } from '../../../static/payform/plural.js'
import texts from '../../../static/payform/texts.json' with { type: 'json' }
import type { PageView } from '../../core/command.ts'
import { outcomesOf } from '../request/outcome.ts'
import { problemIn, translated } from './problem-words.ts'
import { fieldsOfVisit, issuerLink, type Visit } from './visit.ts'

/** What the templates of static/payform are given. */

export interface Typed extends CardForm {
  save: boolean
  /** As posted: a reason code, or empty. */
  outcome: string
}

/** What is shown beside the order. */
export interface Shown {
  now: Instant
  visit: Visit
  /** The sandbox strip: test cards and outcomes. */
  strip: boolean
  cards: TestCard[]
}

interface Filled extends Shown {
  typed?: Typed
  errors?: CardFormErrors
  /** Prefilled only for a test card chosen without script; a buyer's own is never sent back. */
  cvc?: string
  /** The buyer has left a question of the issuer open. */
  issuerWaits?: boolean
}

/** Who holds a test card, when the buyer names nobody. */
export const testHolder = 'TEST CARDHOLDER'

const spoken = (language: Language) => ({ t: texts[language], lang: languageTag[language], plural })

/** Around the page: without the strip a line at its foot still says that nothing here is real. */
const frameOf = ({ visit, strip }: Pick<Shown, 'visit' | 'strip'>) => ({
  widget: visit.widget,
  modeShown: strip,
})

const orderView = ({ page, terminal }: PageView) => ({
  invoiceId: page.order.invoiceId,
  description: page.order.description,
  email: page.order.email,
  shop: terminal.shop,
  amount: moneyText(page.order.amount, page.order.currency),
})

const declineView = ({ transaction, page }: PageView) =>
  transaction && transaction.reasonCode !== 0
    ? { code: transaction.reasonCode, text: reasonText(transaction.reasonCode, page.order.language) }
    : undefined

/** A real card is not sent back, not even to who typed it; what is right looks as the page's script would show it. */
const filledIn = ({ order }: PageView['page'], { typed, errors = {}, cvc = '' }: Filled) => {
  const pan = errors.pan === 'panLive' ? '' : (typed?.pan ?? '')
  const expiry = typed?.expiry ?? ''
  return {
    pan: errors.pan ? pan : formatPan(pan),
    expiry: errors.expiry ? expiry : formatExpiry(expiry),
    cvc,
    holder: typed?.holder ?? order.name,
    save: typed?.save ?? false,
  }
}

/** Who pays with a saved card chooses no other. */
const savedView = ({ savedCard }: PageView) =>
  savedCard && { mask: savedCard.mask, brand: savedCard.brand, cvc: savedCard.cvc }

const seenOf = (pan: string) => ({ pan, shown: formatPan(pan), brand: brandOf(pan) })

/** Any month and any CVC are good for these. */
export const threeDSTestCards = threeDSCards.map(({ pan, threeDS, reasonCode }) => ({
  ...{ pan, expiry: '12/30', cvc: '123', code: reasonCode },
  status:
    reasonCode !== 0
      ? ('fails' as const)
      : threeDS === 'challenge'
        ? ('asks' as const)
        : ('recognised' as const),
}))

const stripOf = ({ cards, typed }: Filled, language: Language) => ({
  cards: cards.map(({ pan, status, ...card }) => ({
    ...{ ...card, ...seenOf(pan) },
    status,
    note: texts[language].status[status],
  })),
  threeDS: threeDSTestCards.map(({ pan, status, code, ...card }) => ({
    ...{ ...card, ...seenOf(pan) },
    status: status === 'fails' ? 'lock' : 'unlock',
    note: texts[language].status[status].replace('{code}', String(code)),
  })),
  holder: testHolder,
  groups: outcomesOf(language),
  outcome: typed?.outcome ?? '',
})

const walletTitles: Record<WalletName, string> = {
  applePay: 'Apple Pay',
  googlePay: 'Google Pay',
  samsungPay: 'Samsung Pay',
  masterPass: 'Masterpass',
  halykId: 'HalykID',
}

/** Buttons beside the card; a card is saved and a saved one charged without them. */
const walletsOf = ({ page, terminal, savedCard }: PageView) => {
  const { wallets = [] } = terminal
  if (page.order.verification || savedCard || wallets.length === 0) return undefined
  const [often] = outcomesOf(page.order.language)
  return {
    buttons: wallets.map((name) => ({ name, title: walletTitles[name] })),
    outcomes: often?.outcomes ?? [],
  }
}

export const formView = (view: PageView, shown: Filled) => {
  const { order } = view.page
  const { visit, typed, errors = {} } = shown
  return {
    ...spoken(order.language),
    ...frameOf(shown),
    order: orderView(view),
    page: view.page.id,
    carried: fieldsOfVisit(visit),
    form: filledIn(view.page, shown),
    errors,
    saved: savedView(view),
    declined: typed ? undefined : declineView(view),
    issuer: shown.issuerWaits ? issuerLink(view.page.id, visit) : undefined,
    attemptsLeft: view.attemptsLeft,
    minutesLeft: Math.max(0, Math.ceil((view.page.deadline - shown.now) / minuteMs)),
    strip: shown.strip ? stripOf(shown, order.language) : undefined,
    wallets: walletsOf(view),
    verification: order.verification,
    saveOffered: !view.savedCard && !order.verification && !order.cardSave && order.accountId !== '',
    failureBackLink: order.failureBackLink || order.backLink,
  }
}

/** The hour is that of Kazakhstan; English has no order of day and month that all its readers share. */
const dateText = (at: Instant, language: Language) =>
  bankTime(at).replace(
    /^(\d+)-(\d+)-(\d+)T(\d+:\d+:\d+).*$/,
    language === 'eng' ? '$1-$2-$3 $4' : '$3.$2.$1 $4',
  )

const receiptOf = ({ page, transaction }: PageView) => {
  const t = texts[page.order.language]
  const rows = [
    { name: 'invoice', label: t.invoice, value: page.order.invoiceId },
    { name: 'description', label: t.description, value: page.order.description },
    { name: 'card', label: t.pan, value: transaction?.card?.mask ?? '' },
    { name: 'reference', label: t.reference, value: transaction?.reference ?? '' },
    { name: 'approval-code', label: t.approvalCode, value: transaction?.approvalCode ?? '' },
    { name: 'date', label: t.date, value: transaction ? dateText(transaction.at, page.order.language) : '' },
  ]
  return rows.filter(({ value }) => value !== '')
}

// Long enough to read the receipt, and for a browser test on a busy machine to press a button beside it.
const returnSeconds = 10

export const resultView = (view: PageView, shown: Shown) => {
  const { order } = view.page
  const ok = view.page.ended === 'paid'
  const t = texts[order.language]
  return {
    ...spoken(order.language),
    ...frameOf(shown),
    ok,
    order: orderView(view),
    receipt: receiptOf(view),
    declined: ok ? undefined : (declineView(view) ?? { code: 504, text: t.timeOver }),
    backLink: ok ? order.backLink : order.failureBackLink || order.backLink,
    returnSeconds: order.autoRedirect ? 0 : returnSeconds,
    verification: order.verification,
  }
}

/** What the contract says in place of a value, in the buyer's language. */
const cameText = (got: string, language: Language): string => {
  if (got === 'nothing') return texts[language].nothing
  return got === 'a value (not shown)' ? texts[language].hidden : translated(got, language)
}

/** For a buyer whose order was paid meanwhile, in another tab: no mistake of anybody's that he could fix. */
export const paidView = (order: Order, visit: Visit) => ({
  ...spoken(order.language),
  ...frameOf({ visit, strip: true }),
  invoiceId: order.invoiceId,
  amount: moneyText(order.amount, order.currency),
  backLink: order.backLink,
  words: [refusals['invoice paid'].message, refusals['invoice paid'].fix].map((text) =>
    translated(text, order.language),
  ),
})

export const errorView = (
  problems: Violation[],
  language: string | undefined,
  visit: Visit,
  code?: number,
) => ({
  ...spoken(toLanguage(language)),
  code,
  ...frameOf({ visit, strip: true }),
  title: texts[toLanguage(language)].errorTitle,
  problems: problems
    .map((problem) => ({ problem, words: problemIn(problem, toLanguage(language)) }))
    .map(({ problem, words }) => ({
      field: problem.where,
      got: cameText(problem.got, toLanguage(language)),
      logged: problem,
      expected: words.expected,
      fix: words.fix ?? '',
    })),
})
