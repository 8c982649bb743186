import { type Language, languageTag } from './language.ts'
import { anchorOf, type Block, type Cell, type Linked, type ReferenceExchange } from './reference-block.ts'
import { type Say, sayIn } from './reference-language.ts'
import type { Found } from './reference-search.ts'

/** The only style of the page, inside it: anyone who serves it allows this very text by its hash. */
export const referenceStyle = `
:root { color-scheme: light dark }
body { margin: 0 auto; max-width: 80rem; padding: 1.5rem 1rem 4rem;
  background: light-dark(#f6f8f5, #101613); color: light-dark(#16241d, #e8efe9);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Open Sans", sans-serif }
nav ul { columns: 14rem; padding: 0; list-style: none }
a { color: light-dark(#0b6b48, #4cc38a) }
h1 { font-size: 1.6rem }
h2 { margin-top: 2.5rem; font-size: 1.25rem }
h3 { margin-top: 1.75rem; font-size: 1.05rem }
.scroll { overflow-x: auto; border: 1px solid light-dark(#dfe6e0, #2b3731); border-radius: .6rem;
  background: light-dark(#fff, #18211c) }
table { border-collapse: collapse; width: 100%; font-size: .875rem }
th, td { padding: .45rem .7rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid light-dark(#dfe6e0, #2b3731) }
tr:last-child td { border-bottom: 0 }
td:first-child { white-space: nowrap }
code, pre { font: .875em/1.5 ui-monospace, Consolas, monospace }
nav.languages { display: flex; gap: 1rem; justify-content: flex-end; font-size: .875rem }
nav.languages a { padding: .25rem 0 }
nav.languages [aria-current] { color: inherit; font-weight: 600; text-decoration: none }
form { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0 }
input[type=search] { flex: 1 1 14rem; min-width: 0; min-height: 2.75rem; padding: 0 .75rem; font: inherit;
  border: 1px solid light-dark(#8a978e, #6b7a71); border-radius: .6rem;
  background: light-dark(#fff, #18211c); color: inherit }
button { min-height: 2.75rem; padding: 0 1.25rem; font: inherit; border: 0; border-radius: .6rem;
  background: light-dark(#0b6b48, #4cc38a); color: light-dark(#fff, #0b1510) }
.found { padding: 0; list-style: none }
.found li { margin: .75rem 0; padding: .75rem 1rem; border: 1px solid light-dark(#dfe6e0, #2b3731);
  border-radius: .6rem; background: light-dark(#fff, #18211c); overflow-wrap: anywhere }
dl { display: grid; gap: .2rem .9rem; margin: .4rem 0 0; font-size: .875rem }
dt { color: light-dark(#52635a, #a3b3a9) }
dd { margin: 0 }
@media (min-width: 40rem) { dl { grid-template-columns: fit-content(12rem) 1fr } }
summary { cursor: pointer; padding: .6rem 0 }
.pair { display: grid; grid-template-columns: 1fr; gap: .75rem; margin-bottom: .75rem }
.pair > div { min-width: 0 }
.pair p { margin: 0 0 .25rem; font-size: .8rem; color: light-dark(#52635a, #a3b3a9) }
pre { margin: 0; padding: .75rem 1rem; overflow-x: auto; border: 1px solid light-dark(#dfe6e0, #2b3731);
  border-radius: .6rem; background: light-dark(#fff, #18211c) }
@media (min-width: 56rem) { .pair { grid-template-columns: 1fr 1fr } }
`

/** What a server puts on top: the language, the words asked for, and the rows that say most about them. */
export interface Searched {
  language: Language
  words: string
  found: Found[]
  /** What the address must keep, such as a control token. */
  kept?: Record<string, string>
}

/** The reference page as one HTML file that needs nothing else: no script, no request. */
export const toHtml = (blocks: Block[], searched?: Searched): string => {
  const language = searched?.language ?? 'eng'
  const say = sayIn(language)
  return `<!doctype html>
<html lang="${languageTag[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>epay-sandbox: ${safe(say('Reference'))}</title>
<style>${referenceStyle}</style>
</head>
<body>
${searched ? languageSwitch(searched, say) + searchForm(searched, say) : ''}${contents(blocks, say)}
<main>
${blocks.map((block) => shown(block, say)).join('\n')}
</main>
</body>
</html>
`
}

