import { brandOf, type CardForm, type CardFormErrors, type TestCard } from '../../contracts/card.ts'
import { type Language, languageTag, toLanguage } from '../../contracts/language.ts'
import { moneyText } from '../../contracts/money.ts'
import type { Violation } from '../../contracts/reader.ts'
import { reasonText } from '../../contracts/reason-code.ts'
import { bankTime, type Instant, minuteMs } from '../../contracts/time.ts'
import { plural } from '../../static/payform/plural.js'
import texts from '../../static/payform/texts.json' with { type: 'json' }
import type { PageView } from '../core/command.ts'
import { outcomesOf } from './outcome.ts'

/** What the templates of static/payform are given. */

export interface Typed extends CardForm {
  save: boolean
  /** As posted: a reason code, or empty. */
  outcome: string
}

interface Shown {
  now: Instant
  cards: TestCard[]
  widget: boolean
  typed?: Typed
  errors?: CardFormErrors
  /** Prefilled only for a test card chosen without script; a buyer's own is never sent back. */
  cvc?: string
}

const spoken = (language: Language) => ({ t: texts[language], lang: languageTag[language], plural })

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

export const formView = (view: PageView, shown: Shown) => {
  const { order } = view.page
  const { typed, errors = {} } = shown
  return {
    ...spoken(order.language),
    order: orderView(view),
    page: view.page.id,
    form: {
      // A real card is not sent back, not even to who typed it.
      pan: errors.pan === 'panLive' ? '' : (typed?.pan ?? ''),
      expiry: typed?.expiry ?? '',
      holder: typed?.holder ?? order.name,
      save: typed?.save ?? false,
    },
    cvc: shown.cvc ?? '',
    errors,
    declined: typed ? undefined : declineView(view),
    attemptsLeft: view.attemptsLeft,
    minutesLeft: Math.max(0, Math.ceil((view.page.deadline - shown.now) / minuteMs)),
    cards: shown.cards.map(({ pan, expiry, cvc, status }) => ({
      pan,
      expiry,
      cvc,
      status,
      brand: brandOf(pan),
    })),
    outcomes: outcomesOf(order.language),
    outcome: typed?.outcome ?? '',
    widget: shown.widget,
    verification: order.verification,
    saveOffered: !order.verification && !order.cardSave && order.accountId !== '',
    failureBackLink: order.failureBackLink || order.backLink,
  }
}

const receiptOf = ({ page, transaction }: PageView) => {
  const t = texts[page.order.language]
  const rows = [
    { label: t.invoice, value: page.order.invoiceId },
    { label: t.description, value: page.order.description },
    { label: t.pan, value: transaction?.card?.mask ?? '' },
    { label: t.reference, value: transaction?.reference ?? '' },
    { label: t.approvalCode, value: transaction?.approvalCode ?? '' },
    { label: t.date, value: transaction ? bankTime(transaction.at).slice(0, 19).replace('T', ' ') : '' },
  ]
  return rows.filter(({ value }) => value !== '')
}

// Long enough to read the receipt, short enough for a test.
const returnSeconds = 5

export const resultView = (view: PageView, widget: boolean) => {
  const { order } = view.page
  const ok = view.page.ended === 'paid'
  const t = texts[order.language]
  return {
    ...spoken(order.language),
    ok,
    order: orderView(view),
    receipt: receiptOf(view),
    declined: ok ? undefined : (declineView(view) ?? { code: 504, text: t.timeOver }),
    backLink: ok ? order.backLink : order.failureBackLink || order.backLink,
    returnSeconds: order.autoRedirect ? 0 : returnSeconds,
    widget,
    verification: order.verification,
  }
}

export const errorView = (problems: Violation[], language: string | undefined, widget: boolean) => ({
  ...spoken(toLanguage(language)),
  title: texts[toLanguage(language)].errorTitle,
  problems: problems.map(({ where, came, expected, mend }) => ({
    field: where,
    came,
    expected,
    mend: mend ?? '',
  })),
  widget,
})
