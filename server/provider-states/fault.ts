import type { Rule, RuleOperation } from '../../contracts/rule.ts'
import { ruleOperations } from '../../contracts/rule.ts'
import type { Params, ProviderState } from './state.ts'

const rule = (
  name: string,
  about: string,
  { params, make }: { params: ProviderState['params']; make(given: Params): Rule },
): ProviderState => ({
  name,
  about,
  params,
  values: ['ruleId'],
  setup: async (client, given) => ({ ruleId: (await client.addRule({ ...make(given), times: 1 })).id }),
})

/** What the bank does to the next call, made by a rule that clears itself. */
export const faultStates: ProviderState[] = [
  rule('the bank declines the next payment', 'whatever the card', {
    params: { reasonCode: { about: 'any code of GET /_sandbox/reason-codes', example: 484 } },
    make: ({ reasonCode = 484 }) => ({ then: { reasonCode: Number(reasonCode) } }),
  }),
  rule('the bank answers the next call with an error', 'nothing of what was asked is done', {
    params: {
      status: { about: 'an HTTP status', example: 503 },
      operation: { about: `which call: ${ruleOperations.join(', ')}`, example: 'status' },
    },
    make: ({ status = 503, operation = 'status' }) => ({
      when: { operation: operation as RuleOperation },
      then: { answer: { status: Number(status) } },
    }),
  }),
  rule('the issuer asks for 3-D Secure at the next payment', 'the answer has secure3D', {
    params: {},
    make: () => ({ then: { threeDS: 'challenge' } }),
  }),
]
