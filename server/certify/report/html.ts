import { languageTag } from '../../../contracts/language.ts'
import type { CaseResult, Outcome } from '../case.ts'
import type { Check, Step } from '../evidence.ts'
import type { CodeRow } from '../test-bed.ts'
import { type Report, worstFirst } from '../verdict.ts'
import { reportIn } from './sentences.ts'
import { style } from './style.ts'
import type { TextOptions } from './text.ts'
import { filled, isHeld, paceText, summaryOf, verdictWord, type Words, wordsOf } from './words.ts'

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

// More than these fill a phone's screen before the next case comes.
const fewSteps = 12

const stepList = (steps: Step[], words: Words): string => {
  if (steps.length === 0) return ''
  const list = `<ol>${steps.map(stepItem).join('')}</ol>`
  if (steps.length <= fewSteps) return list
  return `<details><summary>${filled(words.stepsTitle, { n: steps.length })}</summary>${list}</details>`
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

const checksOf = (checks: Check[], words: Words) => {
  const wrong = checks.filter(({ ok }) => ok !== true)
  const shown = [...wrong, ...checks.filter(({ ok }) => ok === true)].slice(0, maxRows)
  if (shown.length === 0) return ''
  const head = `<tr><th></th><th>${words.what}</th><th>${words.expected}</th><th>${words.got}</th></tr>`
  return `<table>${head}${shown.map(checkRow).join('')}</table>`
}

const byHand = (curl: string, words: Words) =>
  `<details><summary>${words.byHand}</summary><pre>${text(curl)}</pre></details>`

const idOf = ({ name, stages }: CaseResult) => (stages === 'two' ? `${name}-two` : name)

const caseArticle = (result: CaseResult, words: Words): string => {
  const { name, promise, outcome, reason, why, fix, before, after, steps, checks, again, curl } = result
  const open = outcome === 'failed' ? ' open' : ''
  const held = isHeld(result) ? ` · ${words.twoStages}` : ''
  const states = before
    ? `<p class="states"><b>${words.before}</b> ${text(before)}<br><b>${words.after}</b> ${text(after ?? '')}</p>`
    : ''
  return `<details class="case ${outcome}" id="${idOf(result)}"${open}>
<summary><span class="sign">${signs[outcome]}</span> ${text(promise)} <code>${name}${held}</code></summary>
${reason ? `<p class="reason">${text(reason)}</p>` : ''}
<p><b>${words.whyItMatters}</b> ${text(why)}</p>
<p><b>${words.howToFix}</b> ${text(fix)}</p>
${states}${checksOf(checks, words)}
${stepList(steps, words)}
${again ? `<p><b>${words.againTitle}</b></p><pre>${text(again)}</pre>` : ''}
${again && curl ? byHand(curl, words) : ''}
</details>`
}

const codeRow = (row: CodeRow, words: Words): string => {
  const { code, reason, final, answered, declined, paidLater, ok } = row
  const outcome: Outcome = ok === undefined ? 'unproven' : ok ? 'passed' : 'failed'
  const cells = [String(code), reason, final ? words.final : words.askStatus, answered, declined, paidLater]
  const heads = codeHeads(words)
  const named = cells.map((cell, index) => `<td data-head="${text(heads[index] ?? '')}">${text(cell)}</td>`)
  return `<tr class="${outcome}"><td>${signs[outcome]}</td>${named.join('')}</tr>`
}

const codeHeads = ({ code, reason, outcome, answered, afterDecline, afterPaying }: Words) => [
  ...[code, reason, outcome, answered, afterDecline, afterPaying],
]

/** Folded, unless a row of it is wrong; on a phone a row is a block with the heads beside its cells. */
const codeTable = (codes: CodeRow[], words: Words): string => {
  if (codes.length === 0) return ''
  const open = codes.some(({ ok }) => ok !== true) ? ' open' : ''
  const heads = ['', ...codeHeads(words)].map((head) => `<th>${head}</th>`).join('')
  return `<details class="group"${open}><summary>${words.codesTitle}: ${codes.length}</summary>
<table class="codes"><thead><tr>${heads}</tr></thead>
<tbody>${codes.map((row) => codeRow(row, words)).join('')}</tbody></table></details>`
}

const findingsList = ({ findings }: Report, words: Words): string => {
  if (findings.length === 0) return ''
  const items = findings.map(({ cause, cases }) => {
    const links = [...new Set(cases)].map((name) => `<a href="#${name}">${name}</a>`).join(', ')
    return `<li>${text(cause)}<br><span class="small">${links}</span></li>`
  })
  return `<h2>${words.wentWrong}</h2><ol class="findings">${items.join('')}</ol>`
}

/** Failures first and open; what was kept, and what was not tried, folded. */
const sections = (cases: CaseResult[], words: Words): string => {
  const article = (result: CaseResult) => caseArticle(result, words)
  const of = (...outcomes: Outcome[]) => cases.filter(({ outcome }) => outcomes.includes(outcome))
  const [wrong, kept, skipped] = [worstFirst(of('failed', 'unproven')), of('passed'), of('skipped')]
  const folded = (title: string, some: CaseResult[], open: boolean) =>
    some.length === 0
      ? ''
      : `<details class="group"${open ? ' open' : ''}><summary>${title}: ${some.length}</summary>
${some.map(article).join('\n')}</details>`
  return [
    wrong.length > 0 ? `<h2>${words.brokenOrNot}</h2>\n${wrong.map(article).join('\n')}` : '',
    folded(words.kept, kept, wrong.length === 0),
    folded(words.notTried, skipped, false),
  ].join('\n')
}

const tile = (result: CaseResult): string => {
  const { name, promise, outcome } = result
  const title = text(`${name}: ${promise}`)
  return `<a class="${outcome}" href="#${idOf(result)}" title="${title}">${signs[outcome]}</a>`
}

/** One self-contained page: no script, nothing loaded. */
export const htmlReport = (report: Report, { language = 'eng' }: TextOptions = {}): string => {
  const spoken = reportIn(report, language)
  const { verdict, because, merchant, at, version, seed, codes, cases } = spoken
  const words = wordsOf(language)
  const title = verdictWord(verdict, words)
  const tiles = cases.map(tile)
  return `<!doctype html>
<html lang="${languageTag[language]}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}: ${text(merchant)}</title><style>${style}</style></head><body>
<header class="${verdict.replace(' ', '-')}"><h1>${title}</h1>
<p class="merchant">${text(merchant)}</p>
<p>${summaryOf(report, words)}${because ? `<br>${text(because)}` : ''}</p>
<p class="small">${text(at)} · epay-sandbox ${text(version)} · seed ${text(seed)}<br>
${paceText(report.pace, words)}</p></header>
<main><nav>${tiles.join('')}</nav>
${findingsList(spoken, words)}${sections(cases, words)}
${codeTable(codes, words)}
<footer><p>${words.judged}</p></footer>
</main></body></html>`
}
