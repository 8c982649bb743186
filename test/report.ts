/** Reports as certify and verify write them, small and with everything in them that is shown. */
export const certifyReport = (given: object = {}) => ({
  verdict: 'failed',
  counts: { passed: 1, failed: 1, unproven: 1, skipped: 1 },
  at: '2025-02-12T04:42:51.000Z',
  version: '0.1.0',
  seed: 'certify',
  merchant: 'node shop.js',
  cases: [
    caseOf('success-once', 'passed', { reason: undefined }),
    caseOf('amount-changed', 'failed', {
      promise: 'A postlink with another amount does not pay the order.',
      before: 'order 000000002: unpaid, 0 paid',
      after: 'order 000000002: paid, 1000 paid',
      checks: [
        { what: 'answer', expected: 'HTTP 200', got: 'HTTP 200', ok: true },
        { what: 'order 000000002', expected: 'unpaid', got: 'paid, 1000 paid', ok: false },
      ],
      steps: [
        { did: 'order 000000002 was created' },
        {
          did: 'amount: 1',
          sent: { method: 'POST', url: 'http://127.0.0.1:8080/postlink', headers: {}, body: '{"amount":1}' },
          got: 'HTTP 200 in 3 ms',
        },
      ],
      curl: `curl -i --data-binary '{"amount":1}' 'http://127.0.0.1:8080/postlink'`,
    }),
    caseOf('many-at-once', 'unproven', { reason: 'the probe tells no count' }),
    caseOf('saved-card', 'skipped', { reason: 'nobody said how a saved card is charged' }),
  ],
  codes: [
    {
      ...{ code: 484, reason: 'Insufficient funds', final: true, ok: true },
      ...{ answered: 'HTTP 200', declined: 'unpaid', paidLater: 'paid' },
    },
  ],
  assumed: ['postlinks are repeated after a minute'],
  ...given,
})

const caseOf = (name: string, outcome: string, given: object = {}) => ({
  ...{ name, outcome, reason: 'order 000000002: expected unpaid, got paid', steps: [], checks: [], ms: 12 },
  promise: 'A paid order is fulfilled once.',
  why: 'Somebody pays one tenge for a samovar.',
  fix: 'Compare amount with the amount of the order.',
  ...given,
})

export const verifyReport = {
  ...{ name: 'epay-sandbox verify', ok: false, passed: 1, failed: 1, assumed: [] },
  checks: [
    { suite: 'shop and bank', title: 'a token is given', ok: true, notes: [] },
    {
      suite: 'shop and bank',
      title: 'a card is charged',
      ok: false,
      notes: ['status: expected 200, got 400'],
    },
  ],
}
