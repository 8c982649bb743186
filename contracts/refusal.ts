import { bankRefusals } from './bank-refusal.ts'
import { linkRefusals } from './link-refusal.ts'
import { type RefusalRow, row } from './refusal-row.ts'

/** Everything the bank's side can say no to: one row per cause. */
export const refusals = {
  'request unreadable': row(
    400,
    'invalid_request',
    'Invalid request',
    'correct the fields listed in violations',
  ),
  'grant type unsupported': row(
    400,
    'unsupported_grant_type',
    'Unsupported grant type',
    'send grant_type=client_credentials; password and refresh_token are taken as well',
  ),
  'client unknown': row(
    401,
    'invalid_client',
    'Invalid client credentials',
    'no client has this client_id; the documented test client is "test"',
  ),
  'secret wrong': row(
    401,
    'invalid_client',
    'Invalid client credentials',
    'client_secret does not match; percent-encode # $ & @ + in form bodies',
  ),
  'user unknown': row(
    400,
    'invalid_grant',
    'Invalid username or password',
    'use a documented user of the cabinet with its own client_id: epay@halykbank.kz belongs to "test"',
  ),
  'refresh token unknown': row(
    400,
    'invalid_grant',
    'Refresh token is not valid',
    'use the refresh_token of the latest answer to grant_type=password, once',
  ),
  'terminal missing': row(
    400,
    'invalid_request',
    'Terminal is required',
    'send terminal: a payment token is bound to one',
  ),
  'terminal unknown': row(
    400,
    'invalid_request',
    'Unknown terminal',
    'use a terminal of fixtures/terminals.json',
  ),
  'terminal foreign': row(
    403,
    'invalid_request',
    'Terminal does not belong to the client',
    'use the client that owns this terminal',
  ),
  'amount missing': row(
    400,
    'invalid_request',
    'Amount is required',
    'send amount with invoiceID; 0 saves a card',
  ),
  'currency missing': row(
    400,
    'invalid_request',
    'Currency is required',
    'send currency with invoiceID, e.g. KZT',
  ),
  'token missing': row(
    401,
    'invalid_token',
    'Token is missing',
    'send the header Authorization: Bearer <access_token>',
  ),
  'token unknown': row(
    401,
    'invalid_token',
    'Token is not valid',
    'use an access_token of this sandbox; a restart without --journal forgets tokens',
  ),
  'token expired': row(
    401,
    'invalid_token',
    'Token is not valid: it has expired',
    'request a fresh token for every operation',
  ),
  'token used': row(
    401,
    'invalid_token',
    'Token has already been used',
    'request a fresh token for every operation',
  ),
  'token without invoice': row(
    403,
    'invalid_token',
    'Token is not for payments',
    'request the token with invoiceID, amount, currency and terminal',
  ),
  'other invoice': row(
    400,
    'invalid_request',
    'Invoice differs from the token',
    'pay the invoiceID of the token',
  ),
  'other amount': row(400, 'invalid_request', 'Amount differs from the token', 'pay the amount of the token'),
  'other currency': row(
    400,
    'invalid_request',
    'Currency differs from the token',
    'pay in the currency of the token',
  ),
  'other terminal': row(
    400,
    'invalid_request',
    'Terminal differs from the token',
    'pay at the terminal of the token',
  ),
  'invoice paid': row(
    400,
    'invalid_request',
    'Invoice has already been paid',
    'a paid invoice cannot be paid again; use a new order number',
  ),
  'last six taken': row(
    400,
    'invalid_request',
    'Invoice is not unique',
    'another order on this terminal ends in the same six digits; use a number whose last six differ',
  ),
  'amount zero': row(
    400,
    'invalid_request',
    'Invalid amount',
    'only paymentType=cardVerification takes amount 0; send the amount of the order',
    470,
  ),
  'verification amount': row(
    400,
    'invalid_request',
    'Card verification takes no money',
    'send amount 0 and currency USD to save a card',
  ),
  'account missing': row(
    400,
    'invalid_request',
    'accountId is required to save a card',
    'send accountId together with cardSave: true',
  ),
  'card unknown': row(
    400,
    'invalid_request',
    'Card is not found',
    'use a cardId from an earlier success postlink',
    522,
  ),
  'card deactivated': row(
    400,
    'invalid_request',
    'Card is deactivated',
    'let the buyer choose another card, or open the page without cardId for a new one',
    522,
  ),
  'page unknown': row(
    404,
    'invalid_request',
    'Payment page is not found',
    'open the page again from the shop',
  ),
  'page ended': row(400, 'invalid_request', 'Payment page has ended', 'return to the shop and start again'),
  ...linkRefusals,
  ...bankRefusals,
  'transaction unknown': row(
    400,
    'invalid_request',
    'Transaction is not found',
    'use the id of a postlink, an answer or the status, with a token of the same merchant',
    100,
  ),
  'token of another terminal': row(
    400,
    'invalid_token',
    'Token is of another terminal',
    'request the token with the terminal of the payment',
    100,
  ),
  'not lawful': row(400, 'invalid_request', 'Operation is not possible', 'ask for the status first', 100),
  'amounts differ': row(
    400,
    'invalid_request',
    'Amounts differ',
    'send the amount in the query or in the body, or the same in both',
    100,
  ),
  'amount too large': row(400, 'invalid_request', 'Amount is too large', 'never more than what is left', 100),
  'amount too small': row(400, 'invalid_request', 'Amount is too small', 'a refund is at least 10 KZT', 100),
  'cancel in part': row(
    400,
    'invalid_request',
    'A hold is cancelled as a whole',
    'leave the amount out',
    100,
  ),
  'cryptogram unreadable': row(
    400,
    'invalid_request',
    'Cryptogram cannot be read',
    'encrypt {"hpan","expDate":"MMYY","cvc","terminalId"} with GET public.rsa, RSA PKCS#1 v1.5, then base64',
    3339,
  ),
  'card live': row(
    400,
    'invalid_request',
    'This looks like a real card',
    'the sandbox takes test cards only and has kept nothing of this one; GET /_sandbox/cards lists them',
  ),
  'challenge unknown': row(400, 'invalid_request', 'Challenge is not found', 'start the payment again'),
  'rule unknown': row(404, 'invalid_request', 'Rule is not found', 'list them: GET /_sandbox/rules'),
  'forced by a rule': row(400, 'invalid_request', 'Forced by a rule', 'list them: GET /_sandbox/rules'),
  'postlink unknown': row(
    404,
    'invalid_request',
    'Postlink is not found',
    'list them: GET /_sandbox/postlinks',
  ),
} satisfies Record<string, RefusalRow>

export type RefusalName = keyof typeof refusals

export interface Refusal {
  refused: RefusalName
  /** What came and what was expected, in words; never a secret or a card number. */
  field?: string
  got?: string
  expected?: string
  /** The reason code a rule wants told, and the bank's text for it. */
  code?: number
  text?: string
}
