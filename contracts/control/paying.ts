import { CabinetLink, CabinetPayment, TerminalSettings } from '../cabinet.ts'
import { OperationRequest } from '../operation.ts'
import { Rule } from '../rule.ts'
import { Type } from '../schema.ts'
import { EditedPostlink } from './bodies.ts'
import { Instalment, InvoiceLink } from './books.ts'
import type { ControlCall } from './call.ts'
import { InstalmentsQuery, InvoiceLinksQuery, PaymentsQuery, PostlinksQuery } from './queries.ts'
import { Payment, Postlink, page, RuleInForce, Terminal } from './records.ts'

const operation = (verb: 'charge' | 'cancel' | 'refund', summary: string): ControlCall => ({
  ...{ method: 'POST', path: `/payments/:id/${verb}`, name: `${verb}Payment`, tag: 'payments', summary },
  ...{ body: OperationRequest, bodyOptional: true, answer: Payment, status: 200, refuses: [400, 404] },
})

const sending = (verb: 'resend' | 'hold' | 'release', summary: string): ControlCall => ({
  ...{ method: 'POST', path: `/postlinks/:id/${verb}`, name: `${verb}Postlink`, tag: 'postlinks', summary },
  ...{ answer: Postlink, status: 200, refuses: [400, 404] },
})

const Cleared = Type.Object({ cleared: Type.Integer() })

/** Payments, their postlinks, and what is to become of the next. */
export const payingCalls: ControlCall[] = [
  {
    ...{
      method: 'GET',
      path: '/payments',
      name: 'listPayments',
      tag: 'payments',
      summary: 'Payments, oldest first',
    },
    ...{ query: PaymentsQuery, answer: page('payments', Payment), status: 200 },
  },
  {
    ...{ method: 'GET', path: '/payments/:id', name: 'getPayment', tag: 'payments', summary: 'One payment' },
    ...{ answer: Payment, status: 200, refuses: [404] },
  },
  {
    ...{ method: 'POST', path: '/payments', name: 'takePayment', tag: 'payments' },
    summary: "A payment taken in the bank's cabinet, past the shop",
    ...{ body: CabinetPayment, answer: Payment, status: 201, refuses: [400, 404] },
  },
  operation('charge', 'Charge what is held, at the desk of the bank'),
  operation('cancel', 'Release what is held'),
  operation('refund', 'Refund all of it, or a part'),
  {
    ...{
      method: 'GET',
      path: '/invoice-links',
      name: 'listInvoiceLinks',
      tag: 'books',
      summary: 'Links to pay by',
    },
    ...{ query: InvoiceLinksQuery, answer: page('invoiceLinks', InvoiceLink), status: 200 },
  },
  {
    ...{ method: 'POST', path: '/invoice-links', name: 'makeInvoiceLink', tag: 'books' },
    summary: "Make a link to pay by, in the bank's cabinet",
    ...{ body: CabinetLink, answer: InvoiceLink, status: 201, refuses: [400, 404] },
  },
  {
    ...{ method: 'GET', path: '/instalments', name: 'listInstalments', tag: 'books' },
    ...{ summary: 'Purchases in instalments', query: InstalmentsQuery },
    ...{ answer: page('instalments', Instalment), status: 200 },
  },
  {
    ...{ method: 'GET', path: '/terminals', name: 'listTerminals', tag: 'workspaces' },
    ...{ summary: 'Points of sale', answer: Type.Object({ terminals: Type.Array(Terminal) }), status: 200 },
  },
  {
    ...{ method: 'POST', path: '/terminals/:id', name: 'setTerminal', tag: 'workspaces' },
    summary: 'Charge at once, or hold and then charge: the switch of the cabinet',
    ...{ body: TerminalSettings, answer: Terminal, status: 200, refuses: [400, 404] },
  },
  {
    ...{
      method: 'GET',
      path: '/invoice-links/:id',
      name: 'getInvoiceLink',
      tag: 'books',
      summary: 'One link to pay by',
    },
    ...{ answer: InvoiceLink, status: 200, refuses: [404] },
  },
  {
    ...{ method: 'POST', path: '/invoice-links/:id/cancel', name: 'cancelInvoiceLink', tag: 'books' },
    ...{ summary: 'Nobody can pay by it any more', answer: InvoiceLink, status: 200, refuses: [400, 404] },
  },
  {
    ...{
      method: 'GET',
      path: '/postlinks',
      name: 'listPostlinks',
      tag: 'postlinks',
      summary: 'Postlinks, oldest first',
    },
    ...{ query: PostlinksQuery, answer: page('postlinks', Postlink), status: 200 },
  },
  {
    ...{
      method: 'GET',
      path: '/postlinks/:id',
      name: 'getPostlink',
      tag: 'postlinks',
      summary: 'One postlink',
    },
    ...{ answer: Postlink, status: 200, refuses: [404] },
  },
  {
    ...{ method: 'POST', path: '/postlinks/:id/send', name: 'sendEditedPostlink', tag: 'postlinks' },
    ...{
      summary: 'Send it once more with another body',
      body: EditedPostlink,
      answer: Postlink,
      status: 201,
    },
    refuses: [400, 404],
  },
  sending('resend', 'Send it again as it is'),
  sending('hold', 'Keep it back until it is released'),
  sending('release', 'Send what was held'),
  {
    ...{ method: 'GET', path: '/rules', name: 'listRules', tag: 'rules', summary: 'Rules in force' },
    ...{ answer: Type.Object({ rules: Type.Array(RuleInForce) }), status: 200 },
  },
  {
    ...{ method: 'POST', path: '/rules', name: 'addRule', tag: 'rules', summary: 'Say what is to happen' },
    ...{ body: Rule, answer: RuleInForce, status: 201, refuses: [400] },
  },
  {
    ...{ method: 'DELETE', path: '/rules', name: 'clearRules', tag: 'rules', summary: 'Clear every rule' },
    ...{ answer: Cleared, status: 200 },
  },
  {
    ...{ method: 'DELETE', path: '/rules/:id', name: 'clearRule', tag: 'rules', summary: 'Clear one rule' },
    ...{ answer: Cleared, status: 200, refuses: [404] },
  },
]
