import clients from '../../fixtures/clients.json' with { type: 'json' }
import terminals from '../../fixtures/terminals.json' with { type: 'json' }

/** What a merchant's process is told: the addresses and credentials of one sandbox. */
export const environmentOf = (url: string, controlToken?: string): Record<string, string> => {
  const [terminal] = terminals
  const client = clients.find(({ id }) => id === terminal?.client)
  if (!terminal || !client) throw new Error('fixtures/ hold no terminal with its client')
  return {
    EPAY_SANDBOX_URL: url,
    EPAY_OAUTH_URL: `${url}/epay2/oauth2/token`,
    EPAY_API_URL: `${url}/api`,
    EPAY_PAYFORM_URL: `${url}/payform/`,
    EPAY_PAYMENT_API_JS_URL: `${url}/payform/payment-api.js`,
    EPAY_CLIENT_ID: client.id,
    EPAY_CLIENT_SECRET: client.secret,
    EPAY_TERMINAL_ID: terminal.id,
    EPAY_CONTROL_TOKEN: controlToken ?? '',
    EPAY_SANDBOX_TOKEN: controlToken ?? '',
  }
}
