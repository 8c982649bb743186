import type { Test } from 'tap'
import type { EntryBody } from '../../../contracts/entry.ts'
import type { Journal, Place } from '../../../server/ports.ts'

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

const place = (seq: number, life = 0): Place => ({ life, seq })
const read = async (journal: Journal, workspace: string, seq: number, life = 0) =>
  (await journal.read(workspace, place(seq, life))).entries

export const journalBattery = (t: Test, open: (t: Test) => Promise<Subject>): void => {
  t.test('an empty journal has no workspaces and no entries', async (t) => {
    const { journal } = await open(t)
    t.same(await journal.workspaces(), [])
    t.same(await read(journal, 'default', 0), [])
  })

  t.test('what is appended is numbered from one, stamped and read back', async (t) => {
    const { journal } = await open(t)
    const appended = await journal.append('default', place(0), at, [token('a'), token('b')])
    t.same(appended, [
      { seq: 1, at, ...token('a') },
      { seq: 2, at, ...token('b') },
    ])
    t.same(await read(journal, 'default', 0), appended)
  })

  t.test('later entries go on counting, each with its own moment', async (t) => {
    const { journal } = await open(t)
    await journal.append('default', place(0), at, numbered(2))
    const appended = await journal.append('default', place(2), at + 1, numbered(2))
    t.same(seqs(appended ?? undefined), [3, 4])
    t.same(
      (await read(journal, 'default', 0)).map((entry) => entry.at),
      [at, at, at + 1, at + 1],
    )
  })

  t.test('an append that expects another length changes nothing and answers undefined', async (t) => {
    const { journal } = await open(t)
    t.equal(await journal.append('default', place(1), at, [token('early')]), undefined, 'too far ahead')
    await journal.append('default', place(0), at, numbered(3))
    for (const expected of [0, 2, 4, 99]) {
      t.equal(
        await journal.append('default', place(expected), at, [token('late')]),
        undefined,
        String(expected),
      )
    }
    t.same(seqs(await read(journal, 'default', 0)), [1, 2, 3])
    t.ok(await journal.append('default', place(3), at, [token('right')]), 'the right one is still taken')
  })

  t.test('of two appends that race for the same place one wins', async (t) => {
    const { journal } = await open(t)
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((name) => journal.append('default', place(0), at, [token(name)])),
    )
    t.equal(answers.filter(Boolean).length, 1)
    t.same(seqs(await read(journal, 'default', 0)), [1])
  })

  t.test('only what follows is read', async (t) => {
    const { journal } = await open(t)
    await journal.append('default', place(0), at, numbered(5))
    t.same(seqs(await read(journal, 'default', 3)), [4, 5])
    t.same(seqs(await read(journal, 'default', 5)), [])
    t.same(seqs(await read(journal, 'default', 50)), [])
  })

  t.test('entries are read in the order in which they were written, past nine and ninety-nine', async (t) => {
    const { journal } = await open(t)
    for (let i = 0; i < 120; i += 3) await journal.append('default', place(i), at, numbered(3))
    t.same(
      seqs(await read(journal, 'default', 0)),
      Array.from({ length: 120 }, (_, i) => i + 1),
    )
  })

  t.test('workspaces are apart', async (t) => {
    const { journal } = await open(t)
    await journal.append('one', place(0), at, numbered(2))
    await journal.append('two', place(0), at, [token('other')])
    t.same([...(await journal.workspaces())].sort(), ['one', 'two'])
    t.same(await read(journal, 'two', 0), [{ seq: 1, at, ...token('other') }])
    t.equal(await journal.append('two', place(2), at, numbered(1)), undefined, 'lengths are counted apart')
    t.ok(await journal.append('two', place(1), at, numbered(1)))
    t.same(seqs(await read(journal, 'one', 0)), [1, 2])
  })

  t.test('names that differ only in letter case are two workspaces', async (t) => {
    const { journal } = await open(t)
    await journal.append('shop', place(0), at, numbered(1))
    t.same(await read(journal, 'Shop', 0), [])
  })

  t.test('a cleared workspace is forgotten and begins at one again; the others stay', async (t) => {
    const { journal } = await open(t)
    await journal.append('one', place(0), at, numbered(3))
    await journal.append('two', place(0), at, numbered(1))
    await journal.clear('one')
    t.same(await read(journal, 'one', 0), [])
    t.same(await journal.workspaces(), ['two'])
    t.same(seqs((await journal.append('one', place(0, 1), at, numbered(1))) ?? undefined), [1])
    await journal.clear('never was')
    t.same(await journal.workspaces(), ['two', 'one'].sort(), 'what was never there still is not')
  })

  t.test(
    'a cleared workspace begins another life: who knew the old one is told the new one from its start',
    async (t) => {
      const { journal } = await open(t)
      await journal.append('default', place(0), at, numbered(3))
      t.equal((await journal.read('default', place(3))).life, 0)
      await journal.clear('default')
      t.same(await journal.read('default', place(3)), { life: 1, entries: [] })
      t.equal(
        await journal.append('default', place(0), at, numbered(1)),
        undefined,
        'nor can the old one be written',
      )
      await journal.append('default', place(0, 1), at, numbered(5))
      const { life, entries } = await journal.read('default', place(3))
      t.same([life, ...seqs(entries)], [1, 1, 2, 3, 4, 5])
      t.same(seqs(await read(journal, 'default', 3, 1)), [4, 5])
    },
  )

  t.test('another life may begin with entries', async (t) => {
    const { journal } = await open(t)
    await journal.append('default', place(0), at, numbered(3))
    await journal.clear('default', at + 1, [token('a'), token('b')])
    t.same(await journal.read('default', place(3)), {
      life: 1,
      entries: [
        { seq: 1, at: at + 1, ...token('a') },
        { seq: 2, at: at + 1, ...token('b') },
      ],
    })
    t.ok(await journal.append('default', place(2, 1), at, numbered(1)))
  })

  t.test('a long journal is read in pieces', async (t) => {
    const { journal } = await open(t)
    await journal.append('default', place(0), at, numbered(5))
    t.same(seqs((await journal.read('default', place(0), 2)).entries), [1, 2])
    t.same(seqs((await journal.read('default', place(2), 2)).entries), [3, 4])
    t.same(seqs((await journal.read('default', place(4), 2)).entries), [5])
  })

  t.test('any text survives: every script, quotes, line ends, surrogate pairs', async (t) => {
    const { journal } = await open(t)
    const texts = ['Шай — «Қазақ»', '茶 🍵 👩‍👩‍👧', `"'\\;--`, 'a\nb\r\nc\u2028d', '\u0001\u007f', '']
    await journal.append('default', place(0), at, texts.map(token))
    t.same(
      (await read(journal, 'default', 0)).map((entry) => entry.kind === 'token expired' && entry.token),
      texts,
    )
  })

  t.test('big bodies survive', async (t) => {
    const { journal } = await open(t)
    const big = 'я'.repeat(1_000_000)
    await journal.append('default', place(0), at, [token(big), token('small')])
    const [first, second] = await read(journal, 'default', 0)
    t.ok(first?.kind === 'token expired' && first.token === big)
    t.match(second, { seq: 2, token: 'small' })
  })

  t.test('numbers and nested values come back as they were', async (t) => {
    const { journal } = await open(t)
    const answer = { status: 503, durationMs: 0.5, responseBody: '{"a":[1,null,true]}', final: true }
    const body: EntryBody = { kind: 'postlink answered', postlink: 'p', attempt: 1, answer, retryAt: at + 1 }
    await journal.append('default', place(0), at, [body])
    t.strictSame((await read(journal, 'default', 0))[0], { seq: 1, at, ...body })
  })

  t.test('what a reader does to the list it was given does not reach the journal', async (t) => {
    const { journal } = await open(t)
    const appended = await journal.append('default', place(0), at, numbered(2))
    appended?.pop()
    ;(await read(journal, 'default', 0)).length = 0
    t.same(seqs(await read(journal, 'default', 0)), [1, 2])
  })
}

