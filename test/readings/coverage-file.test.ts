import t from 'tap'
import { readCoverageFile } from '../../server/readings/coverage/file.ts'

t.test('a file of coverage that is none is refused with its name, and what it should be', async (t) => {
  for (const [text, words] of [
    ['{"half', /^run\.json is no JSON: /],
    ['[]', /^run\.json: body is \[\], expected /],
    ['{"coverage": 1, "runs": 5}', /^run\.json: runs is 5, expected /],
  ] as const)
    t.throws(() => readCoverageFile('run.json', text), { message: words })
})
