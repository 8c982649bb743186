import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../errors.ts'
import { writeWhole } from '../files/whole-file.ts'
import { printableLines } from '../redaction/printable.ts'
import { style } from '../report/run/style.ts'
import type { Part } from './part.ts'
import type { Rehearsal } from './rehearse.ts'
import { statementOf } from './statement.ts'

const notBank =
  "This is a rehearsal by epay-sandbox. It is not the bank's: " +
  'Halyk Bank has not seen this shop, and nobody there vouches for it.'

const signs = { passed: '✓', failed: '✗', 'not proven': '?', 'left out': '-' } as const

const partText = ({ name, verdict, summary, checks }: Part): string =>
  [
    `${signs[verdict]} ${name}: ${summary}`,
    ...checks
      .filter(({ ok }) => !ok)
      .flatMap(({ title, notes }) => [`    ${title}`, ...notes.map((line) => `      ${line}`)]),
  ].join('\n')

const assumedText = (assumed: string[]): string =>
  assumed.length > 0
    ? `rests on what no paper of the bank says:\n${assumed.map((rule) => `  - ${rule}`).join('\n')}`
    : 'rests on no assumption of the sandbox'

/** For a terminal: what it rests on first, then each part, the verdict last. */
export const textOf = (rehearsal: Rehearsal): string =>
  printableLines(
    [
      ...[notBank, assumedText(rehearsal.assumed), ...rehearsal.parts.map(partText)],
      `REHEARSAL ${rehearsal.verdict.toUpperCase()}  ${rehearsal.merchant}`,
    ].join('\n'),
  )

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const safe = (text: string) => text.replace(/[&<>"']/g, (letter) => entities[letter] ?? '')

const partHtml = ({ name, verdict, summary, checks }: Part): string => {
  const bad = checks.filter(({ ok }) => !ok)
  const rows = bad.map(
    ({ title, notes }) => `<tr><td>${safe(title)}</td><td>${notes.map(safe).join('<br>')}</td></tr>`,
  )
  const table = rows.length > 0 ? `<div class="wide"><table>${rows.join('\n')}</table></div>` : ''
  const tone = verdict === 'failed' ? ' class="bad"' : ''
  return `<section${tone}><h2>${signs[verdict]} ${safe(name)}</h2><p>${safe(summary)}</p>${table}</section>`
}

/** A verdict says no more than what was looked at. */
const leftOutText = (parts: Part[]): string => {
  const count = parts.filter(({ verdict }) => verdict === 'left out').length
  return count > 0 ? `; ${count} of ${parts.length} parts were left out` : ''
}

/** One page that needs nothing beside it. */
export const htmlOf = (rehearsal: Rehearsal): string => {
  const { verdict, merchant, at, version, assumed, parts, commit } = rehearsal
  const rests =
    assumed.length > 0
      ? `<ul>${assumed.map((rule) => `<li>${safe(rule)}</li>`).join('')}</ul>`
      : '<p>nothing</p>'
  const of = commit
    ? ` · commit ${commit.hash.slice(0, 12)}${commit.changed.length > 0 ? ', and changes on top' : ''}`
    : ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>epay-sandbox: rehearsal</title>
<style>${style}</style>
</head>
<body>
<header class="${verdict === 'passed' ? 'good' : 'bad'}"><h1>Rehearsal report</h1>
<p class="figure">${safe(`${verdict}${leftOutText(parts)}`)}</p>
<p>${safe(`${merchant} · ${at}${of} · epay-sandbox ${version}`)}<br>
${safe(notBank)}</p></header>
<main>
<section id="assumed"><h2>Rests on what no paper of the bank says</h2>${rests}</section>
${parts.map(partHtml).join('\n')}
</main>
</body>
</html>
`
}

/** report.html, report.json, and the statement where there is one. Throws ConfigError. */
export const writeRehearsal = async (folder: string, rehearsal: Rehearsal): Promise<void> => {
  const statement = statementOf(rehearsal)
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
  try {
    await mkdir(folder, { recursive: true })
    await writeWhole(join(folder, 'rehearsal.html'), htmlOf(rehearsal))
    await writeWhole(join(folder, 'rehearsal.json'), json({ note: notBank, ...rehearsal }))
    if (statement) await writeWhole(join(folder, 'rehearsal.intoto.json'), json(statement))
  } catch (error) {
    throw new ConfigError(`the report cannot be written to ${folder}: ${(error as Error).message}`)
  }
}
