/** The status names of check-status. */
export const statusNames = [
  'NEW',
  'FINGERPRINT',
  '3D',
  'AUTH',
  'CHARGE',
  'CANCEL',
  'CANCEL_OLD',
  'REFUND',
  'FAILED',
  'REJECT',
  'VERIFIED',
] as const
export type StatusName = (typeof statusNames)[number]
