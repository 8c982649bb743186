import { withEvidence } from './evidence-fact.ts'
import { assumed, documented, observed, type Provenance } from './provenance.ts'

/**
 * Every place where the documents disagree with each other or with what clients saw. A dialect is one choice
 * per quirk; each can be set alone in the configuration, is listed by `doctor` and by the reference page.
 */
interface Quirk {
  about: string
  values: readonly string[]
  documented: string
  observed: string
  provenance: Provenance
}

const quirk = <const V extends readonly string[]>(
  about: string,
  values: V,
  dialects: { documented: V[number]; observed: V[number] },
  { provenance }: { provenance: Provenance },
) => ({ about, values, ...dialects, provenance })

const table = {
  expiresIn: quirk(
    'type of expires_in in the token answer',
    ['number', 'string'],
    { documented: 'number', observed: 'string' },
    observed(
      ['saving-a-card', 'payment-page', 'saved-card-payment', 'ios-sdk', 'clients-5'],
      'the pages print the number 7200, clients receive the string "1200"',
    ),
  ),
  tokenLifetime: quirk(
    'seconds a token lives',
    ['7200', '1200'],
    { documented: '7200', observed: '1200' },
    observed(
      ['saving-a-card', 'payment-page', 'saved-card-payment', 'ios-sdk', 'clients-3'],
      '7200 on the pages, 1200 on the wire; a setting of the shop',
    ),
  ),
  tokenInvoice: quirk(
    'whether a token pays only the invoice it was issued for',
    ['bound', 'free'],
    { documented: 'bound', observed: 'bound' },
    assumed(
      'its sample has a token for 000000001 beside a payment of 10101112; its text binds token and operation',
      'saved-card-payment',
    ),
  ),
  acountId: quirk(
    'name of the customer id in the success postlink of 2025',
    ['both', 'acountId', 'accountId'],
    { documented: 'both', observed: 'accountId' },
    documented(
      ['saving-a-card', 'payment-page', 'clients-8'],
      'acountId in the success sample of 2025, accountId everywhere else',
    ),
  ),
  postlinkForm: quirk(
    'edition of the postlink: fields, key order, masks',
    ['2025', '2020'],
    { documented: '2025', observed: '2025' },
    documented(
      ['saving-a-card', 'payment-page'],
      'alphabetical keys in 2025; other fields and another order in 2020',
    ),
  ),
  postlinkContentType: quirk(
    'content type of a postlink',
    ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'none'],
    { documented: 'application/json', observed: 'application/json' },
    observed('clients-5', 'most handlers need application/json, one was changed to accept any'),
  ),
  recipientContact: quirk(
    'whether an invoice link needs recipient_contact and recipient_contact_sms',
    ['required', 'optional'],
    { documented: 'required', observed: 'optional' },
    observed(['invoice-link-page', 'clients-3'], 'required on the page, works when left out'),
  ),
  authorizationFields: quirk(
    'fields of the payments/cards/auth answer',
    ['documented', 'extended'],
    { documented: 'documented', observed: 'extended' },
    observed(
      ['saved-card-payment', 'clients-3'],
      'the older page prints 14 fields; newer answers have code, status, approvalCode and more',
    ),
  ),
  testTerminalStages: quirk(
    'whether the shared test terminal charges at once (one) or holds until operation/{id}/charge (two)',
    ['one', 'two'],
    { documented: 'one', observed: 'two' },
    observed(
      ['clients-3', 'process-page'],
      'on the test host a payment stays AUTH; the page calls one stage the default',
    ),
  ),
  reasonLanguage: quirk(
    'language of the text of a decline in postlinks and answers; order: that of the payment object',
    ['eng', 'rus', 'kaz', 'order'],
    { documented: 'eng', observed: 'eng' },
    documented(
      'saving-a-card',
      'the sample of a failure says "Authentication failed" beside the language RUS',
    ),
  ),
  secretHashInPostlink: quirk(
    'whether a postlink carries the secret_hash of the token or of the payment object',
    ['yes', 'no'],
    { documented: 'yes', observed: 'yes' },
    observed('client', 'postlinks of the test host came without it'),
  ),
  reasonCodeText: quirk(
    'reasonCode of a success in the status answer',
    ['00', '0'],
    { documented: '00', observed: '00' },
    observed(['modx-module', 'client'], 'the module compares with "00", one client in production with "0"'),
  ),
  payoutAmount: quirk(
    'what payoutAmount in the status answer counts: refunded so far, or paid out to the merchant',
    ['refunded', 'settled'],
    { documented: 'refunded', observed: 'refunded' },
    assumed(
      'the sample prints amount 12.22, payoutAmount 10, orgAmount 22.22: both readings fit it',
      'status-page',
    ),
  ),
  registerPage: quirk(
    'what page in the register means: the number of a page from 0, or how many records to skip',
    ['number', 'skip'],
    { documented: 'number', observed: 'number' },
    assumed('every captured request asks for page 0; the list of transfers, its twin, skips', [
      'client',
      'p2p-list-page',
    ]),
  ),
  registerRefunds: quirk(
    'how the register shows a refund: as a row of its own, or as the status of the payment',
    ['rows', 'status'],
    { documented: 'status', observed: 'status' },
    assumed('rows with the status REFUND were seen, not what stands beside them', 'client'),
  ),
  widgetClose: quirk(
    'whether the buyer can close the widget, by Esc or a cross: the shop is told success: false',
    ['yes', 'no'],
    { documented: 'yes', observed: 'yes' },
    assumed('the documents tell how the widget is opened, and not how a buyer leaves it'),
  ),
  hosts: quirk(
    'whether a name of the bank answers paths that another of its names serves (a token on the page’s host)',
    ['any', 'strict'],
    { documented: 'any', observed: 'any' },
    assumed('the documents print each path on one host; what its other hosts answer is not known'),
  ),
  savedCardFields: quirk(
    'whether a payment with a saved card needs all fields its page calls obligatory',
    ['required', 'optional'],
    { documented: 'required', observed: 'optional' },
    documented(
      'saved-card-payment',
      'paymentType, description, backLink and postLink are obligatory there; clients leave them out',
    ),
  ),
  savedCardOnPage: quirk(
    'what the payment page asks of a buyer whose saved card pays: its CVC, or a click',
    ['cvc', 'confirmation'],
    { documented: 'cvc', observed: 'cvc' },
    assumed(
      'the page lists the fields that name the card, and not what the buyer sees',
      'saved-card-payment',
    ),
  ),
  verificationCardSave: quirk(
    'whether saving a card needs cardSave: true',
    ['required', 'optional'],
    { documented: 'required', observed: 'optional' },
    documented('saving-a-card', 'required; without it no card is saved in either case'),
  ),
  invoiceIdAlt: quirk(
    'what invoiceIdAlt may be',
    ['digits', 'any'],
    { documented: 'digits', observed: 'any' },
    observed('client', '6 to 15 digits in the documents, ord_<hex> in a shop'),
  ),
  longInvoiceId: quirk(
    'whether an order number of 16 to 20 digits may save a card',
    ['refused', 'accepted'],
    { documented: 'refused', observed: 'accepted' },
    observed('clients-2', '6 to 15 digits in the documents, 20 in production at amount 0'),
  ),
  longDescription: quirk(
    'a description of more than 125 bytes',
    ['refused', 'accepted'],
    { documented: 'refused', observed: 'accepted' },
    documented('payment-page', '125 bytes, code 3298; few clients count'),
  ),
  unreadAmount: quirk(
    'a charge or refund without amount, but with a name nobody reads',
    ['refused', 'ignored'],
    { documented: 'refused', observed: 'ignored' },
    assumed('the bank would take the whole payment: a misspelt amount must not pass unsaid'),
  ),
} satisfies Record<string, Quirk>

