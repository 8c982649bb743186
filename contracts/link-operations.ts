import { BankRefusal } from './authorization.ts'
import { InvoiceLinkAnswer, InvoiceLinkRequest } from './invoice-link.ts'
import { InvoiceLinkList, InvoiceLinkListRequest } from './invoice-link-list.ts'
import { EmptyAnswer } from './operation.ts'
import { api, living, type Operation } from './operation-row.ts'
import { documented, observed } from './provenance.ts'
import { QrAnswer, QrRequest, QrStatusAnswer, QrStatusQuery } from './qr.ts'

/** Rows of the table: ways to the payment page that are not the shop's own, a link and a code to scan. */
export const linkOperations = {
  makeInvoiceLink: {
    method: 'POST',
    paths: api('invoice'),
    auth: 'bearer',
    summary: 'Make a link to pay by',
    body: InvoiceLinkRequest,
    answer: InvoiceLinkAnswer,
    refusal: BankRefusal,
    refusals: [
      ...living,
      'shop unknown',
      'token of another terminal',
      'recipient missing',
      'telephone wrong',
      'amount zero',
      'account missing',
      'invoice paid',
      'last six taken',
      'link taken',
    ],
    ...documented('invoice-link-page'),
  },
  listInvoiceLinks: {
    method: 'POST',
    paths: api('invoice-links'),
    auth: 'bearer',
    summary: 'List links to pay by',
    body: InvoiceLinkListRequest,
    answer: InvoiceLinkList,
    refusal: BankRefusal,
    refusals: living,
    ...observed('clients-2', 'a captured answer'),
  },
  openInvoiceLink: {
    method: 'GET',
    paths: api('redirect/invoice-link/:linkId'),
    auth: 'none',
    summary: 'Pay by link: to the payment page',
    leadsTo: 'the payment page of the link',
    answer: EmptyAnswer,
    refusal: BankRefusal,
    refusals: ['link unknown', 'link over', 'invoice paid', 'last six taken'],
    ...observed('client', 'invoice_url of a captured answer'),
  },
  makeQr: {
    method: 'POST',
    paths: api('payment/qr/generate'),
    auth: 'bearer',
    summary: "Make a code to scan with the bank's app",
    body: QrRequest,
    answer: QrAnswer,
    refusal: BankRefusal,
    refusals: [
      ...living,
      'token without invoice',
      'token used',
      'amount zero',
      'invoice paid',
      'last six taken',
    ],
    ...documented(['qr-page', 'ios-sdk']),
  },
  qrStatus: {
    method: 'GET',
    paths: api('qr'),
    auth: 'bearer',
    summary: 'Ask what became of a code',
    query: QrStatusQuery,
    answer: QrStatusAnswer,
    refusal: BankRefusal,
    refusals: [...living, 'qr unknown'],
    ...observed(['ios-sdk', 'android-sdk']),
  },
} satisfies Record<string, Operation>
