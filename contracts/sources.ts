/** Where the sandbox knows the bank from: every row of provenance points to a key of this table. */
export interface Source {
  title: string
  link: string
  kind: SourceKind
  /** How many independent sources this row stands for. */
  count: number
}

export type SourceKind = 'bank page' | 'bank code' | 'public clients' | 'recordings' | 'standard'

/** The bank's own page about a thing; `language` is the edition that was read. */
const page = (title: string, slug: string, language: 'ru' | 'kk' | 'en-US' = 'ru'): Source => ({
  title: `Halyk ePay: ${title}`,
  link: `https://epayment.kz/${language === 'ru' ? '' : `${language}/`}docs/${encodeURI(slug)}`,
  kind: 'bank page',
  count: 1,
})

const code = (title: string, repository: string): Source => ({
  title,
  link: `https://github.com/${repository}`,
  kind: 'bank code',
  count: 1,
})

/** Merchants' code, counted and not named; a search of public code finds such clients. */
const clients = (count: number): Source => ({
  title: count === 1 ? '1 public client' : `${count} public clients`,
  link: 'https://github.com/search?type=code&q=homebank.kz+oauth2+invoiceID',
  kind: 'public clients',
  count,
})

export const sources = {
  'saving-a-card': page('Saving a payment card', 'cardverificationpaymentForm', 'en-US'),
  'payment-page': page('Payment page (Төлем беті)', 'platezhnaya-stranica', 'kk'),
  'saved-card-payment': page(
    'Payment with a saved card (Платёж по сохранённой карте)',
    'platezh-po-sokhranennoi-karte',
  ),
  'payment-page-ru': page('Payment page, Russian edition', 'platezhnaya-stranica'),
  'test-credentials': page('Test credentials', 'Test credentials'),
  'token-page': page('Getting a token', 'poluchenie-tokena', 'en-US'),
  'status-page': page('Status of a transaction', 'check-status-payment'),
  'old-status-page': page('Status of a transaction, older page', 'status-tranzakcii'),
  'charge-page': page('Confirming an operation', 'podtverzhdenie-chastichnoe-podtverzhdenie-operacii'),
  'cancel-page': page('Cancelling an operation', 'cancel'),
  'refund-page': page('Refund and partial refund', 'vozvrat-chastichnyi-vozvrat'),
  'saved-cards-page': page('List of saved cards', 'poluchenie-spiska-kart'),
  'deactivation-page': page('Deactivating a saved card', 'disable-card-id'),
  'codes-page': page('Reason codes', 'kody-oshibok'),
  'codes-page-kk': page('Reason codes, Kazakh edition', 'kody-oshibok', 'kk'),
  'codes-page-en': page('Reason codes, English edition', 'kody-oshibok', 'en-US'),
  'cryptogram-page': page('Payment by cryptogram', 'cryptogram-payment'),
  'verification-page': page('Saving a card by API', 'cardverification', 'en-US'),
  'process-page': page('One stage and two stages', 'process-scheme', 'en-US'),
  'widget-page': page('Payment widget', 'platezhnyi-vidzhet'),
  'invoice-link-page': page('Invoice links by API', 'invoice link API', 'en-US'),
  'qr-page': page('QR by API', 'QR by API'),
  'google-pay-page': page('Google Pay by API', 'Google Pay by API'),
  'apple-pay-page': page('Apple Pay by API', 'Apple Pay by API', 'en-US'),
  'halykid-page': page('Payment page with HalykID', 'platezhnaya-stranica-halykID'),
  'instalment-page': page('Instalments and credit', 'Installment-сredit', 'en-US'),
  'p2p-page': page('Transfers from card to card', 'p2p-form'),
  'p2p-status-page': page('Status of a transfer', 'check-status-p2p', 'en-US'),
  'p2p-list-page': page('List of transfers', 'P2P CHECK STATUS ARRAY', 'en-US'),
  'payout-page': page('Payouts', 'withdrawal-request'),
  'sdk-page': page('Payment page of the mobile SDKs', 'sdk_payment_page'),
  'ios-sdk': code("The bank's iOS SDK", 'HFSEpayment/EpaySDK'),
  'android-sdk': code("The bank's Android SDK (halykepay-debug.aar)", 'HFSEpayment/test-android'),
  'laravel-module': code("The bank's Laravel module", 'HFSEpayment/laravel-plugin'),
  'bitrix-module': code("The bank's 1C-Bitrix module", 'HFSEpayment/1c-bitrix-plugin'),
  'modx-module': code("The bank's MODX module", 'HFSEpayment/epaymodx-1.0-beta1.transport'),
  'bank-modules': code("The bank's modules for shops", 'HFSEpayment'),
  'bank-modules-2020': code("The bank's modules for shops, editions of 2020", 'halykbank-epay2'),
  client: clients(1),
  'clients-2': clients(2),
  'clients-3': clients(3),
  'clients-5': clients(5),
  'clients-8': clients(8),
  recordings: {
    title: "Recordings of the bank's test host (contracts/evidence)",
    link: `https://epayment.kz/docs/${encodeURI('Test credentials')}`,
    kind: 'recordings',
    count: 1,
  },
  oauth: {
    title: 'RFC 6749, OAuth 2.0',
    link: 'https://www.rfc-editor.org/rfc/rfc6749',
    kind: 'standard',
    count: 1,
  },
} satisfies Record<string, Source>

export type SourceKey = keyof typeof sources

export const sourceOf = (key: SourceKey): Source => sources[key]
