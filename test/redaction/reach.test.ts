import t from 'tap'
import { openWire } from '../../server/certify/wire.ts'
import { checkUpstream } from '../../server/record/upstream.ts'
import { checkReach } from '../../server/redaction/reach.ts'
import { decideHost } from '../../server/takeover/policy.ts'
import { verifyMerchant } from '../../server/verify/merchant.ts'
import { matches } from '../matches.ts'

const bankHosts = [
  'https://epay-oauth.homebank.kz/oauth2/token',
  'https://testoauth.homebank.kz/epay2/oauth2/token',
  'https://test-epay-oauth.epayment.kz/oauth2/token',
  'https://epay-api.homebank.kz',
  'https://testepay.homebank.kz/api',
  'https://TEST-epay.epayment.kz/payform/',
  'https://epay.homebank.kz./payform/',
  'https://epay-api-staging.homebank.kz',
  'https://x.halykbank.com/',
  'https://halykbank.kz',
]

t.test("the bank's hosts are refused, anyone who claims to own them", async (t) => {
  for (const url of bankHosts) {
    t.throws(() => checkReach({ who: 'certify', own: [new URL(url).hostname] }, url), /is the bank's/, url)
  }
  t.doesNotThrow(() => checkReach({ who: 'certify', own: [] }, 'http://nothomebank.kz.shop.local/'))
})

t.test('takeover, record, certify and verify know the same hosts as the bank', async (t) => {
  for (const domain of ['homebank.kz', 'epayment.kz', 'halykbank.kz', 'halykbank.com']) {
    const host = `x.${domain}`
    const url = `https://${host}/postlink`
    matches(t, decideHost(host, { production: false, isolate: false, shared: false }), {
      refused: /belongs to the bank/,
    })
    t.throws(() => checkUpstream({ oauth: url, api: url }), /where money is real/)
    t.throws(() => checkReach({ who: 'certify', own: [host] }, url), /is the bank's/)
    await t.rejects(verifyMerchant({ url }), { message: /is the bank's: verify/ })
    await t.rejects(verifyMerchant({ url: 'http://127.0.0.1:9/', statesUrl: url }), {
      message: /is the bank's/,
    })
  }
})

t.test('loopback and private addresses are near, others need --i-own', async (t) => {
  for (const near of [
    'http://127.0.0.1:80/',
    'http://[::1]:80/',
    'http://10.1.2.3/',
    'http://192.168.1.1/',
  ]) {
    t.doesNotThrow(() => checkReach({ who: 'certify', own: [] }, near), near)
  }
  t.throws(() => checkReach({ who: 'certify', own: [] }, 'http://8.8.8.8/'), /add --i-own 8\.8\.8\.8/)
  t.doesNotThrow(() => checkReach({ who: 'certify', own: ['8.8.8.8'] }, 'http://8.8.8.8/'))
})

t.test('nothing is sent to an address that is not allowed', async (t) => {
  const send = openWire({ who: 'certify', own: [] })
  t.throws(() => send({ url: 'https://epay.homebank.kz/' }), /is the bank's/)
  t.throws(() => send({ url: 'http://192.0.2.1/' }), /loopback and private addresses only/)
})
