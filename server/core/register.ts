import type { EntryBody, RuleRecord, Transaction } from '../../contracts/entry.ts'
import { type RegisterRow, registerFields, toRegisterRows } from '../../contracts/register.ts'
import { defaultSize } from '../../contracts/search.ts'
import type { CommandOf, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal, refusal } from './decision.ts'
import { durationMs } from './duration.ts'
import type { Moment } from './moment.ts'
import { ruleAbout } from './rule.ts'
import { searched } from './search.ts'
import { type State, settingsOf, type Token } from './state.ts'
import { terminalOf } from './terminal.ts'
import { checkToken } from './token.ts'
import { visible } from './visible.ts'

/** A row as the merchant gets it, and the rule that changes it. */
interface Line {
  row: RegisterRow
  transaction: Transaction
  rule?: RuleRecord
}

/** All that happened at a terminal, also what never came through the shop; of a whole client without one. */
export const listRegister = (
  state: State,
  { accessToken, wish }: CommandOf<'list register'>,
  moment: Moment,
): Decision<ReplyTo<'list register'>> => {
  const token = checkToken(state, accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  const lineOf = new Map(linesOf(state, token, moment).map((line) => [line.row, line]))
  const rows = searched([...lineOf.keys()], wish, registerFields)
  if (isRefusal(rows)) return refusal(rows)
  const found = rows.flatMap((row) => lineOf.get(row) ?? [])
  const { page = 0, size = defaultSize } = wish.paging ?? {}
  const altered = doubled(
    found.filter((line) => !isKeptOut(line, moment)),
    size,
  )
  const skipped = settingsOf(state).quirks.registerPage === 'skip' ? page : page * size
  const used = new Set(found.flatMap(({ rule }) => rule ?? []))
  return accept([...used].map(noteRule), {
    totalCount: altered.length,
    records: altered.slice(skipped, skipped + size).map(({ row }) => row),
  })
}

const noteRule = ({ id }: RuleRecord): EntryBody => ({
  kind: 'rule matched',
  rule: id,
  asked: 'list register',
})

const isOf = (token: Token, { order, client }: Transaction) =>
  token.terminal === undefined ? client === token.client : order.terminal === token.terminal

const linesOf = (state: State, token: Token, moment: Moment): Line[] =>
  [...state.transactions.values()].flatMap((happened) => {
    const transaction = isOf(token, happened) ? visible(happened, moment.now) : undefined
    const terminal = transaction && terminalOf(state, transaction.order.terminal)
    if (!transaction || !terminal) return []
    const rule = ruleAbout(state, 'register', transaction)
    const amount = rule?.then.register?.amount
    const rows = toRegisterRows(transaction, terminal, settingsOf(state).quirks)
    return rows.map((row) => ({ row: amount === undefined ? row : { ...row, amount }, transaction, rule }))
  })

/** Kept out by a rule: for good, or for a while. */
const isKeptOut = ({ rule, transaction: { at } }: Line, { now }: Moment): boolean => {
  const { missing, after } = rule?.then.register ?? {}
  return missing === true || (after !== undefined && now < at + (durationMs(after) ?? 0))
}

/** A row that comes twice comes again at the top of the next page: within one page anybody would see it. */
const doubled = (lines: Line[], size: number): Line[] => {
  const all = [...lines]
  for (const [at, line] of lines.entries()) {
    if (line.rule?.then.register?.twice) all.splice((Math.floor(at / size) + 1) * size, 0, line)
  }
  return all
}
