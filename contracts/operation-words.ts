import type { OperationId } from './operations.ts'

export const tags = {
  Tokens: 'Every call but the page needs a token; a payment needs one of its own.',
  Payments: 'Paying on the server side, and 3-D Secure.',
  Operations: 'Charge, cancel and refund of a payment.',
  Status: 'What became of an order. The answer to an unclear outcome.',
  'Saved cards': 'Cards that a customer let the shop keep.',
  Links: 'Links to pay by and codes to scan.',
  Transfers: 'From card to card, from a card to the merchant, from the merchant to a card.',
  Wallets: 'Apple Pay, Google Pay, Samsung Pay, Masterpass, HalykID and bonuses.',
  Instalments: 'Purchases that the bank pays at once and the buyer in months.',
  Books: 'What happened at a terminal, and what was paid out.',
  Page: 'What a browser opens: the script, the payment page, the pages of 3-D Secure.',
  'Mobile SDK': "What the bank's mobile SDKs ask at their start.",
} as const

export type Tag = keyof typeof tags

interface Words {
  /** The name of the method in an SDK made from the document. */
  name: string
  tag: Tag
}

const words = (name: string, tag: Tag): Words => ({ name, tag })

export const operationWords: Record<OperationId, Words> = {
  token: words('createToken', 'Tokens'),
  chargeSavedCard: words('chargeSavedCard', 'Payments'),
  cryptopay: words('payWithCryptogram', 'Payments'),
  publicKey: words('getPublicKey', 'Payments'),
  confirmPayment: words('confirm3DSecure', 'Payments'),
  charge: words('charge', 'Operations'),
  cancel: words('cancel', 'Operations'),
  refund: words('refund', 'Operations'),
  status: words('getStatus', 'Status'),
  statusById: words('getStatusById', 'Status'),
  legacyStatus: words('getOldStatus', 'Status'),
  savedCards: words('listSavedCards', 'Saved cards'),
  deactivateCard: words('deactivateSavedCard', 'Saved cards'),
  makeInvoiceLink: words('createInvoiceLink', 'Links'),
  listInvoiceLinks: words('listInvoiceLinks', 'Links'),
  openInvoiceLink: words('openInvoiceLink', 'Links'),
  makeQr: words('createQr', 'Links'),
  qrStatus: words('getQrStatus', 'Links'),
  subscribe: words('subscribe', 'Payments'),
  transfer: words('transferCardToCard', 'Transfers'),
  debitCard: words('debitCard', 'Transfers'),
  payToCard: words('payToCard', 'Transfers'),
  transferStatus: words('getTransferStatus', 'Transfers'),
  transfers: words('listTransfers', 'Transfers'),
  homebankCards: words('listHomebankCards', 'Wallets'),
  cardBonus: words('getCardBonus', 'Wallets'),
  accountBonus: words('getAccountBonus', 'Wallets'),
  masterpassCard: words('getMasterpassCard', 'Wallets'),
  creditConditions: words('listCreditConditions', 'Instalments'),
  makeInstalment: words('createInstalment', 'Instalments'),
  instalmentStatus: words('getInstalmentStatus', 'Instalments'),
  register: words('listPayments', 'Books'),
  terminal: words('getTerminal', 'Mobile SDK'),
  publicProfile: words('getPublicProfile', 'Mobile SDK'),
}
