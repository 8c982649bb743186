import t from 'tap'
import { failure2025 } from '../../contracts/examples.ts'
import { readPapers } from '../../server/incident/papers.ts'
import { replayIncident } from '../../server/incident/replay.ts'
import { toStory } from '../../server/incident/story.ts'
import { matches } from '../matches.ts'
import { shopOf } from './shop.ts'

t.test('a failure of an incident is shrunk to the steps it needs', async (t) => {
  const shop = await shopOf(t, 'flawed', 'failure-is-final')
  const papers = [
    { invoiceId: '2', reasonCode: 484, amount: 500, id: 'b', dateTime: '2026-03-02T10:00:00+05:00' },
    { invoiceId: '2', reasonCode: 0, amount: 500, id: 'c', dateTime: '2026-03-02T10:01:00+05:00' },
  ]
  const { scenario } = toStory(readPapers('papers', JSON.stringify(papers)))
  const { result, shortest } = await replayIncident({ title: 'incident', scenario }, shop)
  t.equal(result.ok, false)
  t.equal(scenario.story.length, 4)
  matches(
    t,
    shortest?.story.map((step) => Object.keys(step)[0]),
    ['pay', 'pay'],
  )
})

t.test('a shop that does right plays the same incident to its end', async (t) => {
  const shop = await shopOf(t, 'node')
  const { scenario } = toStory(readPapers('failure', JSON.stringify(failure2025)))
  const { result, shortest } = await replayIncident({ title: 'incident', scenario }, shop)
  matches(t, result, { ok: true, against: 'shop' })
  t.equal(shortest, undefined)
})
