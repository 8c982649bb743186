import type { Order } from '../../server/certify/merchant.ts'

/** An order for tests without a shop. */
export const order = {
  invoiceId: '100000001',
  amount: 1000,
  currency: 'KZT',
  payment: {},
  raw: '',
} as unknown as Order
