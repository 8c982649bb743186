import { assumed, documented, observed, type Provenance } from './provenance.ts'
import { type RefusalName, refusals } from './refusal.ts'

/** How well each no of the bank is known: that it is said, not how. */

const ofOperations = documented('refund-page', 'code 100 with an empty message')
const invalidToken = observed('clients-2', 'the text contains "Token is not valid"')
const byOAuth = assumed('words of OAuth 2.0; the bank prints no error of its token endpoint', 'oauth')
const bound = assumed('its text binds token and operation, its sample does not', 'saved-card-payment')
const linkRule = assumed('the page tells of no refusal', 'invoice-link-page')
const qrRule = assumed('the page tells of no refusal', 'qr-page')

const known: Partial<Record<RefusalName, { provenance: Provenance }>> = {
  'grant type unsupported': byOAuth,
  'client unknown': byOAuth,
  'secret wrong': byOAuth,
  'user unknown': byOAuth,
  'refresh token unknown': byOAuth,
  'token unknown': invalidToken,
  'token expired': invalidToken,
  'token used': documented(
    ['saving-a-card', 'payment-page', 'saved-card-payment'],
    '"for each operation … the original token"',
  ),
  'other invoice': bound,
  'other amount': observed('client', 'the amount of the page must be that of the token'),
  'other currency': bound,
  'other terminal': bound,
  'last six taken': documented(['saving-a-card', 'payment-page', 'saved-card-payment']),
  'verification amount': documented('saving-a-card', 'always 0, always USD'),
  'account missing': documented('saving-a-card', 'required when saving the card'),
  'transaction unknown': ofOperations,
  'not lawful': ofOperations,
  'amount too small': documented('refund-page', 'at least 10 KZT'),
  'telephone wrong': documented('invoice-link-page', 'code 1079'),
  'shop unknown': linkRule,
  'recipient missing': documented('invoice-link-page', 'both contacts are required'),
  'link taken': linkRule,
  'link unknown': linkRule,
  'link over': linkRule,
  'qr unknown': qrRule,
  'qr over': qrRule,
}

const unsaid = assumed('bodies of refusals are not told, but for the codes -1 and 100', [
  'saved-card-payment',
  'refund-page',
])

export const refusalProvenance = Object.fromEntries(
  (Object.keys(refusals) as RefusalName[]).map((name) => [name, known[name] ?? unsaid]),
) as Record<RefusalName, { provenance: Provenance }>
