import t from 'tap'
import { differences } from '../../static/dashboard/difference.js'
import { createHistory } from '../../static/dashboard/history.js'
import { createModel } from '../../static/dashboard/model.js'
import { matches } from '../matches.ts'
import { card, lockedCard, openMerchant, openSandbox, payThroughPage, submitCard } from '../world.ts'

/** A decline, then a payment of another order, sent to a shop that answers 500. */
const twoOrders = async (t: Parameters<typeof openMerchant>[0]) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  merchant.answer = async () => 500
  const pay = (invoiceId: string, typed: object) =>
    payThroughPage(sandbox, {
      token: { invoiceID: invoiceId },
      order: { invoiceId, postLink: `${merchant.url}/postlink` },
      typed,
    })
  const { opened } = await pay('000000001', lockedCard)
  await sandbox.clock.advance('PT0S')
  const lines = async () =>
    (await (await fetch(`${sandbox.url}/_sandbox/journal`)).text())
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { seq: number })
  const middle = (await lines()).length
  await submitCard(sandbox, opened.page, card)
  await pay('000000002', card)
  return { entries: await lines(), middle }
}

const opened = (entries: { seq: number }[]) => {
  const model = createModel()
  const history = createHistory(model, new WeakMap())
  history.take(entries)
  return { model, history }
}
const shown = ({ list }: ReturnType<typeof createModel>) =>
  list.map(({ invoiceId, entries }) => [invoiceId, entries.length])

t.test('any moment is shown, back and forth, and what comes meanwhile waits', async (t) => {
  const { entries, middle } = await twoOrders(t)
  const { model, history } = opened(entries.slice(0, -1))
  const now = shown(model)
  history.show(middle)
  t.equal(history.moment(), middle)
  t.same(shown(model), shown(history.modelAt(middle)))
  t.same(
    shown(model).map(([invoiceId]) => invoiceId),
    ['000000001'],
  )
  history.take(entries.slice(-1))
  t.equal(shown(model).length, 1, 'what comes is kept for later')
  history.show(entries.length - 1)
  t.same(shown(model), now, 'forth again, the same')
  history.show(entries.length)
  t.equal(history.moment(), undefined, 'the end of the journal is now')
  t.equal(history.last(), entries.length)
})

t.test('what changed between two moments is listed thing by thing', async (t) => {
  const { entries, middle } = await twoOrders(t)
  const { model, history } = opened(entries)
  const found = differences(history.modelAt(middle), model)
  const of = (what: string) => found.filter((one) => one.what === what)
  matches(t, of('payment'), [
    {
      isNew: false,
      changes: [
        { field: 'status', before: 'FAILED', after: 'CHARGE' },
        { field: 'charged' },
        { field: 'reasonCode', before: 465, after: 0 },
        { field: 'attempts', before: 1, after: 2 },
      ],
    },
    { isNew: true, changes: Array },
  ])
  const [, another] = of('payment')
  matches(t, another?.changes[0], { field: 'status', before: undefined, after: 'CHARGE' })
  t.ok(another?.changes.every(({ before }) => before === undefined))
  matches(t, of('postlink'), [{ isNew: true }, { isNew: true }])
  t.same(differences(model, model), [])
})

t.test('from where a fork holds what is owed, its postlinks are shown as held', async (t) => {
  const { entries } = await twoOrders(t)
  const model = createModel()
  const history = createHistory(model, new WeakMap())
  history.holdsAt(entries.length)
  history.take(entries)
  const states = (seq: number) =>
    differences(createModel(), history.modelAt(seq))
      .filter(({ what }) => what === 'postlink')
      .flatMap(({ changes }) => changes.filter(({ field }) => field === 'state').map(({ after }) => after))
  t.same([...new Set(states(entries.length))], ['held'])
  t.same([...new Set(states(entries.length - 1))], ['due'])
})
