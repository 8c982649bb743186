import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { folder } from '../folder.ts'
import { install, packed, runIn } from '../package/packed.ts'
import { root } from '../source.ts'

// Two versions of Node are fetched.
t.setTimeout(900_000)

const text = readFileSync(join(root, 'README.ru.md'), 'utf8')

/** The commands of the first way to install it that are typed in the folder of the shop. */
const installing = (tarball: string): string[] => {
  const [, block = ''] = /\*\*1\. Архив\*\*.*?```bash\n(.*?)```/s.exec(text) ?? []
  const inside = block.split('\n').filter((line) => /^mkdir|^npm i /.test(line))
  return inside.map((line) =>
    line.replace(/^.*&& (?=npm init)/, '').replace(/\S*epay-sandbox-\S+\.tgz/, tarball),
  )
}

t.test(
  'README.ru.md leads from an empty folder with Node 20 to a red test of insufficient funds',
  async (t) => {
    const { tarball } = await packed()
    const node20 = folder(t)
    await install(node20, ['node@20'])
    const nodeFolder = join(node20, 'node_modules/node/bin')
    t.match(await runIn(node20, nodeFolder)('node', ['--version']), /^v20\./)

    const shop = folder(t)
    const [, suite = ''] = /```js\n(\/\/ shop\.test\.mjs\n.*?)```/s.exec(text) ?? []
    writeFileSync(join(shop, 'shop.test.mjs'), suite)
    const [, testing = ''] = /```console\n(npx .*shop\.test\.mjs)\n```/.exec(text) ?? []
    const commands = installing(tarball)
    t.ok(commands.length + 1 < 5, `${commands.length + 1} commands`)

    const type = runIn(shop, nodeFolder)
    for (const command of commands) await type('bash', ['-c', command])
    const red = await type('bash', ['-c', `${testing} 2>&1; echo "exit code $?"`], { npm_config_yes: 'true' })
    t.match(red, /insufficient funds leave the order unpaid/)
    t.match(red, /the bank said 484 Not sufficient funds/)
    t.match(red, /exit code 1/)
  },
)
