import t from 'tap'
import { asTypedHere, commandHere } from '../server/here.ts'
import { folder } from './folder.ts'

const place = { argv: ['node', 'cli.js'], env: {}, execPath: '/usr/bin/node', isBinary: false }

t.test('a hint names the command that works where it is read', async (t) => {
  const clone = { ...place, root: '/src/epay-sandbox/' }
  t.equal(commandHere({ ...clone, cwd: '/src/epay-sandbox/fixtures' }), 'npx epay-sandbox')
  t.equal(commandHere({ ...clone, cwd: '/shop' }), 'node /src/epay-sandbox/server/bin.js')
  const byNpm = { npm_lifecycle_event: 'epay-sandbox' }
  t.equal(commandHere({ ...clone, cwd: '/src/epay-sandbox', env: byNpm }), 'npm run epay-sandbox --')

  const installed = { ...place, root: '/shop/node_modules/epay-sandbox/' }
  t.equal(commandHere({ ...installed, cwd: '/shop/tests' }), 'npx epay-sandbox')
  t.equal(commandHere({ ...installed, cwd: '/' }), 'node ./shop/node_modules/epay-sandbox/server/bin.js')

  const binary = { ...place, root: '/x/', isBinary: true, execPath: '/opt/my tools/epay-sandbox' }
  t.equal(commandHere({ ...binary, cwd: '/opt/my tools' }), './epay-sandbox')
  t.equal(commandHere({ ...binary, cwd: '/shop' }), '"/opt/my tools/epay-sandbox"')
  t.equal(
    commandHere({ ...clone, cwd: '/shop', env: { PATH: folder(t) } }),
    'node /src/epay-sandbox/server/bin.js',
  )
})

t.test('commands within a text are written so, and no other words', async (t) => {
  const here = commandHere()
  t.equal(asTypedHere('see epay-sandbox codes'), `see ${here} codes`)
  t.equal(asTypedHere('epay-sandbox: no sandbox answers'), 'epay-sandbox: no sandbox answers')
  t.equal(asTypedHere('the package epay-sandbox'), 'the package epay-sandbox')
})
