import type { Case } from '../case.ts'
import { oddButTrue, without } from '../promise.ts'

const optional = [
  'name',
  'email',
  'phone',
  'description',
  'language',
  'issuer',
  'cardMask',
  'cardType',
  'cardId',
  'ip',
  'ipCity',
  'ipCountry',
  'ipDistrict',
  'ipRegion',
  'ipLatitude',
  'ipLongitude',
  'secureDetails',
]
const nulls = Object.fromEntries(optional.map((name) => [name, null]))

export const missingFields: Case = {
  name: 'missing-fields',
  promise: 'A postlink whose optional fields are missing or null is read like any other.',
  why: 'The buyer’s name, e-mail, card and place are often empty, and absent in the older form.',
  fix: 'Require invoiceId, amount, currency, reasonCode and secret_hash; let everything else be absent.',
  catches: ['requires-optional-fields', 'stumbles-over-null'],
  async run(trial) {
    const about = 'optional fields missing'
    await oddButTrue(trial, (body) => ({ body: without(body, optional), manner: { about } }))
    await oddButTrue(trial, (body) => ({
      body: { ...body, ...nulls },
      manner: { about: 'optional fields null' },
    }))
  },
}
