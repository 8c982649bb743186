/** What a browser opens. No row of the table: nothing here is a message that a shop's server sends or reads. */
const html = (description: string) => ({
  description,
  content: { 'text/html': { schema: { type: 'string' } } },
})

const shared = (operationId: string, summary: string) => ({
  tags: ['Page'],
  operationId,
  summary,
  security: [],
})

const text = (name: string, description: string, required = true) => ({
  name,
  in: 'query',
  required,
  description,
  schema: { type: 'string' },
})

const field = (description: string) => ({ type: 'string', description })

const form = (properties: Record<string, object>) => ({
  required: true,
  content: {
    'application/x-www-form-urlencoded': {
      schema: { type: 'object', required: Object.keys(properties), properties },
    },
  },
})

export const pagePaths = {
  '/payform/payment-api.js': {
    get: {
      ...shared('getPaymentScript', 'The script of the payment page'),
      description:
        'Defines halyk.pay(), halyk.cardverification() and halyk.showPaymentWidget(); each takes a PaymentObject.',
      responses: {
        200: {
          description: 'The script',
          content: { 'text/javascript': { schema: { type: 'string' } } },
        },
        404: html('No such file'),
      },
    },
  },
  '/payform/': {
    get: {
      ...shared('openPaymentPage', 'The payment page'),
      description: 'Where halyk.pay() sends the browser.',
      parameters: [
        text(
          'params',
          'A PaymentObject as key=value text, nested values encoded again, LZ-string-compressed.',
        ),
        text('isShortForm', "true inside the shop's widget.", false),
      ],
      responses: { 200: html('The page'), 400: html('The payment object is wrong: the page says what') },
    },
  },
  '/acs/': {
    post: {
      ...shared('openIssuerPage', "The card issuer's page of 3-D Secure"),
      description: 'Where the browser posts to when secure3D is there: action is this address.',
      requestBody: form({
        PaReq: field('secure3D.paReq'),
        MD: field('secure3D.md'),
        TermUrl: field('Where the browser goes next: confirm3DSecure with ?Access=<access_token>.'),
      }),
      responses: { 200: html('The page that asks for the code'), 400: html('No such challenge') },
    },
  },
  '/homebank/qr.svg': {
    get: {
      ...shared('getQrPicture', 'The picture of a code to scan'),
      parameters: [text('billNumber', 'Of createQr.')],
      responses: {
        200: { description: 'The picture', content: { 'image/svg+xml': { schema: { type: 'string' } } } },
        400: html('No such code'),
      },
    },
  },
}
