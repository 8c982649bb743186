import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entry } from '../../contracts/entry.ts'
import type { World } from '../../server/core/state.ts'
import { journalFrom } from '../../server/workspace/copies.ts'
import type { Town } from './town.ts'

const idIn = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/

/** What everything rests on: left out, no order could be replayed. */
const isGround = ({ kind }: Entry) => kind === 'workspace opened' || kind === 'clock moved'

/** Ids under which other entries speak of the same order. Terminals are everybody's. */
const idsOf = (entry: Entry): string[] => {
  if (entry.kind === 'payment decided' || entry.kind === 'challenge asked') {
    const {
      id,
      token,
      page = '',
      order,
    } = entry.kind === 'payment decided' ? entry.transaction : entry.challenge.transaction
    return [
      id,
      token,
      page,
      order.invoiceId,
      ...(entry.kind === 'challenge asked' ? [entry.challenge.id] : []),
    ]
  }
  return entry.kind === 'postlink owed' ? [entry.postlink.id, entry.postlink.transaction] : []
}

/** The entries of one payment's order alone, found by the names they have for each other. */
const ofOrder = (entries: Entry[], id: string): Entry[] => {
  const ids = new Set([id])
  const about = (text: string) => [...ids].some((one) => one !== '' && text.includes(`"${one}"`))
  let count = 0
  while (count !== ids.size) {
    count = ids.size
    for (const entry of entries)
      if (about(JSON.stringify(entry))) for (const one of idsOf(entry)) ids.add(one)
  }
  return entries.filter((entry) => isGround(entry) || about(JSON.stringify(entry)))
}

const toText = (entries: Entry[], at: number): string => {
  const mark = { kind: 'marked', name: 'went wrong', at }
  return [...entries, mark].map((entry, i) => `${JSON.stringify({ ...entry, seq: i + 1 })}\n`).join('')
}

const canBeHad = (text: string, world: World): boolean => {
  try {
    journalFrom(text, world, false)
    return true
  } catch {
    return false
  }
}

/** The order that went wrong, as a journal for `workspaces import`; where it cannot stand alone, all until then. */
export const keepWrong = async ({ emulator }: Town, words: string[], folder: string): Promise<string> => {
  const entries = await emulator().entries()
  const at = entries.at(-1)?.at ?? 0
  const [id] = words.flatMap((line) => idIn.exec(line) ?? [])
  const alone = id === undefined ? '' : toText(ofOrder(entries, id), at)
  const text = alone && canBeHad(alone, emulator().state().world) ? alone : toText(entries, at)
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'went-wrong.jsonl')
  await writeFile(file, text)
  return file
}
