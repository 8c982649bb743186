export type Field = 'pan' | 'expiry' | 'cvc' | 'holder'
export const fieldNames: Field[]
export function digitsOf(text: string): string
export function brandOf(pan: string): 'VISA' | 'MASTERCARD' | 'AMEX' | ''
export function formatPan(pan: string): string
export function formatExpiry(text: string, erasing?: boolean): string
export function formatCvc(text: string): string
export function fieldError(field: Field, values: Record<Field, string>): string
