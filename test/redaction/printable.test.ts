import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import t from 'tap'
import { textReport } from '../../server/certify/report/text.ts'
import type { Report } from '../../server/certify/verdict.ts'
import { print } from '../../server/cli/table.ts'
import { show, tell } from '../../server/cli/terminal.ts'
import { logText } from '../../server/readings/log.ts'
import { printable, printableLines } from '../../server/redaction/printable.ts'
import type { Emulator } from '../../server/workspace/emulator.ts'
import { journal, openSandbox, payThroughPage } from '../world.ts'

/** Clears the screen, paints it red by one byte, rings, forges a line, turns the text round, hides letters. */
const hostile =
  '\u001b[2J\u009b31m\u0007\r\n12:00:00 forged\u202egnp\u2066\u200b\ufeff\u2028\u{e0041}\u007f\b'
/** Without the line breaks that are our own. */
const living = (text: string) =>
  text.replaceAll('\n', '').match(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\ufeff\u{e0041}]/gu) ?? []

t.test('whatever is in a text, a terminal only shows it', async (t) => {
  t.ok(living(hostile).length > 9)
  t.same(living(printable(hostile)), [])
  t.notMatch(printable(hostile), '\n')
  t.equal(printable('\u001b[31m'), '\\u001b[31m')
  t.equal(printable('\u{e0041}'), '\\udb40\\udc41')
  t.equal(printableLines(`a\u001b\nb\u202e`), 'a\\u001b\nb\\u202e')
  t.equal(
    printable('Чай, қант – 100 ₸ 😀 e\u0301'),
    'Чай, қант – 100 ₸ 😀 e\u0301',
    'plain letters of any language stay',
  )
})

t.test('JSON stays the same JSON', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const written = printable(JSON.stringify({ [text]: text }))
      return living(written).length === 0 && (JSON.parse(written) as Record<string, string>)[text] === text
    }),
    { seed: 7, numRuns: 500 },
  )
})

t.test('a log line, as text and as JSON', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox, { order: { description: `Tea${hostile}` } })
  const entries = (await journal(sandbox)) as never
  const state = { pages: new Map(), transactions: new Map(), postlinks: new Map() } as unknown
  const textOf = (format: 'text' | 'json') =>
    logText(entries, state as ReturnType<Emulator['state']>, {
      format,
      stream: new PassThrough(),
      request: hostile,
    })
  for (const format of ['text', 'json'] as const) {
    const lines = textOf(format).split('\n').filter(Boolean)
    t.same(living(lines.join('')), [], format)
    t.notOk(lines.some((line) => line.startsWith('12:00:00 forged')))
  }
  t.match(textOf('text'), 'Tea\\u001b[2J')
})

/** What a function writes to the two streams. */
const written = (t: { intercept: typeof import('tap').intercept }, act: () => void): string => {
  const texts: string[] = []
  const keep = { value: (text: string) => Boolean(texts.push(text)) }
  const out = t.intercept(process.stdout, 'write', keep)
  const err = t.intercept(process.stderr, 'write', keep)
  act()
  out.restore()
  err.restore()
  return texts.join('')
}

t.test('tables, documents, sentences and errors of the command line', async (t) => {
  const rows = [{ name: hostile }]
  for (const act of [
    () => print('text', rows, [['name', ({ name }: { name: string }) => name]], rows),
    () => print('json', rows),
    () => show(hostile),
    () => tell(hostile),
  ]) {
    const text = written(t as never, act)
    t.match(text, '\\u009b31m')
    t.same(living(text), [])
  }
})

t.test('the report of certify, colours apart', async (t) => {
  const texts = {
    name: hostile,
    promise: hostile,
    why: hostile,
    fix: hostile,
    reason: hostile,
    curl: hostile,
  }
  const steps = [{ did: hostile, got: hostile }]
  const checks = [{ what: hostile, expected: hostile, got: hostile, ok: false }]
  const cases = [{ ...texts, steps, checks, outcome: 'failed', before: hostile, after: hostile, ms: 1 }]
  const findings = [{ cases: [hostile], cause: hostile }]
  const pace = { answerMs: 1, quietMs: 1 }
  const counts = { passed: 0, failed: 1, unproven: 0, skipped: 0 }
  const report = {
    verdict: 'failed',
    counts,
    merchant: hostile,
    cases,
    assumed: [],
    because: hostile,
    findings,
    pace,
  }
  const text = textReport(report as unknown as Report, { color: true })
  t.same(living(text.replaceAll(/\p{Cc}\[\d+m/gu, '')), [])
  t.match(text, '\\u009b31m')
})
