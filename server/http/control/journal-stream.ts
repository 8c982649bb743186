import type { ServerResponse } from 'node:http'
import type { Entry } from '../../../contracts/entry.ts'
import type { Emulator } from '../../workspace/emulator.ts'

const event = (entry: Entry) => `id: ${entry.seq}\nevent: ${entry.kind}\ndata: ${JSON.stringify(entry)}\n\n`

// A long journal is read and sent in pieces, each when the reader has taken the one before.
const piece = 500

/** The whole journal, a piece of it in memory at a time. */
export async function* piecesOf(emulator: Emulator, after = 0): AsyncGenerator<Entry[]> {
  for (let last = after; ; ) {
    const entries = await emulator.entries(last, piece)
    if (entries.length > 0) yield entries
    if (entries.length < piece) return
    last = entries.at(-1)?.seq ?? last
  }
}

/** Writes what follows an entry, and whatever comes after: each entry once, in order; a reader may be slow. */
export const streamJournal = (raw: ServerResponse, emulator: Emulator, after: number): void => {
  let sent = after
  let closed = false
  let behind = true
  let reading = false
  const write = (entries: Entry[]): boolean => {
    const fresh = entries.filter(({ seq }) => seq > sent)
    sent = fresh.at(-1)?.seq ?? sent
    return fresh.length === 0 || raw.write(fresh.map(event).join(''))
  }
  /** Until the reader has caught up, or takes no more for now. */
  const read = async () => {
    reading = true
    while (behind && !closed && !raw.writableNeedDrain) {
      behind = false
      for await (const entries of piecesOf(emulator, sent)) {
        behind ||= !write(entries)
        if (raw.writableNeedDrain || closed) break
      }
    }
    reading = false
  }
  const goOn = () => {
    if (reading) return
    read().catch(() => raw.destroy()) // the journal cannot be read: anyone who listens comes back and asks again
  }
  const stop = emulator.onEntries((entries) => {
    if (entries.length === 0) {
      sent = 0
      raw.write(`event: reset\ndata: ${JSON.stringify({ heldAt: emulator.heldAt() })}\n\n`)
    } else if (reading || behind || raw.writableNeedDrain || entries[0]?.seq !== sent + 1) behind = true
    else write(entries)
    goOn()
  })
  raw.on('drain', goOn)
  raw.on('close', () => {
    closed = true
    stop()
  })
  goOn()
}
