import type { Shape } from './decode.ts'

/** What each SDK must find in an answer. Where they differ the names say so. */

/** `expires_in` is text in both: a number ends the flow before it began. */
export const token: Shape = {
  ...{ access_token: 'text', expires_in: 'text', refresh_token: 'text', scope: 'text', token_type: 'text' },
}

const secure3D = { paReq: 'text', md: 'text', action: 'text', 'termURL?': 'text' } as const

/** Never null: email and reference, also while the issuer asks. */
const payment: Shape = {
  ...{ id: 'text', amount: 'number', currency: 'text', invoiceID: 'text', email: 'text', reference: 'text' },
  ...{ 'description?': 'text', 'language?': 'text', 'phone?': 'text', 'intReference?': 'text' },
  ...{ 'cardID?': 'text', 'code?': 'whole', 'status?': 'text', 'secure3D?': secure3D },
}

export const paymentOn: Record<'ios' | 'android', Shape> = {
  ios: { ...payment, 'accountId?': 'text' },
  android: { ...payment, 'accountID?': 'text' },
}

/** Both keys, or it is no error to them. */
export const refusal: Shape = { code: 'whole', message: 'text' }

const flags = [
  ...['logo', 'additionalInfo', 'byCard', 'byHalykID', 'byPayByHBCredit', 'byApplePay', 'bySamsungPay'],
  ...['byGooglePay', 'byMasterPass', 'byGoBonuses', 'byQR', 'userContactsByEmail', 'userContactsAll'],
  ...['attemptsInfo', 'payerName'],
]

export const profile: Shape = {
  assets: {
    ...{ shop_name: 'text', logo_url: 'text', lang: 'text', email: 'text', phone: 'text' },
    color_scheme: { bg: 'text', card_bg: 'text', buttons: 'text', text: 'text', card_text: 'text' },
    payment_view_settings: Object.fromEntries(flags.map((name) => [name, 'flag' as const])),
    p2p_view_settings: {
      ...{ checkboxSaveCardSender: 'flag', checkboxSaveCardReceiver: 'flag', notificationByEmail: 'flag' },
    },
    ...{ payment_system_humo: 'flag', payment_system_uzcard: 'flag' },
  },
  ...{ QR: 'text', homebankLink: 'text', onlinebankLink: 'text' },
}

const merchant = {
  id: 'text',
  tradeName: 'text',
  companyName: 'text',
  description: 'text',
  phone: 'text',
} as const

export const terminal: Shape = {
  ...{ id: 'text', terminalId: 'text', singleMessageScheme: 'flag' },
  shop: { id: 'text', name: 'text', url: 'text', merchant },
}

export const qr: Shape = {
  ...{ qrcode: 'text', status: ['NEW', 'SCANNED', 'BLOCKED', 'REJECTED', 'AUTH', 'PAID'] },
  ...{ secure3D: 'flag', amount: 'whole', fee: 'whole', currency: 'text', issuer: 'text' },
  ...{
    'trType?': 'text',
    'issuerBankCountry?': 'text',
    'paymentChannel?': 'text',
    'errDescription?': 'text',
  },
  ...{ 'retCode?': 'text', 'reference?': 'text', 'cardId?': 'text', 'cardMask?': 'text' },
}

export const subscription: Shape = {
  ...{ createdDate: 'sdk date', paymentFrequency: 'text', lastPaymentDate: 'sdk date', clientId: 'text' },
  ...{ invoiceId: 'text', amount: 'number', currency: 'text', reference: 'text' },
}

export const transfer: Shape = {
  ...{ id: 'text', amount: 'number', fee: 'number', accountID: 'text', currency: 'text', email: 'text' },
  ...{ description: 'text', reference: 'text', orderID: 'text', intReference: 'text', terminalID: 'text' },
  ...{ senderCardID: 'text', senderCardPAN: 'text', senderCardType: 'text', senderTransferType: 'text' },
  ...{
    receiverCardID: 'text',
    receiverCardPAN: 'text',
    receiverCardType: 'text',
    receiverTransferType: 'text',
  },
  'secure3D?': secure3D,
}

export const condition: Shape = { id: 'text', shopId: 'text', monthCount: 'whole', interestRate: 'number' }
export const order: Shape = {
  ...{ id: 'text', amount: 'number', shopId: 'text', creditConditionId: 'text', approvedAmount: 'number' },
  ...{ approvedMonthCount: 'whole', approvedInterestRate: 'number' },
}
export const orderStatus: Shape = { id: 'text', name: ['NEW', 'SCAN', 'IN_PROGRESS', 'ACCEPT', 'REJECT'] }

export const homebankCard: Shape = {
  ...{ aliasName: 'text', isHidden: 'flag', systemAttributeId: 'text' },
  cardInfo: {
    ...{ ownerId: 'text', cardMask: 'text', iban: 'text', isValid: 'flag', currency: 'text' },
    ...{ currentBalance: 'number', cardType: 'text', isMultiCurrency: 'flag', isVirtual: 'flag' },
  },
}
