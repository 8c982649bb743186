import { row } from './refusal-row.ts'

/** What invoice links and QR codes can say no to, beside what every payment can. */
export const linkRefusals = {
  'shop unknown': row(
    400,
    'invalid_request',
    'Shop is not found',
    "send shop_id of the bank's papers, shop.id of GET terminals/{id}, or the id of a terminal of the token's client",
  ),
  'recipient missing': row(
    400,
    'invalid_request',
    'Recipient is required',
    'send recipient_contact and recipient_contact_sms, who get the link; the quirk recipientContact: optional ' +
      'does without',
  ),
  'telephone wrong': row(
    400,
    'invalid_request',
    'Invalid telephone number',
    'send +7 and ten digits, such as +77770000000',
    1079,
  ),
  'link taken': row(
    400,
    'invalid_request',
    'Invoice has a link already',
    'use that link, or another invoice_id; it is free again when the link is over',
  ),
  'link unknown': row(
    400,
    'invalid_request',
    'Payment link is not found',
    'copy the whole invoice_url of the answer to POST invoice',
  ),
  'link over': row(400, 'invalid_request', 'Payment link is over', 'make another one with POST invoice'),
  'qr unknown': row(
    400,
    'invalid_request',
    'QR code is not found',
    'use the billNumber of POST payment/qr/generate, with a token of the same merchant',
  ),
  'qr over': row(400, 'invalid_request', 'QR code is over', 'generate another one with a fresh token'),
}
