import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { toArazzo } from '../../contracts/arazzo.ts'
import type { TestCard } from '../../contracts/card.ts'
import { toControlOpenApi } from '../../contracts/control/openapi.ts'
import { toOpenApi } from '../../contracts/openapi.ts'
import { toOpenApi30 } from '../../contracts/openapi-30.ts'
import { toPostman } from '../../contracts/postman.ts'
import { toProvenanceFile } from '../../contracts/provenance-file.ts'
import { toReference } from '../../contracts/reference.ts'
import { toHtml } from '../../contracts/reference-html.ts'
import { toMarkdown } from '../../contracts/reference-markdown.ts'
import { toShopOpenApi } from '../../contracts/shop-openapi.ts'
import { sources } from '../../contracts/sources.ts'
import { fileNameOf, toStandardSchemas } from '../../contracts/standard-schemas.ts'
import { toSupport } from '../../contracts/support.ts'
import cards from '../../fixtures/cards.json' with { type: 'json' }
import { root } from '../root.ts'
import { version } from '../version.ts'
import { controlExamples } from './control/examples.ts'
import { playStory } from './story.ts'

export const publishedFolder = join(root, 'contracts/published')

/** For people, beside the other pages of the documents. */
export const supportPage = join(root, 'static/docs/support.md')

const base = 'http://127.0.0.1:3729'

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

/** Every generated file of contracts/published by its name; the pacts have a writer of their own. */
export const publishedFiles = async (): Promise<Record<string, string>> => {
  const story = await playStory()
  const examples = await controlExamples()
  const openApi = toOpenApi({ version, base, story })
  const blocks = toReference(cards as TestCard[], story)
  return {
    'openapi.json': json(openApi),
    'openapi-3.0.json': json(toOpenApi30(openApi)),
    'shop.openapi.json': json(toShopOpenApi({ version, story })),
    'epay.arazzo.yaml': stringify(toArazzo(version), { aliasDuplicateObjects: false }),
    'epay.postman_collection.json': json(toPostman({ base, story })),
    'examples.json': json(story),
    'control.openapi.json': json(toControlOpenApi({ version, base, examples })),
    'control-examples.json': json(examples),
    'sources.json': json(sources),
    'provenance.json': json(toProvenanceFile()),
    'reference.md': toMarkdown(blocks),
    'reference.html': toHtml(blocks),
    ...Object.fromEntries(
      Object.entries(toStandardSchemas()).map(([name, schema]) => [fileNameOf(name), json(schema)]),
    ),
  }
}

/** Files that are there, generated once, and no longer a message. */
const stale = async (files: Record<string, string>) =>
  (await readdir(publishedFolder)).filter((name) => name.endsWith('.schema.json') && !(name in files))

export const publish = async (): Promise<string[]> => {
  const files = await publishedFiles()
  await mkdir(publishedFolder, { recursive: true })
  for (const name of await stale(files)) await rm(`${publishedFolder}/${name}`)
  for (const [name, text] of Object.entries(files)) await writeFile(`${publishedFolder}/${name}`, text)
  await writeFile(supportPage, toSupport())
  return Object.keys(files)
}

if (import.meta.main) {
  const names = await publish()
  process.stdout.write(`${names.length} files in ${publishedFolder}\n`)
}
