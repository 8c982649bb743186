import { row } from './refusal-row.ts'

/** What lists, subscriptions and transfers can say no to, beside what every payment can. */
export const bankRefusals = {
  'subscription unknown': row(
    404,
    'invalid_request',
    'Subscription is not found',
    'list them: GET /_sandbox/subscriptions',
  ),
  'search wrong': row(
    400,
    'invalid_request',
    'The search cannot be made',
    'name fields of the answer, with the values each method takes',
  ),
}
