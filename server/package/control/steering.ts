import type { Ask } from './recorder.ts'

/** The story of the control API: what is done to payments, postlinks, rules and time. */

interface Rows {
  [list: string]: { id: string; body: object }[]
}

export const payments = async (ask: Ask, paid: string, held: [string, string]) => {
  await ask('listPayments', 'The payments of one order', { query: { invoiceId: '000000101' } })
  await ask('getPayment', 'What became of it', { parameters: { id: paid } })
  const body = { amount: 500, description: 'At the desk' }
  await ask('takePayment', 'Five hundred tenge at the desk', { body })
  await ask('refundPayment', 'A part goes back', { parameters: { id: paid }, body: { amount: 100 } })
  await ask('chargePayment', 'A part of what is held', { parameters: { id: held[0] }, body: { amount: 700 } })
  await ask('cancelPayment', 'Nothing of what is held', { parameters: { id: held[1] } })
}

export const postlinks = async (ask: Ask) => {
  const answer: unknown = await ask('listPostlinks', 'Of one order', { query: { invoiceId: '000000101' } })
  const { id = '', body } = (answer as Rows).postlinks?.[0] ?? {}
  const parameters = { id }
  await ask('getPostlink', 'One of them', { parameters })
  await ask('holdPostlink', 'Not before it is released', { parameters })
  await ask('releasePostlink', 'Now', { parameters })
  await ask('resendPostlink', 'Once more', { parameters })
  const edited = { body: { ...body, amount: 999 } }
  await ask('sendEditedPostlink', 'With another amount', { parameters, body: edited })
}

export const rules = async (ask: Ask) => {
  const { id } = await ask('addRule', 'The next payment of this order has no money', {
    body: { when: { invoiceId: '000000203' }, then: { reasonCode: 484 }, times: 1 },
  })
  await ask('addRule', 'Every answer of the status is late by two seconds', {
    body: { when: { operation: 'status' }, then: { delayMs: 2000 } },
  })
  await ask('listRules', 'Those in force')
  await ask('clearRule', 'The first of them', { parameters: { id } })
  await ask('clearRules', 'All of them')
}

export const time = async (ask: Ask) => {
  await ask('addMark', 'Before the refund', { body: { name: 'before the refund' } })
  await ask('listMarks', 'One mark')
  await ask('getClock', 'A virtual clock')
  await ask('listAlarms', 'The first two')
  await ask('moveClock', 'Two days later', { body: { advance: 'P2D' } })
  await ask('moveClock', 'To a moment', { body: { set: '2025-02-15T09:42:51+05:00' } })
}

export const worlds = async (ask: Ask) => {
  const parameters = { name: 'blue' }
  const settings = { seed: 'blue', dialect: 'observed' }
  await ask('putWorkspace', 'With settings of its own', { parameters, body: settings })
  const fork = { from: 'default', at: 'before the refund' }
  await ask('putWorkspace', 'A fork of another, at a mark', { parameters: { name: 'green' }, body: fork })
  await ask('listWorkspaces', 'The first two')
  const lines = await ask('getJournal', 'Line by line')
  await ask('importJournal', 'As it was exported', { parameters: { name: 'copy' }, body: lines })
  await ask('deleteWorkspace', 'One less', { parameters })
  await ask('addMerchants', 'A shop of your own', {
    body: {
      clients: [{ id: 'my-shop', secret: 'chosen by you' }],
      terminals: [{ id: '11111111-2222-4333-8444-555555555555', client: 'my-shop' }],
    },
  })
  const parametersOf = { id: '67e34d63-102f-4bd1-898e-370781d0074d' }
  await ask('listTerminals', 'The first two')
  await ask('setTerminal', 'Held, then charged', { parameters: parametersOf, body: { stages: 'two' } })
  await ask('getSettings', 'What it was opened with')
}

/** What cannot be looked at afterwards comes last. */
export const backAgain = async (ask: Ask) => {
  await ask('rewind', 'To a mark', { body: { at: 'before the refund' } })
  await ask('reset', 'Nothing is left')
}
