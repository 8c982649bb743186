import type { ControlCall } from './call.ts'
import { lookingCalls } from './looking.ts'
import { payingCalls } from './paying.ts'
import { tellingCalls } from './telling.ts'

/** THE TABLE of the control API: one row a call. A test compares it with the routes the server has. */
export const controlCalls: readonly ControlCall[] = [...payingCalls, ...lookingCalls, ...tellingCalls]

/** `/_sandbox/payments/:id` */
export const pathOfCall = ({ path }: ControlCall): string => `/_sandbox${path}`
