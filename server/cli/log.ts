import type { Entry } from '../../contracts/entry.ts'
import { moneyText } from '../../contracts/money.ts'
import { reasonOf } from '../../contracts/reason-code.ts'
import { bankTime } from '../../contracts/time.ts'
import type { State } from '../core/state.ts'

interface LogLine {
  event: string
  at: string
  invoiceId?: string
  text: string
  [fact: string]: unknown
}

const clockTime = (at: number) => bankTime(at).slice(11, 19)

/** What an entry of the journal is to somebody watching; undefined for what only the sandbox cares about. */
export const describe = (entry: Entry, state: State): LogLine | undefined => {
  const line = (invoiceId: string | undefined, words: string, facts: object = {}): LogLine => ({
    event: entry.kind,
    at: new Date(entry.at).toISOString(),
    ...(invoiceId ? { invoiceId } : {}),
    ...facts,
    text: `${clockTime(entry.at)}  ${(invoiceId ?? '').padEnd(15)}  ${words}`,
  })
  const invoiceOf = (postlink: string) => state.postlinks.get(postlink)?.invoiceId
  switch (entry.kind) {
    case 'token issued':
      return line(entry.token.invoiceId, `← token for ${entry.token.client}`)
    case 'page opened':
      return line(entry.page.order.invoiceId, '← page opened')
    case 'payment decided': {
      const { order, status, reasonCode } = entry.transaction
      const why = reasonCode === 0 ? '' : ` ${reasonCode} ${reasonOf(reasonCode).reason}`
      return line(order.invoiceId, `· ${status} ${moneyText(order.amount, order.currency)}${why}`, {
        status,
        reasonCode,
      })
    }
    case 'postlink answered': {
      const { answer, attempt, retryAt } = entry
      const came = answer.status ?? answer.error ?? 'nothing'
      const next = retryAt ? `, again at ${clockTime(retryAt)}` : ''
      const words = `→ postlink, attempt ${attempt}: ${came} in ${answer.durationMs} ms${next}`
      return line(invoiceOf(entry.postlink), words, { attempt, status: answer.status, error: answer.error })
    }
    case 'request refused':
      return line(entry.invoiceId, `✕ ${entry.asked}: ${entry.refused}`, {
        asked: entry.asked,
        refused: entry.refused,
      })
    default:
      return undefined
  }
}
