import type { Test } from 'tap'
import type { EntryBody } from '../../../contracts/entry.ts'
import type { Journal, Place } from '../../../server/ports.ts'
import { matches } from '../../matches.ts'

/**
 * What every journal keeps, whatever it is made of. `open` gives an empty one; `reopen`, where the journal outlives
 * its process, closes that one and opens it again.
 */
export interface Subject {
  journal: Journal
  reopen?(): Promise<Journal>
}

const at = Date.parse('2025-02-12T09:42:51+05:00')
const token = (digest: string): EntryBody => ({ kind: 'token expired', token: digest })
const numbered = (count: number) => Array.from({ length: count }, (_, i) => token(`t${i + 1}`))
const seqs = (entries: { seq: number }[] = []) => entries.map(({ seq }) => seq)

const nowhere: Place = { life: 0, seq: 0 }
const read = async (journal: Journal, workspace: string, after = 0) => {
  const { life } = await journal.read(workspace, nowhere)
  return (await journal.read(workspace, { life, seq: after })).entries
}
/** In the life that the workspace has now. */
const append = async (journal: Journal, workspace: string, seq: number, bodies: EntryBody[], moment = at) => {
  const { life } = await journal.read(workspace, nowhere, 1)
  const appended = await journal.append(workspace, { life, seq }, moment, bodies)
  return appended?.entries
}

