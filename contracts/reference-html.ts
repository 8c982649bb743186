import type { Block, Cell, Linked } from './reference.ts'

/** The only style of the page, inside it: whoever serves it allows this very text by its hash. */
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
code { font: .875em/1.5 ui-monospace, Consolas, monospace }
`

/** The reference page as one HTML file that needs nothing else: no script, no request. */
export const toHtml = (blocks: Block[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>epay-sandbox reference</title>
<style>${referenceStyle}</style>
</head>
<body>
${contents(blocks)}
<main>
${blocks.map(say).join('\n')}
</main>
</body>
</html>
`

const escaped: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const safe = (text: string): string => text.replace(/[&<>"]/g, (sign) => escaped[sign] ?? sign)

const lines = (text: string): string => safe(text).replaceAll('\n', '<br>')

const anchor = (heading: string): string => heading.toLowerCase().replace(/[^a-z0-9]+/g, '-')

const contents = (blocks: Block[]): string => {
  const headings = blocks.flatMap((block) => ('heading' in block && block.level === 2 ? [block.heading] : []))
  const links = headings.map((heading) => `<li><a href="#${anchor(heading)}">${safe(heading)}</a></li>`)
  return `<nav aria-label="Contents"><ul>${links.join('')}</ul></nav>`
}

const piece = (part: string | Linked): string =>
  typeof part === 'string' ? lines(part) : `<a href="${safe(part.link)}">${safe(part.text)}</a>`

const inner = (cell: Cell): string => (typeof cell === 'string' ? lines(cell) : cell.map(piece).join(''))

const row = ([first = '', ...rest]: Cell[]): string =>
  `<tr><td><code>${inner(first)}</code></td>${rest.map((cell) => `<td>${inner(cell)}</td>`).join('')}</tr>`

const say = (block: Block): string => {
  if ('heading' in block) {
    const tag = `h${block.level}`
    return `<${tag} id="${anchor(block.heading)}">${safe(block.heading)}</${tag}>`
  }
  if ('text' in block) return `<p>${safe(block.text)}</p>`
  const head = block.columns.map((name) => `<th scope="col">${safe(name)}</th>`).join('')
  const body = block.rows.map(row).join('\n')
  return `<div class="scroll" tabindex="0"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>`
}
