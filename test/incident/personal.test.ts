import t from 'tap'
import { findEvidence } from '../../server/drift/evidence.ts'
import { packOf } from '../../server/drift/pack.ts'
import { readPapers } from '../../server/incident/papers.ts'
import { toStory } from '../../server/incident/story.ts'
import { scenarioViolations } from '../../server/scenario/check.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { archive, foundIn, invoiceId, papers, person, secrets } from './person.ts'

/** Who the buyer was is in the papers of an incident, and never in what is made of them. */

const imported = (text: string, keep = false) => toStory(readPapers('papers', text), { keep })

t.test('the search itself finds a buyer by letters, by digits and packed', async (t) => {
  for (const text of Object.values(papers)) t.ok(foundIn(text).length > 2)
  for (const value of Object.values({ ...person, ...secrets })) {
    t.same(foundIn(`x${value}y`).includes(value), true)
    t.same(foundIn(encodeURIComponent(`name=${value}`)).includes(value), true, value)
    t.same(foundIn(Buffer.from(`{"name":"${value}"}`).toString('base64')).includes(value), true, value)
  }
  t.same(foundIn('{"order":{"invoiceId":"000000001","amount":4990,"currency":"KZT"}}'), [])
})

for (const [what, text] of Object.entries(papers)) {
  t.test(`of ${what} nothing personal is in the story, and the order's number is another`, async (t) => {
    const { scenario } = imported(text)
    t.same(scenarioViolations(scenario), [])
    t.same(foundIn(JSON.stringify(scenario)), [])
    t.notOk(JSON.stringify(scenario).includes(invoiceId))
    t.ok(scenario.story.some(({ pay }) => pay))
  })
}

t.test('a HAR of an evening tells each attempt once, however often the shop asked', async (t) => {
  t.same(imported(archive).scenario.story, [
    { order: { invoiceId: '000000001', amount: 4990, currency: 'KZT' } },
    { pay: { code: 484 }, expect: { status: 'FAILED', reasonCode: 484 } },
    { advance: 'PT121S' },
    { rule: { then: { postlink: { copies: 2 } }, times: 1 } },
    { pay: { testCard: 'unlocked' }, expect: { status: 'CHARGE' } },
  ])
  matches(t, imported(archive, true).scenario.story[0], { order: { name: person.name, phone: person.phone } })
})

const packed = async (t: Parameters<typeof folder>[0], text: string) => {
  const evidence = await findEvidence([folder(t, { 'shop.har': text })])
  return JSON.stringify(packOf(evidence, '2026-03-02'))
}

t.test('of the same HAR the pack of evidence holds nothing personal either', async (t) => {
  const pack = await packed(t, archive)
  t.match(pack, /"operation":"status"/)
  t.same(foundIn(pack), [])
})