export const journalBattery = (t: Test, open: (t: Test) => Promise<Subject>): void => {
  t.test('an empty journal has no workspaces and no entries', async (t) => {
    const { journal } = await open(t)
    t.same(await journal.workspaces(), [])
    t.same(await read(journal, 'default', 0), [])
  })

  t.test('what is appended is numbered from one, stamped and read back', async (t) => {
    const { journal } = await open(t)
    const appended = await append(journal, 'default', 0, [token('a'), token('b')])
    t.same(appended, [
      { seq: 1, at, ...token('a') },
      { seq: 2, at, ...token('b') },
    ])
    t.same(await read(journal, 'default', 0), appended)
  })

  t.test('later entries go on counting, each with its own moment', async (t) => {
    const { journal } = await open(t)
    await append(journal, 'default', 0, numbered(2))
    const appended = await append(journal, 'default', 2, numbered(2), at + 1)
    t.same(seqs(appended), [3, 4])
    t.same(
      (await read(journal, 'default', 0)).map((entry) => entry.at),
      [at, at, at + 1, at + 1],
    )
  })

  t.test('an append that expects another length changes nothing and answers undefined', async (t) => {
    const { journal } = await open(t)
    t.equal(await append(journal, 'default', 1, [token('early')]), undefined, 'too far ahead')
    await append(journal, 'default', 0, numbered(3))
    for (const expected of [0, 2, 4, 99]) {
      t.equal(await append(journal, 'default', expected, [token('late')]), undefined, String(expected))
    }
    t.same(seqs(await read(journal, 'default', 0)), [1, 2, 3])
    t.ok(await append(journal, 'default', 3, [token('right')]), 'the right one is still taken')
  })

  t.test('of two appends that race for the same place one wins', async (t) => {
    const { journal } = await open(t)
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((name) => journal.append('default', nowhere, at, [token(name)])),
    )
    t.equal(answers.filter(Boolean).length, 1)
    t.same(seqs(await read(journal, 'default', 0)), [1])
  })

  t.test('only what follows is read', async (t) => {
    const { journal } = await open(t)
    await append(journal, 'default', 0, numbered(5))
    t.same(seqs(await read(journal, 'default', 3)), [4, 5])
    t.same(seqs(await read(journal, 'default', 5)), [])
    t.same(seqs(await read(journal, 'default', 50)), [])
  })

  t.test('entries are read in the order in which they were written, past nine and ninety-nine', async (t) => {
    const { journal } = await open(t)
    for (let i = 0; i < 120; i += 3) await append(journal, 'default', i, numbered(3))
    t.same(
      seqs(await read(journal, 'default', 0)),
      Array.from({ length: 120 }, (_, i) => i + 1),
    )
  })

  t.test('workspaces are apart', async (t) => {
    const { journal } = await open(t)
    await append(journal, 'one', 0, numbered(2))
    await append(journal, 'two', 0, [token('other')])
    t.same([...(await journal.workspaces())].sort(), ['one', 'two'])
    t.same(await read(journal, 'two', 0), [{ seq: 1, at, ...token('other') }])
    t.equal(await append(journal, 'two', 2, numbered(1)), undefined, 'lengths are counted apart')
    t.ok(await append(journal, 'two', 1, numbered(1)))
    t.same(seqs(await read(journal, 'one', 0)), [1, 2])
  })

  t.test('names that differ only in letter case are two workspaces', async (t) => {
    const { journal } = await open(t)
    await append(journal, 'shop', 0, numbered(1))
    t.same(await read(journal, 'Shop', 0), [])
  })

  t.test('a cleared workspace is forgotten and begins at one again; the others stay', async (t) => {
    const { journal } = await open(t)
    await append(journal, 'one', 0, numbered(3))
    await append(journal, 'two', 0, numbered(1))
    await journal.clear('one')
    t.same(await read(journal, 'one', 0), [])
    t.same(await journal.workspaces(), ['two'])
    t.same(seqs(await append(journal, 'one', 0, numbered(1))), [1])
    await journal.clear('never was')
    t.same([...(await journal.workspaces())].sort(), ['one', 'two'], 'what was never there still is not')
  })

  t.test('a workspace without entries has no life; its first entries begin one', async (t) => {
    const { journal } = await open(t)
    t.strictSame(await journal.read('default', nowhere), { life: 0, entries: [] })
    t.equal(await journal.append('default', { life: 0, seq: 1 }, at, numbered(1)), undefined)
    t.equal(await journal.append('default', { life: 1, seq: 0 }, at, numbered(1)), undefined)
    const begun = await journal.append('default', nowhere, at, numbered(1))
    t.not(begun?.life, 0)
    const later = await journal.append('default', { life: begun?.life ?? 0, seq: 1 }, at, numbered(1))
    t.equal(later?.life, begun?.life)
    t.equal((await journal.read('default', nowhere)).life, begun?.life)
  })

  t.test(
    'who knew a life that has ended writes nothing to the next, and is told it from its start',
    async (t) => {
      const { journal } = await open(t)
      const { life = 0 } = (await journal.append('default', nowhere, at, numbered(3))) ?? {}
      const known = { life, seq: 3 }
      await journal.clear('default')
      t.strictSame(await journal.read('default', known), { life: 0, entries: [] })
      t.equal(
        await journal.append('default', known, at, numbered(1)),
        undefined,
        'nor can it be brought back',
      )
      const begun = await journal.append('default', nowhere, at, numbered(5))
      t.equal(await journal.append('default', { life, seq: 5 }, at, numbered(1)), undefined)
      const next = await journal.read('default', known)
      t.same([next.life, ...seqs(next.entries)], [begun?.life, 1, 2, 3, 4, 5])
    },
  )

  t.test('no life has the number of another, also after a deletion', async (t) => {
    const { journal } = await open(t)
    const lives: (number | undefined)[] = []
    for (let i = 0; i < 3; i++) {
      lives.push((await journal.append('default', nowhere, at, numbered(1)))?.life)
      await journal.clear('default', at, numbered(2))
      lives.push((await journal.read('default', nowhere)).life)
      await journal.clear('default')
    }
    t.equal(new Set(lives).size, 6)
  })

  t.test('another life may begin with entries', async (t) => {
    const { journal } = await open(t)
    await append(journal, 'default', 0, numbered(3))
    await journal.clear('default', at + 1, [token('a'), token('b')])
    t.same((await journal.read('default', nowhere)).entries, [
      { seq: 1, at: at + 1, ...token('a') },
      { seq: 2, at: at + 1, ...token('b') },
    ])
    t.ok(await append(journal, 'default', 2, numbered(1)))
  })

  t.test('another life may begin as a copy, which says where what is owed is held', async (t) => {
    const { journal } = await open(t)
    await append(journal, 'one', 0, numbered(5))
    await append(journal, 'two', 0, [token('forgotten')])
    const entries = (await read(journal, 'one')).slice(0, 3)
    await journal.copy('two', { entries, holds: true })
    await journal.copy('three', { entries, holds: false })
    const two = await journal.read('two', nowhere)
    t.same([two.entries, two.holdsAt], [entries, 3])
    t.equal((await journal.read('three', nowhere)).holdsAt, undefined)
    t.same(seqs(await append(journal, 'two', 3, [token('own')])), [4])
    t.same(seqs(await read(journal, 'one')), [1, 2, 3, 4, 5], 'the origin stays')
    t.equal((await journal.read('two', { life: two.life, seq: 3 })).holdsAt, 3, 'a later reader is told, too')
    await journal.copy('one', { entries, holds: false })
    t.same(seqs(await read(journal, 'one')), [1, 2, 3], 'back at an earlier moment of its own')
    await journal.clear('two', at, [token('anew')])
    t.equal((await journal.read('two', nowhere)).holdsAt, undefined, 'it ends with that life')
  })

  t.test('a copy of nothing is a life to begin, at one', async (t) => {
    const { journal } = await open(t)
    await journal.copy('default', { entries: [], holds: false })
    t.same(await read(journal, 'default'), [])
    t.same(seqs(await append(journal, 'default', 0, numbered(2))), [1, 2])
  })

  t.test('a long journal is read in pieces', async (t) => {
    const { journal } = await open(t)
    await append(journal, 'default', 0, numbered(5))
    const { life } = await journal.read('default', nowhere)
    const pieceAfter = async (seq: number) => seqs((await journal.read('default', { life, seq }, 2)).entries)
    t.same([await pieceAfter(0), await pieceAfter(2), await pieceAfter(4)], [[1, 2], [3, 4], [5]])
  })

  t.test('any text survives: every script, quotes, line ends, surrogate pairs', async (t) => {
    const { journal } = await open(t)
    const texts = ['Шай — «Қазақ»', '茶 🍵 👩‍👩‍👧', `"'\\;--`, 'a\nb\r\nc\u2028d', '\u0001\u007f', '']
    await append(journal, 'default', 0, texts.map(token))
    t.same(
      (await read(journal, 'default', 0)).map((entry) => entry.kind === 'token expired' && entry.token),
      texts,
    )
  })

  t.test('big bodies survive', async (t) => {
    const { journal } = await open(t)
    const big = 'я'.repeat(1_000_000)
    await append(journal, 'default', 0, [token(big), token('small')])
    const [first, second] = await read(journal, 'default', 0)
    t.ok(first?.kind === 'token expired' && first.token === big)
    matches(t, second, { seq: 2, token: 'small' })
  })

  t.test('numbers and nested values come back as they were', async (t) => {
    const { journal } = await open(t)
    const answer = { status: 503, durationMs: 0.5, responseBody: '{"a":[1,null,true]}', final: true }
    const body: EntryBody = { kind: 'postlink answered', postlink: 'p', attempt: 1, answer, retryAt: at + 1 }
    await append(journal, 'default', 0, [body])
    t.strictSame((await read(journal, 'default', 0))[0], { seq: 1, at, ...body })
  })

  t.test('what a reader does to the list it was given does not reach the journal', async (t) => {
    const { journal } = await open(t)
    const appended = await append(journal, 'default', 0, numbered(2))
    appended?.pop()
    ;(await read(journal, 'default', 0)).length = 0
    t.same(seqs(await read(journal, 'default', 0)), [1, 2])
  })
}

