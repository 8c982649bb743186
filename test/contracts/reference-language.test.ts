import t from 'tap'
import { controlCalls, pathOfCall } from '../../contracts/control/calls.ts'
import { components } from '../../contracts/control/components.ts'
import type { ControlExamples } from '../../contracts/control/example.ts'
import { toControlReference } from '../../contracts/control/reference.ts'
import { messages } from '../../contracts/messages.ts'
import { operationWords } from '../../contracts/operation-words.ts'
import controlExamples from '../../contracts/published/control-examples.json' with { type: 'json' }
import examples from '../../contracts/published/examples.json' with { type: 'json' }
import type { Story } from '../../contracts/recorded.ts'
import { toReference } from '../../contracts/reference.ts'
import type { Block } from '../../contracts/reference-block.ts'
import { inLanguage } from '../../contracts/reference-language.ts'
import { searchReference } from '../../contracts/reference-search.ts'
import texts from '../../contracts/reference-texts.json' with { type: 'json' }
import { matches } from '../matches.ts'
import { read } from '../source.ts'

const pages: Record<string, Block[]> = {
  bank: toReference([], examples as unknown as Story),
  control: toControlReference(controlExamples as unknown as ControlExamples),
}

/** Names that are code, and what the schemas of the control API say of themselves: the same in every language. */
const own = new Set([
  ...Object.keys(messages),
  ...Object.values(operationWords).map(({ name }) => name),
  ...controlCalls.map((call) => `${call.method} ${pathOfCall(call)}`),
  ...Object.entries(components).flatMap(([name, schema]) => {
    const { description, expected } = schema as { description?: string; expected?: string }
    return [name, description ?? `Expected: ${expected ?? 'an object'}.`]
  }),
])

const spokenOf = (block: Block): string[] => {
  if ('heading' in block) return [block.heading]
  if ('text' in block) return [block.text]
  return 'columns' in block ? block.columns : []
}

t.test(
  'every heading, column and sentence of both references has its words in Russian and Kazakh',
  async (t) => {
    for (const [name, blocks] of Object.entries(pages)) {
      const spoken = new Set(blocks.flatMap(spokenOf))
      const missing = [...spoken].filter((text) => !own.has(text) && !(text in texts))
      t.same(missing, [], name)
    }
    const gap = /\{\w+\}/g
    for (const [english, { rus, kaz }] of Object.entries(texts))
      for (const text of [rus, kaz]) {
        t.ok(text, english)
        t.same(text.match(gap), english.match(gap), english)
      }
  },
)

t.test('no words are kept for a sentence that is gone', async (t) => {
  const cells = Object.values(pages).flatMap((blocks) =>
    blocks.flatMap((block) => ('rows' in block ? block.rows.flat(2) : [])),
  )
  const shown = new Set([
    ...Object.values(pages).flatMap((blocks) => blocks.flatMap(spokenOf)),
    ...cells.map((cell) => (typeof cell === 'string' ? cell : cell.text)),
  ])
  const sources = ['contracts/reference-html.ts', 'contracts/reference-language.ts'].map(read)
  const page = sources.flatMap(({ lines }) => lines).join('\n')
  const unused = Object.keys(texts).filter((text) => !shown.has(text) && !page.includes(`'${text}'`))
  t.same(unused, [])
})

t.test('a heading keeps its address in every language, and is found by words of it', async (t) => {
  const anchors = (blocks: Block[]) =>
    blocks.flatMap((block) => ('heading' in block && block.anchor ? [block.anchor] : []))
  const [rus, kaz] = [inLanguage(pages.bank ?? [], 'rus'), inLanguage(pages.bank ?? [], 'kaz')]
  t.same(anchors(rus), anchors(kaz))
  t.ok(anchors(rus).includes('reason-codes'))
  matches(t, searchReference(rus, 'Вернуть списанные', 1), [{ anchor: 'endpoints', section: 'Методы' }])
  t.equal(inLanguage(pages.bank ?? [], 'eng'), pages.bank, 'English is the contract itself')
})

t.test('the reference shows a thing of the control API to its second level, and no deeper', async (t) => {
  const paths = (pages.control ?? []).flatMap((block) =>
    'columns' in block && block.columns[0] === 'Field' ? block.rows.map(([path]) => String(path)) : [],
  )
  t.ok(paths.some((path) => path.includes('.')))
  t.strictSame(
    paths.filter((path) => path.split('.').length > 2),
    [],
  )
})
