import { DatabaseSync } from 'node:sqlite'
import { manualClock } from '../../server/adapters/clock/manual.ts'
import { memoryJournal } from '../../server/adapters/journal/memory.ts'
import { sqliteJournal } from '../../server/adapters/journal/sqlite.ts'
import { openEmulator } from '../../server/workspace/emulator.ts'
import { goodCard, orderOf, settingsWith, tokenRequest, world } from '../core/given.ts'

const invoiceId = '7654321'

/** One payment through the page, told to the merchant: its entries as the emulator itself wrote them. */
const onePayment = async (now: number) => {
  const emulator = await openEmulator({
    workspace: 'default',
    world,
    journal: memoryJournal(),
    clock: manualClock(now),
    opening: () => ({ settings: { ...settingsWith(), retain: 20_000 } }),
  })
  const token = await emulator.execute(tokenRequest({ invoiceId }))
  const { accessToken } = token as { accessToken: string }
  const order = orderOf({ invoiceId })
  const view = await emulator.execute({ kind: 'open page', accessToken, order, unknownFields: [] })
  const { page } = view as { page: { id: string } }
  await emulator.execute({ kind: 'pay on page', page: page.id, card: goodCard, save: false, buyerIp: '' })
  const [postlink] = emulator.state().postlinks.values()
  const { id = '' } = postlink ?? {}
  await emulator.execute({ kind: 'ring', alarm: { what: 'postlink due', id, at: now } })
  const answer = { status: 200, durationMs: 1, responseBody: '' }
  await emulator.execute({ kind: 'take answer', postlink: id, attempt: 1, answer })
  const [first, ...rest] = await emulator.entries()
  const ids = [invoiceId, [...emulator.state().tokens.keys()].join(), page.id, id]
  return { opened: first, entries: rest, ids: [...ids, ...emulator.state().transactions.keys()] }
}

/** The text cut at every id, which becomes another one for every payment. */
const cut = (text: string, ids: string[]) =>
  text.split(new RegExp(`(${ids.join('|')})`)).map((part) => ({ part, varies: ids.includes(part) }))

/** Appends so many payments to a file at the speed of the disk; answers how many entries that were. */
export const writePayments = async (file: string, count: number, now: number): Promise<number> => {
  ;(await sqliteJournal(file)).close()
  const { opened, entries, ids } = await onePayment(now)
  const templates = entries.map(({ seq: _, at: __, ...body }) => cut(JSON.stringify(body).slice(1), ids))
  const database = new DatabaseSync(file)
  database.exec('PRAGMA synchronous = OFF')
  const insert = database.prepare('INSERT INTO entry (workspace, seq, body) VALUES (?, ?, ?)')
  const last = database.prepare('SELECT coalesce(max(seq), 0) AS seq FROM entry')
  let { seq } = last.get() as { seq: number }
  database.exec('BEGIN')
  if (seq === 0) insert.run('default', ++seq, JSON.stringify({ ...opened, at: now }))
  const begun = seq
  for (let made = 0; made < count; made++) {
    const number = seq
    for (const template of templates) {
      const text = template.map(({ part, varies }) =>
        varies ? part.slice(0, -7) + String(number).padStart(7, '0') : part,
      )
      insert.run('default', ++seq, `{"seq":${seq},"at":${now},${text.join('')}`)
    }
    if (made % 10_000 === 9_999) database.exec('COMMIT; BEGIN')
  }
  database.exec('COMMIT')
  database.close()
  return seq - begun
}