/** What a journal that several servers share keeps besides. */
export const sharedBattery = (t: Test, open: (t: Test) => Promise<Subject>): void => {
  t.test('who shares it is told where each workspace stands', async (t) => {
    const { journal } = await open(t)
    await append(journal, 'one', 0, numbered(2))
    await append(journal, 'two', 0, numbered(1))
    const { life } = await journal.read('one', nowhere)
    await journal.clear('two')
    t.same(await journal.places?.(), new Map([['one', { life, seq: 2 }]]), 'of the deleted nothing is left')
  })

  t.test('a workspace that is begun while it is deleted is whole or gone', async (t) => {
    const { journal } = await open(t)
    for (let round = 0; round < 20; round++) {
      await Promise.all([
        ...[1, 2].map(() => append(journal, 'one', 0, numbered(3))),
        ...[1, 2].map(() => journal.clear('one')),
      ])
      const { life, entries } = await journal.read('one', nowhere)
      const expected = life === 0 ? [] : [1, 2, 3]
      t.same(seqs(entries), expected)
      t.equal((await journal.places?.())?.get('one')?.seq ?? 0, expected.length)
      await journal.clear('one')
    }
  })
}

/** What a journal that outlives its process keeps besides. */
export const lastingBattery = (t: Test, open: (t: Test) => Promise<Required<Subject>>): void => {
  t.test('entries outlive the journal that took them', async (t) => {
    const { journal, reopen } = await open(t)
    await append(journal, 'one', 0, numbered(2))
    await append(journal, 'two', 0, [token('Шай')])
    const reopened = await reopen()
    t.same(seqs(await read(reopened, 'one', 0)), [1, 2])
    t.same(await read(reopened, 'two', 0), [{ seq: 1, at, ...token('Шай') }])
    t.equal(await append(reopened, 'one', 0, numbered(1)), undefined, 'it still counts')
    t.same(seqs(await append(reopened, 'one', 2, numbered(1))), [3])
  })

  t.test('a cleared workspace stays forgotten', async (t) => {
    const { journal, reopen } = await open(t)
    await append(journal, 'one', 0, numbered(2))
    await journal.clear('one')
    t.same(await (await reopen()).workspaces(), [])
  })
}
