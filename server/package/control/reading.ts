import type { Ask } from './recorder.ts'

/** The story of the control API, gone on: what is read, and stories within the story. */

interface Rows {
  [list: string]: { id: string }[]
}

const firstId = (answer: unknown, list: string) => (answer as Rows)[list]?.[0]?.id ?? ''

export const evidence = async (ask: Ask) => {
  await ask('listExchanges', 'The first two', { query: { limit: '2' } })
  await ask('getExchange', 'A token was asked for', { parameters: { id: '1' } })
  await ask('listFindings', 'Of this workspace')
  await ask('getCoverage', 'Of this workspace')
  await ask('checkLedger', 'They balance')
  const settlements = await ask('listSettlements', 'Of every terminal')
  await ask('getSettlement', 'One of them', { parameters: { id: firstId(settlements, 'settlements') } })
}

export const books = async (ask: Ask) => {
  const links = await ask('listInvoiceLinks', 'One link')
  const link = { id: firstId(links, 'invoiceLinks') }
  await ask('makeInvoiceLink', 'For three days', { body: { amount: 700, expirePeriod: '3d' } })
  await ask('listInstalments', 'One purchase')
  await ask('getInvoiceLink', 'Where the buyer pays', { parameters: link })
  await ask('cancelInvoiceLink', 'Withdrawn', { parameters: link })
  const subscriptions = await ask('listSubscriptions', 'One subscription')
  const subscription = { id: firstId(subscriptions, 'subscriptions') }
  await ask('cancelSubscription', 'Ended', { parameters: subscription })
}

const report = {
  ...{ name: 'epay-sandbox verify', ok: true },
  checks: [{ suite: 'a shop and ePay', title: 'asks for a token', ok: true, notes: [] }],
}

export const stories = async (ask: Ask) => {
  const parameters = { name: 'declined-by-the-holder-name' }
  await ask('listScenarios', 'The first two')
  await ask('getScenario', 'Its steps', { parameters })
  await ask('stageScenario', 'By its name', { body: parameters })
  await ask('runScenario', 'Played to its end', { parameters })
  await ask('getScenarioRun', 'As it was played', { parameters })
  await ask('listProviderStates', 'The first two')
  const { id } = await ask('publishReport', 'Of a verification', { body: report })
  await ask('listReports', 'One report')
  await ask('getReport', 'As it was published', { parameters: { id } })
}

export const tables = async (ask: Ask) => {
  await ask('getHealth', 'With the token, or on loopback')
  await ask('getReady', 'It is')
  await ask('listCards', 'The first two of each')
  await ask('listReasonCodes', 'The first two')
  const unpaid = { state: 'a payment token', params: { invoiceId: '000000301' }, action: 'setup' }
  await ask('setProviderState', 'A token that has not paid yet', { body: unpaid })
}
