import { assumed, documented, observed } from './provenance.ts'

/** What the sandbox lets pass although a document says otherwise or says nothing, and who was seen to rely on it. */
export const leniencyRules = {
  'names are read in any letter case': documented(
    ['saving-a-card', 'payment-page', 'saved-card-payment', 'client'],
    'the pages spell one field in several ways; a captured answer has the marks of a server that reads so',
  ),
  'text is read as a number and a number as text': observed(
    ['bank-modules', 'clients-8'],
    'modules send "100.00"; payment-api.js writes everything as text',
  ),
  '"true" and "false" are read as truth values': observed(
    'clients-8',
    'payment-api.js writes everything as text',
  ),
  'null and empty optional values count as left out': observed(
    ['bank-modules', 'clients-8'],
    'empty postLink, phone, email and accountId are usual',
  ),
  'white space around ids and in links is removed': documented(
    'saving-a-card',
    'the links of its sample have spaces',
  ),
  'unknown fields are tolerated': observed('clients-5', 'shops send fields of their own'),
  'misspelled names of the bank and its modules are taken': observed(
    ['widget-page', 'laravel-module', 'android-sdk'],
    'curency, telephone, and terminal for terminalId',
  ),
  'cryptogram is taken with a Latin or a Cyrillic first letter': observed([
    'cryptogram-page',
    'ios-sdk',
    'clients-2',
  ]),
  'token is asked for by a form of either kind or by JSON': observed(
    ['saving-a-card', 'bank-modules', 'client'],
    'the page says form-data, modules send urlencoded forms, one client JSON',
  ),
  'body is read as what it is, whatever its label says': observed('clients-2'),
  'Authorize and bearer in any letter case are taken': documented(
    'saved-card-payment',
    'its sample spells both so',
  ),
  'auth of a payment object may be the bare token': observed('clients-2'),
  'API is served with and without /api, on any host name': observed(
    ['saving-a-card', 'ios-sdk', 'android-sdk', 'clients-2'],
    'older and newer test hosts differ',
  ),
  'scope of a token is not asked for': assumed(
    'which word opens which operation is told for two pages alone; one client was refused for an unknown word',
    ['old-status-page', 'client'],
  ),
}