export const quirks = Object.fromEntries(
  Object.entries(table).map(([name, row]) => [
    name,
    { ...row, provenance: withEvidence('quirk', name, row.provenance) },
  ]),
) as typeof table

export type QuirkName = keyof typeof quirks
export type Quirks = { [Name in QuirkName]: (typeof quirks)[Name]['values'][number] }
export type Dialect = 'documented' | 'observed'

export const quirkNames = Object.keys(quirks) as QuirkName[]

/** The quirk and its short name `stages` set the same thing. Throws when they differ. */
export const withStages = (
  chosen: Record<string, string>,
  stages: Quirks['testTerminalStages'] | undefined,
): Record<string, string> => {
  const { testTerminalStages: quirk = stages } = chosen
  if (stages === undefined || quirk === stages)
    return stages ? { ...chosen, testTerminalStages: stages } : chosen
  throw new Error(
    `stages is "${stages}" and the quirk testTerminalStages is "${quirk}": ` +
      'they set the same thing, leave one of them out',
  )
}

/** The dialect's choices, with the configured ones on top. Throws on a name or value that does not exist. */
export const chooseQuirks = (dialect: Dialect, chosen: Record<string, string> = {}): Quirks => {
  for (const [name, value] of Object.entries(chosen)) {
    const known = Object.hasOwn(quirks, name) ? (quirks as Record<string, Quirk>)[name] : undefined
    if (!known) throw new Error(`quirk "${name}" does not exist; known quirks: ${quirkNames.join(', ')}`)
    if (!known.values.includes(value)) {
      throw new Error(`quirk "${name}" cannot be "${value}"; choose one of: ${known.values.join(', ')}`)
    }
  }
  const defaults = Object.fromEntries(quirkNames.map((name) => [name, quirks[name][dialect]]))
  return { ...defaults, ...chosen } as Quirks
}
