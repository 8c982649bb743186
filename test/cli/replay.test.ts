import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { folder } from '../folder.ts'
import { archive, declined, foundIn, postlink } from '../incident/person.ts'
import { matches } from '../matches.ts'
import { root } from '../source.ts'
import { run } from './run.ts'

/** A description of the sample shop, with one mistake. */
const described = (place: string, flaw: string) => {
  const text = readFileSync(join(root, 'fixtures/shops/flawed/certify.yaml'), 'utf8')
  const start = `FLAW=${flaw} ORDERS='${place}/orders' node '${join(root, 'fixtures/shops/flawed/shop.js')}'`
  const file = join(place, 'certify.yaml')
  writeFileSync(file, `${text.replace('start: node shop.js', `start: ${start}`)}patienceMs: 250\n`)
  return file
}

t.test('an incident is imported to a file or to the terminal, without its buyer', async (t) => {
  const place = folder(t, { 'shop.har': archive })
  const [har, out] = [join(place, 'shop.har'), join(place, 'incident.yaml')]
  matches(t, await run(['replay', 'import', har, '--out', out]), {
    code: 0,
    stdout: /incident\.yaml: 5 steps; play it with epay-sandbox replay run .* --config certify\.yaml/,
  })
  const written = readFileSync(out, 'utf8')
  t.same(foundIn(written), [])
  const shown = await run(['replay', 'import', har])
  t.equal(shown.stdout, written)
  t.match((await run(['replay', 'import', har, '--keep'])).stdout, 'name: AIGERIM SAMPLE')
  const twice = [postlink(), postlink({ id: '11111111-2222-4333-8444-555555555555' })]
  const odd = join(place, 'odd.json')
  writeFileSync(odd, JSON.stringify(twice))
  matches(t, await run(['replay', 'import', odd]), {
    code: 0,
    stderr: /left out: order 000000001 was paid twice/,
  })
  matches(t, await run(['replay', 'import', join(place, 'none.har')]), { code: 2, stderr: /cannot be read/ })
  const nowhere = await run(['replay', 'import', har, '--out', join(har, 'incident.yaml')])
  matches(t, nowhere, { code: 2, stderr: /incident\.yaml cannot be written: / })
})

t.test('played with a shop that fails so, an incident is shrunk and exits with 1', async (t) => {
  const place = folder(t)
  const [papers, story, out] = ['papers.json', 'story.yaml', 'short.yaml'].map((name) =>
    join(place, name),
  ) as [string, string, string]
  writeFileSync(papers, JSON.stringify([declined, postlink()]))
  await run(['replay', 'import', papers, '--out', story])
  const config = described(place, 'failure-is-final')
  const played = await run(['replay', 'run', story, '--config', config, '--out', out])
  matches(t, played, { code: 1, stderr: /your shop fails as it did in the incident/ })
  t.match(played.stdout, /state at the shop/)
  t.match(played.stdout, /The shortest story that fails so, in .*short\.yaml/)
  const [long, short] = [story, out].map((file) => readFileSync(file, 'utf8').match(/^ {2}- /gm)?.length ?? 0)
  t.ok(short && long && short < long, `${short} of ${long} steps are left`)
  const codes = await run(['scenario', 'run', 'reason-codes', '--codes', '484,467', '--config', config])
  matches(t, codes, { code: 1, stderr: /your shop failed at 2 of 2 reason codes/ })
  t.match(codes.stdout, /484 .*HTTP 200 +declined +no +FAILED\n.*467 .*\n0 passed, 2 failed/s)
})
