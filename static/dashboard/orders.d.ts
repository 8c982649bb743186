import type { Model, Payment } from './model.js'

export function findPayment(
  model: Model,
  invoiceId: string,
  more?: { terminal?: string; postlink?: string },
): Payment | undefined
export function placeOf(model: Model, payment: Payment, postlink?: string): string
export function paymentAsked(model: Model, exchange: object): Payment | undefined
