import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestCard } from '../../contracts/card.ts'
import { operationExamples, paymentExamples, postlinkExamples } from '../../contracts/operation-examples.ts'
import { toReference } from '../../contracts/reference.ts'
import type { Block } from '../../contracts/reference-block.ts'
import { toMarkdown } from '../../contracts/reference-markdown.ts'
import { sources } from '../../contracts/sources.ts'
import cards from '../../fixtures/cards.json' with { type: 'json' }
import { root } from '../root.ts'

/** Something an agent may read; made when it is asked for. */
export interface Resource {
  uri: string
  title: string
  description: string
  mimeType: 'text/markdown' | 'application/json'
  read(): string | Promise<string>
}

const json = (value: unknown) => JSON.stringify(value, null, 2)

/** `Reason codes` → `reason-codes`. */
const slug = (heading: string) => heading.toLowerCase().replaceAll(' ', '-')

/** The reference whole is more than an agent reads at once: it comes by its chapters, and each message alone. */
const chaptersOf = (blocks: Block[]): Map<string, Block[]> => {
  const chapters = new Map<string, Block[]>()
  let chapter: Block[] = []
  for (const block of blocks) {
    if ('heading' in block && block.level > 1) {
      chapter = []
      chapters.set(block.heading, chapter)
    }
    chapter.push(block)
  }
  return chapters
}

const chapters = (): Resource[] =>
  [...chaptersOf(toReference(cards as TestCard[]))].map(([heading, blocks]) => ({
    uri: `epay-sandbox://reference/${slug(heading)}`,
    title: `Reference: ${heading}`,
    description: `The chapter "${heading}" of the reference, with provenance.`,
    mimeType: 'text/markdown',
    read: () => toMarkdown(blocks),
  }))

export const resources = (): Resource[] => [
  {
    uri: 'epay-sandbox://skill',
    title: 'How to integrate ePay',
    description:
      'The right integration in 150 lines: token, page, postlink, status, money, stages, certification.',
    mimeType: 'text/markdown',
    read: () => readFile(join(root, 'fixtures/agent/SKILL.md'), 'utf8'),
  },
  ...chapters(),
  {
    uri: 'epay-sandbox://sources',
    title: 'Sources',
    description: 'Where it is known from: titles and links.',
    mimeType: 'application/json',
    read: () => json(sources),
  },
  {
    uri: 'epay-sandbox://samples',
    title: 'Samples',
    description: 'The samples of the bank’s pages: requests, answers, payment objects and postlinks.',
    mimeType: 'application/json',
    read: () => json({ operations: operationExamples, payment: paymentExamples, postlink: postlinkExamples }),
  },
]
