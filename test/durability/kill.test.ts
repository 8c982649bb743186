import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t from 'tap'
import { folder } from '../folder.ts'
import { seed, shareOf } from '../share.ts'
import { type Chance, chanceOf } from '../simulation/chance.ts'
import { type Bank, beginOpening, bundleBank, killed, open, warmUp } from './child.ts'
import { openEar, openShop } from './shop.ts'

// Short lives: each opening replays all of its own, and it is the openings and kills that are wanted.
const lives = shareOf(10)
const roundsPerLife = 20

t.setTimeout(600_000)

/** Sells as fast as the bank answers, until it has acknowledged so much and is dead. */
const sellUntilKilled = async (shop: ReturnType<typeof openShop>, bank: Bank, chance: Chance) => {
  let left = 1 + chance.below(30)
  let dying: Promise<void> | undefined
  const acknowledged = () => {
    left -= 1
    if (left <= 0) dying ??= bank.kill()
  }
  const seller = async () => {
    while (!dying) await shop.sell(bank, acknowledged)
  }
  const sellers = Array.from({ length: 1 + chance.below(8) }, seller)
  const ends = await Promise.allSettled(sellers)
  for (const { reason } of ends.filter((end) => end.status === 'rejected')) {
    // Whatever the kill cut off ended with an error, as it would at a shop; nothing else may.
    if (!dying || /^refused|answered/.test(reason.message)) throw reason
  }
  await dying
}

const integrityOf = (file: string) => {
  const database = new DatabaseSync(file)
  const { integrity_check: found } = database.prepare('PRAGMA integrity_check').get() ?? {}
  database.close()
  return found
}

t.test(`killed ${lives * roundsPerLife} times at any moment, it keeps all it has acknowledged`, async (t) => {
  const files = folder(t)
  const chance = chanceOf(seed)
  const bundle = await bundleBank(files)
  let warm = warmUp(bundle)
  t.teardown(() => killed(warm))
  const another = () => {
    const child = warm
    warm = warmUp(bundle)
    t.teardown(() => killed(child))
    return child
  }
  for (let life = 1; life <= lives; life++) {
    const file = join(files, `${life}.sqlite`)
    const ear = await openEar(t)
    const shop = openShop(chance, ear.url)
    for (let round = 1; round <= roundsPerLife; round++) {
      const where = `seed ${seed}, life ${life}, round ${round}`
      ear.become(chance.of(['answers', 'answers', 'hangs', 'fails']))
      const child = another()
      if (chance.happens(0.1)) {
        await beginOpening(child, file)
        await killed(child)
        continue
      }
      const bank = await open(child, file)
      const answer = await shop.recover(bank)
      if (answer.length > 0) t.same(answer, [], where)
      await sellUntilKilled(shop, bank, chance)
      // Not every time: anyone who looks first also fixes what the kill left behind.
      if (round % 5 === 0) t.equal(integrityOf(file), 'ok', where)
    }
    ear.become('answers')
    const bank = await open(another(), file)
    t.same(await shop.recover(bank), [], `seed ${seed}, after life ${life}`)
    await bank.idle()
    const { payments } = await bank.books()
    const missing = payments.filter(({ invoiceId }) => !ear.told.has(invoiceId))
    t.same(missing, [], `seed ${seed}, life ${life}: every one of ${payments.length} outcomes was told`)
    await bank.kill()
  }
})
