import type { Operation } from './operations.ts'

/** One token, said twice: as the OAuth flow that gives it, for tools that run flows, and as a plain bearer. */
export const securitySchemes = {
  oauth2: {
    type: 'oauth2',
    description: 'Client credentials. A payment token names its order and amount, and pays once.',
    flows: {
      clientCredentials: {
        tokenUrl: '/oauth2/token',
        scopes: {
          payment: 'pay',
          webapi: 'operations, status and saved cards',
          usermanagement: 'sent along by most shops',
          email_send: 'sent along by most shops',
          verification: 'save a card',
          statement: 'the status of payments',
          statistics: 'sent along by most shops',
        },
      },
    },
  },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'The access_token of createToken.',
  },
}

export const securityOf = ({ auth }: Operation) =>
  auth === 'bearer' ? [{ bearer: [] }, { oauth2: ['payment'] }, { oauth2: ['webapi'] }] : []
