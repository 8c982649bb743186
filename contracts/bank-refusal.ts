import { row } from './refusal-row.ts'

/** What lists, subscriptions and transfers can say no to, beside what every payment can. */
export const bankRefusals = {
  'subscription unknown': row(
    404,
    'invalid_request',
    'Subscription is not found',
    'list them: GET /_sandbox/subscriptions',
  ),
  'wallet unreadable': row(
    400,
    'invalid_request',
    'Wallet token cannot be read',
    'only Apple, Google and Samsung can open a real one: send a token of the sandbox, such as sandbox-wallet-0',
  ),
  'homebank token missing': row(
    401,
    'invalid_token',
    'Homebank token is missing',
    'send the header x-homebank-auth: Bearer <token of HalykID>; the sandbox takes any text there',
  ),
  'homebank card unknown': row(
    400,
    'invalid_request',
    'Card of HalykID is not found',
    'send a systemAttributeId of GET hb-cards',
  ),
  'account unknown': row(400, 'invalid_request', 'Account is not found', 'send an iban of GET hb-cards'),
  'credit condition unknown': row(
    400,
    'invalid_request',
    'Credit condition is not found',
    'send an id of GET credit-condition',
  ),
  'instalment too small': row(
    400,
    'invalid_request',
    'Amount is too small for instalments',
    'the least sum is 5000',
  ),
  'instalment unknown': row(
    400,
    'invalid_request',
    'Order is not found',
    'send the id of POST order, or its orderId',
  ),
  'search wrong': row(
    400,
    'invalid_request',
    'The search cannot be made',
    'name fields of the answer, with the values each method takes',
  ),
}
