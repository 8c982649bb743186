import type { Interaction } from './interaction.ts'

const given: Interaction['given'] = [['a service token']]
const accessToken = '${accessToken}'
const shopId = '04f25a4b-d2bd-4dd8-b3a7-9390be4774c4'
const nobody = '00000000-0000-4000-8000-00000000dead'
const purchase = { shopId, amount: 6000, orderId: '000000777', creditConditionId: nobody }

/** Purchases in instalments, as the bank's SDKs ask for them. */
export const instalmentInteractions: Interaction[] = [
  {
    operation: 'creditConditions',
    description: 'a question for the months over which a shop sells',
    given,
    asked: { method: 'GET', path: '/api/credit-condition', query: { shopId }, accessToken },
    call: (shop, values) => shop.creditConditions(shopId, String(values.accessToken)),
    status: 200,
    exact: [''],
  },
  {
    operation: 'makeInstalment',
    description: 'a purchase with a token that is for no order',
    given,
    asked: { method: 'POST', path: '/api/order', accessToken, json: purchase },
    call: (shop, values) => shop.send('/api/order', String(values.accessToken), purchase),
    status: 403,
  },
  {
    operation: 'instalmentStatus',
    description: 'a question for a purchase that nobody made',
    given,
    asked: { method: 'GET', path: '/api/order/status', query: { orderId: nobody }, accessToken },
    call: (shop, values) => shop.instalmentStatus(nobody, String(values.accessToken)),
    status: 400,
  },
]
