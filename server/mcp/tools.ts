import type { Tool } from './tool.ts'
import { certify } from './tools/certify.ts'
import { coverage } from './tools/coverage.ts'
import { explain, search } from './tools/explain.ts'
import { listPayments, showPayment } from './tools/payments.ts'
import { env, sandbox } from './tools/sandbox.ts'
import { makePayment, moveClock, setOutcome } from './tools/steer.ts'

/** All of them are listed always: an agent learns what there is, and how the rest is allowed. */
export const tools: Tool[] = [
  sandbox,
  env,
  listPayments,
  showPayment,
  explain,
  search,
  makePayment,
  setOutcome,
  moveClock,
  coverage,
  certify,
]