/** What a journal that several servers share keeps besides. */
export const sharedBattery = (t: Test, open: (t: Test) => Promise<Subject>): void => {
  t.test('who shares it is told where each workspace stands', async (t) => {
    const { journal } = await open(t)
    await journal.append('one', place(0), at, numbered(2))
    await journal.append('two', place(0), at, numbered(1))
    await journal.clear('two')
    t.same(
      await journal.places?.(),
      new Map([
        ['one', place(2)],
        ['two', place(0, 1)],
      ]),
    )
  })
}

/** What a journal that outlives its process keeps besides. */
export const lastingBattery = (t: Test, open: (t: Test) => Promise<Required<Subject>>): void => {
  t.test('entries outlive the journal that took them', async (t) => {
    const { journal, reopen } = await open(t)
    await journal.append('one', place(0), at, numbered(2))
    await journal.append('two', place(0), at, [token('Шай')])
    const reopened = await reopen()
    t.same(seqs(await read(reopened, 'one', 0)), [1, 2])
    t.same(await read(reopened, 'two', 0), [{ seq: 1, at, ...token('Шай') }])
    t.equal(await reopened.append('one', place(0), at, numbered(1)), undefined, 'it still counts')
    t.same(seqs((await reopened.append('one', place(2), at, numbered(1))) ?? undefined), [3])
  })

  t.test('a cleared workspace stays forgotten', async (t) => {
    const { journal, reopen } = await open(t)
    await journal.append('one', place(0), at, numbered(2))
    await journal.clear('one')
    t.same(await (await reopen()).workspaces(), [])
  })
}
