import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { root } from '../source.ts'
import { openSandbox, seedMoment } from '../world.ts'
import { neverMet } from './never-met.ts'

const picture = join(root, 'static/pictures/never-met.svg')

t.test("README's picture of what tests never met is a run as it is", async (t) => {
  const sandbox = await openSandbox(t, { seed: 'readme', clock: seedMoment })
  await sandbox.payInvoice('100000001', { amount: 1000 })
  await sandbox.payInvoice('100000002', { amount: 1000, code: 484 })
  const view = sandbox.coverage()
  const svg = neverMet(view)
  // node test/report/never-met.test.ts --write
  if (process.argv.includes('--write')) writeFileSync(picture, svg)
  t.equal(readFileSync(picture, 'utf8'), svg, 'write it anew with --write')
  t.match(svg, `exercised ${view.met} of ${view.of} behaviours`)
  t.equal(svg.match(/<rect [^>]*rx="3"/g)?.length, view.of, 'a square for each behaviour')
  t.equal(svg.match(/fill="#157a4a"/g)?.length, view.met)
  for (const language of ['', '.ru', '.kk']) {
    const pictures = [
      ...readFileSync(join(root, `README${language}.md`), 'utf8').matchAll(/^!\[.*\((.*)\)/gm),
    ]
    t.equal(pictures[1]?.[1], 'static/pictures/never-met.svg', `the second picture of README${language}.md`)
  }
})
