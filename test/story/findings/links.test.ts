import t from 'tap'
import { findingIds, findingText } from '../../../contracts/finding.ts'
import { judge } from '../../../server/readings/findings/judge.ts'
import { matches } from '../../matches.ts'

/** A sandbox in a container, as it listens beyond loopback: test/cli/start.test.ts starts one. */
const found = (postLink: string, apart: boolean) =>
  judge('makeQr', {
    fields: { postLink },
    ...{ raw: {}, query: {}, contentType: 'application/json', host: 'epay', apart },
  })

for (const link of [
  'http://127.0.0.1:8000/paid',
  'http://127.1.2.3/',
  'http://localhost:8000',
  'https://shop.localhost/paid',
  'http://[::1]:8000/',
]) {
  t.test(`${link} means the container itself, and only there`, async (t) => {
    const [finding] = found(link, true)
    matches(t, finding, { id: 'loopback-postlink', where: 'postLink' })
    matches(t, finding && findingText(finding), { fix: /host\.docker\.internal.*name of the shop’s service/ })
    t.same(found(link, false), [])
  })
}

for (const link of ['http://host.docker.internal:8000/paid', 'http://shop:8000/', 'http://10.0.0.7/paid'])
  t.test(`${link} is right in a container`, async (t) => t.same(found(link, true), []))

t.test('all ids of findings fit one header of a kilobyte', async (t) => {
  t.ok(findingIds.join(', ').length <= 1024, `${findingIds.join(', ').length}`)
})

for (const [link, ids] of [
  ['http://8.8.8.8/paid', ['postlink-over-http']],
  ['HTTP://8.8.8.8/paid', ['postlink-over-http']],
  ['http://user@8.8.8.8/paid', ['postlink-over-http']],
  ['http://[2001:4860:4860::8888]/paid', ['postlink-over-http']],
  ['http://shop.kz/8.8.8.8', []],
  ['http:8000/paid', ['link-without-scheme']],
  ['shop://paid', ['app-link']],
] as const)
  t.test(`${link} is found to be ${ids[0] ?? 'right'}`, async (t) =>
    t.same(
      found(link, false).map(({ id }) => id),
      ids,
    ),
  )
