import type { CaseResult, Outcome } from '../case.ts'
import type { Check, Step } from '../evidence.ts'
import type { CodeRow } from '../test-bed.ts'
import type { Report } from '../verdict.ts'
import { style } from './style.ts'
import { summaryOf } from './text.ts'

const signs: Record<Outcome, string> = { passed: '✓', failed: '✗', unproven: '?', skipped: '–' }

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const text = (value: string) => value.replace(/[&<>"']/g, (sign) => entities[sign] ?? '')

const stepItem = ({ did, sent, came }: Step): string => {
  const body = sent?.body ? `<pre>${text(`${sent.method} ${sent.url}\n\n${sent.body}`)}</pre>` : ''
  const line = `${text(did)}${came ? ` → <b>${text(came)}</b>` : ''}`
  return body ? `<li><details><summary>${line}</summary>${body}</details></li>` : `<li>${line}</li>`
}

const rowOf = (outcome: Outcome, cells: string[]): string => {
  const shown = cells.map((cell) => `<td>${text(cell)}</td>`).join('')
  return `<tr class="${outcome}"><td>${signs[outcome]}</td>${shown}</tr>`
}

const checkRow = ({ what, expected, came, ok }: Check): string => {
  const outcome: Outcome = ok === undefined ? 'unproven' : ok ? 'passed' : 'failed'
  return rowOf(outcome, [what, expected, came])
}

// A case of many orders has hundreds of rows that all say the same.
const maxRows = 60

const checksOf = (checks: Check[]) => {
  const wrong = checks.filter(({ ok }) => ok !== true)
  const shown = [...wrong, ...checks.filter(({ ok }) => ok === true)].slice(0, maxRows)
  if (shown.length === 0) return ''
  const head = '<tr><th></th><th>what</th><th>expected</th><th>came</th></tr>'
  return `<table>${head}${shown.map(checkRow).join('')}</table>`
}

const caseArticle = (result: CaseResult): string => {
  const { name, promise, outcome, reason, why, fix, before, after, steps, checks, curl } = result
  const open = outcome === 'failed' ? ' open' : ''
  const states = before
    ? `<p class="states"><b>before</b> ${text(before)}<br><b>after</b> ${text(after ?? '')}</p>`
    : ''
  return `<details class="case ${outcome}" id="${name}"${open}>
<summary><span class="sign">${signs[outcome]}</span> ${text(promise)} <code>${name}</code></summary>
${reason ? `<p class="reason">${text(reason)}</p>` : ''}
<p><b>Why it matters.</b> ${text(why)}</p>
<p><b>How to keep it.</b> ${text(fix)}</p>
${states}${checksOf(checks)}
${steps.length > 0 ? `<ol>${steps.map(stepItem).join('')}</ol>` : ''}
${curl ? `<p><b>Again by hand:</b></p><pre>${text(curl)}</pre>` : ''}
</details>`
}

const codeRow = ({ code, reason, final, answered, declined, paidLater, ok }: CodeRow): string => {
  const outcome: Outcome = ok === undefined ? 'unproven' : ok ? 'passed' : 'failed'
  const cells = [String(code), reason, final ? 'final' : 'ask the status', answered, declined, paidLater]
  return rowOf(outcome, cells)
}

const codeTable = (codes: CodeRow[]): string => {
  if (codes.length === 0) return ''
  const heads = ['', 'code', 'reason', 'outcome', 'answered', 'after the decline', 'after paying again']
  return `<h2>What the shop did with each reason code</h2>
<table class="codes"><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead>
<tbody>${codes.map(codeRow).join('')}</tbody></table>`
}

const words = { certified: 'Certified', failed: 'Failed', 'not proven': 'Not proven' }

/** One self-contained page: no script, nothing loaded. */
export const htmlReport = (report: Report): string => {
  const { verdict, because, merchant, at, version, seed, cases, codes } = report
  const tiles = cases.map(
    ({ name, promise, outcome }) =>
      `<a class="${outcome}" href="#${name}" title="${text(`${name}: ${promise}`)}">${signs[outcome]}</a>`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${words[verdict]}: ${text(merchant)}</title><style>${style}</style></head><body>
<header class="${verdict.replace(' ', '-')}"><h1>${words[verdict]}</h1>
<p class="merchant">${text(merchant)}</p>
<p>${summaryOf(report)}${because ? `<br>${text(because)}` : ''}</p>
<p class="small">${text(at)} · epay-sandbox ${text(version)} · seed ${text(seed)}</p></header>
<main><nav>${tiles.join('')}</nav>
<h2>Promises</h2>
${cases.map(caseArticle).join('\n')}
${codeTable(codes)}
<footer><p>Judged by what became of each order, against an offline stand-in for the bank.</p></footer>
</main></body></html>`
}
