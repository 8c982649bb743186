import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Language, languageTag } from '../../../contracts/language.ts'
import { staticFolder } from '../answer/views.ts'

/** One text in another language; a plural has as many forms as the language needs. */
type Text = string | Record<string, string>
type Table = Record<string, Record<Exclude<Language, 'eng'>, Text>>

const folder = join(staticFolder, 'dashboard/texts')

const read = async (): Promise<Table> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  const tables = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  return Object.assign({}, ...tables.map((table) => JSON.parse(table) as Table))
}

let table: Promise<Table> | undefined

const filled = (text: string, gaps: Record<string, unknown>) =>
  text.replace(/\{(\w+)\}/g, (gap, name: string) => String(gaps[name] ?? gap))

/** What the templates and the modules of the dashboard speak: English is the key of the others. */
export const speak = async (language: Language) => {
  table ??= read()
  const rows = Object.entries(language === 'eng' ? {} : await table)
  const texts = Object.fromEntries(rows.map(([english, row]) => [english, row[language as 'rus' | 'kaz']]))
  return {
    language,
    lang: languageTag[language],
    texts,
    t: (english: string, gaps: Record<string, unknown> = {}) =>
      filled(String(texts[english] ?? english), gaps),
  }
}

export type Speech = Awaited<ReturnType<typeof speak>>
