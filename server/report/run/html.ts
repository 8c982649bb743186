import { languageTags } from './language-tags.ts'
import type { RunReport } from './run-report.ts'
import { style } from './style.ts'
import { figureOf, type Section, sectionsOf, wordsOf } from './words.ts'

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const safe = (text: string) => text.replace(/[&<>"']/g, (letter) => entities[letter] ?? '')

const rowOf = (row: string[]) => `<tr>${row.map((text) => `<td>${safe(text)}</td>`).join('')}</tr>`

const sectionHtml = ({ id, title, about, rows, bad }: Section, none: string) => {
  const table = rows.length > 0 ? `<div class="wide"><table>${rows.map(rowOf).join('\n')}</table></div>` : ''
  const tone = bad && rows.length > 0 ? ' class="bad"' : ''
  const words = about ? `<p>${safe(about)}</p>` : rows.length === 0 ? `<p class="none">${safe(none)}</p>` : ''
  const count = rows.length > 0 ? ` <small>${rows.length}</small>` : ''
  return `<section id="${id}"${tone}><h2>${safe(title)}${count}</h2>${words}${table}</section>`
}

/** What was met beside what never was: a mark for each behaviour, grouped by what the shop calls. */
const mapOf = ({ coverage }: RunReport, words: ReturnType<typeof wordsOf>) =>
  coverage.uses
    .map(({ use, name }) => {
      const marks = coverage.behaviours
        .filter((row) => row.use === use)
        .map(({ what, met }) => {
          const said = `${what}: ${met ? words.met : words.never}`
          return `<li class="${met ? 'met' : 'never'}" title="${safe(said)}"><span>${safe(what)}</span></li>`
        })
      return `<h3>${safe(name)}</h3><ul class="map">${marks.join('')}</ul>`
    })
    .join('\n')

/** One file that needs nothing beside it. */
export const htmlOf = (report: RunReport): string => {
  const words = wordsOf(report)
  const sections = sectionsOf(report)
  const body = sections.map((section) =>
    section.id === 'coverage'
      ? `${sectionHtml(section, words.none)}${mapOf(report, words)}`
      : sectionHtml(section, words.none),
  )
  const tone = sections.some(({ bad, rows }) => bad && rows.length > 0) ? 'bad' : 'good'
  const ended = report.exitCode === undefined ? '' : ` · ${words.exitCode} ${report.exitCode}`
  return `<!doctype html>
<html lang="${languageTags[report.language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>epay-sandbox: ${safe(words.title)}</title>
<style>${style}</style>
</head>
<body>
<header class="${tone}"><h1>${safe(words.title)}</h1>
<p class="figure">${safe(figureOf(report.coverage, words))}</p>
<p>${safe(`${report.at} · ${report.dialect}${ended} · epay-sandbox ${report.version}`)}<br>
${safe(words.notBank)}</p></header>
<main>
${body.join('\n')}
</main>
</body>
</html>
`
}
