import type { OperationId } from './operations.ts'

interface Link {
  operationId: string
  description: string
  parameters?: Record<string, string>
}

const transaction = (operationId: string, description: string): Link => ({
  operationId,
  description,
  parameters: { id: '$response.body#/id' },
})

const afterPayment: Record<string, Link> = {
  status: {
    operationId: 'getStatus',
    description: 'Ask for the status with a token of the same terminal before the order is delivered.',
    parameters: { invoiceId: '$request.body#/invoiceId' },
  },
  charge: transaction('charge', 'Take what a two-stage terminal holds.'),
  cancel: transaction('cancel', 'Let go what a two-stage terminal holds.'),
  refund: transaction('refund', 'Give money back, all or part of it.'),
}

/** What an answer leads to. */
export const linksAfter: Partial<Record<OperationId, Record<string, Link>>> = {
  token: {
    pay: {
      operationId: 'chargeSavedCard',
      description: 'access_token is the bearer of the payment; invoiceID and amount are the same on both.',
    },
    status: {
      operationId: 'getStatus',
      description: 'access_token is the bearer of the question too, used or not.',
      parameters: { invoiceId: '$request.body#/invoiceID' },
    },
  },
  chargeSavedCard: afterPayment,
  cryptopay: afterPayment,
  status: {
    refund: {
      operationId: 'refund',
      description: 'Give money back, all or part of it.',
      parameters: { id: '$response.body#/transaction/id' },
    },
  },
  makeInvoiceLink: {
    open: {
      operationId: 'openInvoiceLink',
      description: 'What the buyer opens.',
      parameters: { linkId: '$response.body#/id' },
    },
  },
  makeQr: {
    status: {
      operationId: 'getQrStatus',
      description: 'Ask whether it was scanned and paid.',
      parameters: { billNumber: '$response.body#/billNumber' },
    },
  },
}
