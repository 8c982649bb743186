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

const known = { level: 'observed', grade: 'B', source: 'clients', sources: [] }

/** The report.json of a run, small and with everything in it that is shown. */
export const runReport = {
  ...{ report: 1, version: '0.1.0', at: '2025-02-12T04:42:51.000Z', dialect: 'documented', language: 'eng' },
  assumed: ['postlinks are repeated after a minute'],
  findings: [
    {
      ...{ id: 'field-wrong', severity: 'error', where: 'POST payment: amount', count: 3, exchanges: [1] },
      ...{ message: 'amount: got "12,50", expected a number', fix: 'send a number', provenance: known },
    },
  ],
  coverage: {
    ...{ met: 1, of: 2, percent: 50 },
    uses: [{ use: 'refund', name: 'POST operation/{id}/refund' }],
    behaviours: [
      {
        id: 'refund/answered',
        use: 'refund',
        what: 'answers',
        met: true,
        count: 2,
        by: [{ workspace: 'default' }],
      },
      {
        ...{ id: 'refund/lost', use: 'refund', what: 'the answer is lost', met: false, count: 0, by: [] },
        provoke: `epay-sandbox rules add '{"when":{"operation":"refund"},"then":{"answer":"lost"},"times":1}'`,
      },
    ],
  },
  payments: [
    {
      ...{ workspace: 'default', invoiceId: '000000001', amount: 98_765_432.15, currency: 'KZT' },
      ...{ status: 'FAILED', reasonCode: 484, reason: 'Insufficient funds' },
    },
  ],
  undelivered: [
    {
      ...{ workspace: 'default', invoiceId: '000000002', kind: 'success', attempts: 2, answer: 'HTTP 500' },
      ...{ url: 'https://shop.example/epay/postlink', taken: false },
    },
  ],
  paidUntold: [
    {
      ...{ workspace: 'default', invoiceId: '000000002', kind: 'success', attempts: 2, answer: 'HTTP 500' },
      ...{ url: 'https://shop.example/epay/postlink', taken: false },
    },
  ],
  ledger: { ok: true, violations: [] },
  hosts: [{ host: '127.0.0.1:3729', requests: 12 }],
  slowest: [{ host: '127.0.0.1:3729', call: 'POST operation/{id}/refund', status: 200, ms: 31 }],
}
