import type { CaseResult, Outcome } from '../case.ts'
import type { Check, Step } from '../evidence.ts'
import type { CodeRow } from '../test-bed.ts'
import { type Report, worstFirst } from '../verdict.ts'
import { style } from './style.ts'
import { paceText, summaryOf } from './text.ts'

const signs: Record<Outcome, string> = { passed: '✓', failed: '✗', unproven: '?', skipped: '–' }

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const text = (value: string) => value.replace(/[&<>"']/g, (sign) => entities[sign] ?? '')

const stepItem = ({ did, sent, got }: Step): string => {
  const body = sent?.body ? `<pre>${text(`${sent.method} ${sent.url}\n\n${sent.body}`)}</pre>` : ''
  const line = `${text(did)}${got ? ` → <b>${text(got)}</b>` : ''}`
  return body ? `<li><details><summary>${line}</summary>${body}</details></li>` : `<li>${line}</li>`
}

const rowOf = (outcome: Outcome, cells: string[]): string => {
  const shown = cells.map((cell) => `<td>${text(cell)}</td>`).join('')
  return `<tr class="${outcome}"><td>${signs[outcome]}</td>${shown}</tr>`
}

const checkRow = ({ what, expected, got, ok }: Check): string => {
  const outcome: Outcome = ok === undefined ? 'unproven' : ok ? 'passed' : 'failed'
  return rowOf(outcome, [what, expected, got])
}

// A case of many orders has hundreds of rows that all say the same.
const maxRows = 60

const checksOf = (checks: Check[]) => {
  const wrong = checks.filter(({ ok }) => ok !== true)
  const shown = [...wrong, ...checks.filter(({ ok }) => ok === true)].slice(0, maxRows)
  if (shown.length === 0) return ''
  const head = '<tr><th></th><th>what</th><th>expected</th><th>got</th></tr>'
  return `<table>${head}${shown.map(checkRow).join('')}</table>`
}

const byHand = (curl: string) =>
  `<details><summary>by hand, while --keep holds it</summary><pre>${text(curl)}</pre></details>`

const idOf = ({ name, stages }: CaseResult) => (stages === 'two' ? `${name}-two` : name)

const caseArticle = (result: CaseResult): string => {
  const { name, promise, outcome, reason, why, fix, before, after, steps, checks, again, curl, stages } =
    result
  const open = outcome === 'failed' ? ' open' : ''
  const held = stages === 'two' ? ' · two stages' : ''
  const states = before
    ? `<p class="states"><b>before</b> ${text(before)}<br><b>after</b> ${text(after ?? '')}</p>`
    : ''
  return `<details class="case ${outcome}" id="${idOf(result)}"${open}>
<summary><span class="sign">${signs[outcome]}</span> ${text(promise)} <code>${name}${held}</code></summary>
${reason ? `<p class="reason">${text(reason)}</p>` : ''}
<p><b>Why it matters.</b> ${text(why)}</p>
<p><b>How to keep it.</b> ${text(fix)}</p>
${states}${checksOf(checks)}
${steps.length > 0 ? `<ol>${steps.map(stepItem).join('')}</ol>` : ''}
${again ? `<p><b>Again:</b></p><pre>${text(again)}</pre>` : ''}
${again && curl ? byHand(curl) : ''}
</details>`
}

const codeRow = ({ code, reason, final, answered, declined, paidLater, ok }: CodeRow): string => {
  const outcome: Outcome = ok === undefined ? 'unproven' : ok ? 'passed' : 'failed'
  const cells = [String(code), reason, final ? 'final' : 'ask the status', answered, declined, paidLater]
  const named = cells.map((cell, index) => `<td data-head="${codeHeads[index]}">${text(cell)}</td>`)
  return `<tr class="${outcome}"><td>${signs[outcome]}</td>${named.join('')}</tr>`
}

const codeHeads = ['code', 'reason', 'outcome', 'answered', 'after the decline', 'after paying again']

/** Folded, unless a row of it is wrong; on a phone a row is a block with the heads beside its cells. */

const codeTable = (codes: CodeRow[]): string => {
  if (codes.length === 0) return ''
  const open = codes.some(({ ok }) => ok !== true) ? ' open' : ''
  const heads = ['', ...codeHeads].map((head) => `<th>${head}</th>`).join('')
  return `<details class="group"${open}><summary>What the shop did with each reason code: ${codes.length}</summary>
<table class="codes"><thead><tr>${heads}</tr></thead>
<tbody>${codes.map(codeRow).join('')}</tbody></table></details>`
}

const findingsList = ({ findings }: Report): string => {
  if (findings.length === 0) return ''
  const items = findings.map(({ cause, cases }) => {
    const links = [...new Set(cases)].map((name) => `<a href="#${name}">${name}</a>`).join(', ')
    return `<li>${text(cause)}<br><span class="small">${links}</span></li>`
  })
  return `<h2>What went wrong</h2><ol class="findings">${items.join('')}</ol>`
}

/** Failures first and open; what was kept, and what was not tried, folded. */
const sections = ({ cases }: Report): string => {
  const of = (...outcomes: Outcome[]) => cases.filter(({ outcome }) => outcomes.includes(outcome))
  const [wrong, kept, skipped] = [worstFirst(of('failed', 'unproven')), of('passed'), of('skipped')]
  const folded = (title: string, some: CaseResult[], open: boolean) =>
    some.length === 0
      ? ''
      : `<details class="group"${open ? ' open' : ''}><summary>${title}: ${some.length}</summary>
${some.map(caseArticle).join('\n')}</details>`
  return [
    wrong.length > 0 ? `<h2>Broken or not proven</h2>\n${wrong.map(caseArticle).join('\n')}` : '',
    folded('Promises kept', kept, wrong.length === 0),
    folded('Not tried', skipped, false),
  ].join('\n')
}

const tile = (result: CaseResult): string => {
  const { name, promise, outcome } = result
  const title = text(`${name}: ${promise}`)
  return `<a class="${outcome}" href="#${idOf(result)}" title="${title}">${signs[outcome]}</a>`
}

const words = { certified: 'Certified', failed: 'Failed', 'not proven': 'Not proven' }

/** One self-contained page: no script, nothing loaded. */
export const htmlReport = (report: Report): string => {
  const { verdict, because, merchant, at, version, seed, cases, codes } = report
  const tiles = cases.map(tile)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${words[verdict]}: ${text(merchant)}</title><style>${style}</style></head><body>
<header class="${verdict.replace(' ', '-')}"><h1>${words[verdict]}</h1>
<p class="merchant">${text(merchant)}</p>
<p>${summaryOf(report)}${because ? `<br>${text(because)}` : ''}</p>
<p class="small">${text(at)} · epay-sandbox ${text(version)} · seed ${text(seed)}<br>
${paceText(report.pace)}</p></header>
<main><nav>${tiles.join('')}</nav>
${findingsList(report)}${sections(report)}
${codeTable(codes)}
<footer><p>Judged by what became of each order, against an offline stand-in for the bank.</p></footer>
</main></body></html>`
}
