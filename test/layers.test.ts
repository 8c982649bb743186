import t from 'tap'
import { type Arrow, fileRings, floors, folderOf, folderRings, upArrows } from './layers.ts'
import { matches } from './matches.ts'

/** The rules about imports can fail: made-up import lines, and what is found in them. */

const arrow = (from: string, to: string, line = 1): Arrow => ({ from, to, line })

t.test('an import that runs down is fine', async (t) => {
  const down = [
    arrow('server/main.ts', 'server/http/app.ts'),
    arrow('server/http/bank/qr.ts', 'server/core/qr.ts'),
    arrow('server/certify/cases/restart.ts', 'server/certify/case.ts'),
  ]
  t.strictSame([...upArrows(down), ...folderRings(down), ...fileRings(down)], [])
})

t.test('an import that runs up is found, with its line', async (t) => {
  t.strictSame(upArrows([arrow('server/core/qr.ts', 'server/workspace/emulator.ts', 3)]), [
    'server/core/qr.ts:3: core imports workspace, which does not stand below it; move down what both need',
  ])
})

t.test('an import along one floor is found', async (t) => {
  matches(t, upArrows([arrow('server/http/bank/qr.ts', 'server/http/page/views.ts')]), [
    /http\/bank imports http\/page/,
  ])
})

t.test('a folder that nobody gave a floor is found', async (t) => {
  matches(t, upArrows([arrow('server/attic/box.ts', 'server/errors.ts')]), [/attic has no floor/])
})

t.test('folders in a ring are found, however long the way round is', async (t) => {
  const ring = [
    arrow('server/scenario/play.ts', 'server/cli/client.ts'),
    arrow('server/cli/start.ts', 'server/main.ts'),
    arrow('server/main.ts', 'server/scenario/load.ts'),
    arrow('server/main.ts', 'server/core/state.ts'),
  ]
  t.strictSame(folderRings(ring), [
    'folders import each other in a ring: scenario, cli, main.ts; move down what they share',
  ])
  t.strictSame(fileRings(ring), [], 'though no two files do')
})

t.test('files in a ring are found, inside one folder too', async (t) => {
  const ring = [
    arrow('server/workspace/emulator.ts', 'server/workspace/replica.ts'),
    arrow('server/workspace/replica.ts', 'server/workspace/snapshots.ts'),
    arrow('server/workspace/snapshots.ts', 'server/workspace/emulator.ts'),
  ]
  matches(t, fileRings(ring), [
    /emulator\.ts, server\/workspace\/replica\.ts, server\/workspace\/snapshots\.ts/,
  ])
  matches(t, fileRings([arrow('contracts/card.ts', 'contracts/card.ts')]), [/contracts\/card\.ts/])
})

t.test('a file belongs to the folder that has a floor', async (t) => {
  t.equal(folderOf('server/certify/report/html.ts'), 'certify')
  t.equal(folderOf('server/http/app.ts'), 'http')
  t.equal(folderOf('server/http/bank/qr.ts'), 'http/bank')
  t.equal(folderOf('server/adapters/clock/system.ts'), 'adapters/clock')
  t.equal(folderOf('server/main.ts'), 'main.ts')
  t.equal(new Set(floors.flat()).size, floors.flat().length, 'and each has one')
})