const escaped: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const safe = (text: string): string => text.replace(/[&<>"]/g, (sign) => escaped[sign] ?? sign)

const lines = (text: string): string => safe(text).replaceAll('\n', '<br>')

const languages: [Language, string][] = [
  ['rus', 'Русский'],
  ['kaz', 'Қазақша'],
  ['eng', 'English'],
]

const languageSwitch = ({ language, words, kept }: Searched, say: Say): string => {
  const links = languages.map(([one, name]) => {
    const query = new URLSearchParams({ ...kept, ...(words && { q: words }), lang: one })
    const current = one === language ? ' aria-current="true"' : ''
    return `<a href="?${safe(String(query))}" lang="${languageTag[one]}"${current}>${name}</a>`
  })
  return `<nav class="languages" aria-label="${safe(say('Language'))}">${links.join('')}</nav>\n`
}

const searchForm = ({ words, found, language, kept = {} }: Searched, say: Say): string => {
  const hidden = Object.entries({ ...kept, lang: language }).map(
    ([name, value]) => `<input type="hidden" name="${safe(name)}" value="${safe(value)}">`,
  )
  const label = safe(say('Words to look for'))
  const input = `<input type="search" name="q" aria-label="${label}" placeholder="484, postLink, refund"`
  const button = `<button>${safe(say('Search'))}</button>`
  const list =
    words && `<section aria-label="${safe(say('Found'))}">${foundList(words, found, say)}</section>\n`
  return `<form role="search">${hidden.join('')}${input} value="${safe(words)}">${button}</form>\n${list}`
}

const nothing = 'Nothing says “{words}”. Try a field, a path, a reason code or a word of its text.'

const foundList = (words: string, found: Found[], say: Say): string =>
  found.length === 0
    ? `<p>${safe(say(nothing).replace('{words}', () => words))}</p>`
    : `<ol class="found">${found.map((one) => foundItem(one, say)).join('\n')}</ol>`

const foundItem = ({ section, anchor, row }: Found, say: Say): string => {
  const [[, name = ''] = [], ...rest] = Object.entries(row)
  const facts = rest.map(([column, text]) => `<dt>${safe(column)}</dt><dd>${lines(text)}</dd>`)
  const place = `<a href="#${anchor}">${safe(section)}</a>`
  return `<li><code>${lines(name)}</code> ${say('in')} ${place}<dl>${facts.join('')}</dl></li>`
}

const addressOf = ({ heading, anchor }: { heading: string; anchor?: string }) => anchor ?? anchorOf(heading)

const contents = (blocks: Block[], say: Say): string => {
  const headings = blocks.flatMap((block) => ('heading' in block && block.level === 2 ? [block] : []))
  const links = headings.map((one) => `<li><a href="#${addressOf(one)}">${safe(one.heading)}</a></li>`)
  return `<nav aria-label="${safe(say('Contents'))}"><ul>${links.join('')}</ul></nav>`
}

const piece = (part: string | Linked): string =>
  typeof part === 'string' ? lines(part) : `<a href="${safe(part.link)}">${safe(part.text)}</a>`

const inner = (cell: Cell): string => (typeof cell === 'string' ? lines(cell) : cell.map(piece).join(''))

const row = ([first = '', ...rest]: Cell[]): string =>
  `<tr><td><code>${inner(first)}</code></td>${rest.map((cell) => `<td>${inner(cell)}</td>`).join('')}</tr>`

const shown = (block: Block, say: Say): string => {
  if ('heading' in block) {
    const tag = `h${block.level}`
    return `<${tag} id="${addressOf(block)}">${safe(block.heading)}</${tag}>`
  }
  if ('text' in block) return `<p>${safe(block.text)}</p>`
  if ('exchanges' in block) return exchanges(block.exchanges, say)
  const head = block.columns.map((name) => `<th scope="col">${safe(name)}</th>`).join('')
  const body = block.rows.map(row).join('\n')
  return `<div class="scroll" tabindex="0"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>`
}

/** The first stands open; the others are a line each until somebody asks. */
const exchanges = (all: ReferenceExchange[], say: Say): string =>
  all
    .map(
      (one, index) => `<details${index === 0 ? ' open' : ''}><summary>${safe(one.summary)}</summary>
<div class="pair">${half(say('Request'), one.request)}${half(say('Answer'), one.answer)}</div></details>`,
    )
    .join('\n')

const half = (title: string, text: string): string =>
  `<div><p>${safe(title)}</p><pre tabindex="0">${safe(text)}</pre></div>`
