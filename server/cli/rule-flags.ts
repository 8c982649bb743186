import { type Command, Option } from 'commander'
import { ruleOperations, threeDSKinds } from '../../contracts/rule.ts'
import { UsageError } from '../errors.ts'

/** One flag of `rules add`: what it says, where it goes in the rule, how its text is read. */
type Flag = [flag: string, about: string, path: string, read?: (text: string, flag: string) => unknown]

/** Digits become a number; anything else stays as it is, and the schema says what was expected. */
const number = (text: string): unknown => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text)

/** `100`, `100..200`, `100..`, `..200`. */
const amount = (text: string): unknown => {
  const [, min, max] = /^(\d*\.?\d*)\.\.(\d*\.?\d*)$/.exec(text) ?? []
  if (min === undefined || max === undefined) return number(text)
  return { ...(min ? { min: Number(min) } : {}), ...(max ? { max: Number(max) } : {}) }
}

const json = (text: string, flag: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${flag} is not JSON: ${(error as Error).message}`)
  }
}

/** `lost`, `502`, `headersAfterMs=500`, or JSON. */
const answer = (text: string, flag: string): unknown => {
  if (text.startsWith('{')) return json(text, flag)
  if (/^\d{3}$/.test(text)) return { status: Number(text) }
  const [, name, ms] = /^(headersAfterMs|bodyOverMs)=(\d+)$/.exec(text) ?? []
  return name ? { [name]: Number(ms) } : text
}

const list = (text: string) => text.split(',').map((part) => part.trim())
const reorder = (text: unknown) => (text === true || text === 'any' ? true : text)

const flags: Flag[] = [
  ['--when-operation <name>', ruleOperations.join(', '), 'when.operation'],
  ['--when-invoice <id>', 'of this order', 'when.invoiceId'],
  ['--when-card <card>', 'number, mask (440563...5096) or last four digits', 'when.card'],
  ['--when-card-id <id>', 'id of a saved card', 'when.cardId'],
  ['--when-amount <amount>', 'an amount, or a range such as 100..200', 'when.amount', amount],
  ['--when-account <id>', "the shop's id of the customer", 'when.accountId'],
  ['--when-terminal <uuid>', 'at this terminal', 'when.terminal'],
  ['--when-holder <name>', 'the name on the card', 'when.holder'],
  ['--when-attempt <n>', 'which attempt to pay the invoice: 1 is the first', 'when.attempt', number],
  ['--code <code>', 'decline with this reason code; 0 approves', 'then.reasonCode', number],
  ['--approve', 'approve, whatever the card', 'then.approve'],
  ['--three-ds <kind>', threeDSKinds.join(', '), 'then.threeDS'],
  ['--delay-ms <ms>', 'wait in real time before the answer', 'then.delayMs', number],
  [
    '--answer <fault>',
    'lost, refused, half, an HTTP status, headersAfterMs=<ms>, bodyOverMs=<ms>, or JSON',
    'then.answer',
    answer,
  ],
  ['--bonus <amount>', 'bonuses pay this much of the price, the card the rest', 'then.bonus', number],
  [
    '--visible-after <duration>',
    'it happens, and status, lists and postlink know nothing of it for so long (PT30S)',
    'then.visibleAfter',
  ],
  ['--postlink-delay-ms <ms>', "send it later, by the workspace's clock", 'then.postlink.delayMs', number],
  ['--postlink-copies <n>', 'send it this often in all', 'then.postlink.copies', number],
  ['--postlink-copy-every-ms <ms>', 'between copies; 0 is at once', 'then.postlink.copyEveryMs', number],
  ['--postlink-lost', 'never send it', 'then.postlink.lost'],
  [
    '--postlink-reorder [whose]',
    'send it after the next other one: any, or of the same invoice',
    'then.postlink.reorder',
    reorder,
  ],
  ['--postlink-late', 'send it only when the status has changed again', 'then.postlink.late'],
  ['--postlink-forged', 'with a wrong secret_hash', 'then.postlink.forged'],
  ['--postlink-corrupt', 'with its JSON cut in the middle', 'then.postlink.corrupt'],
  ['--postlink-content-type <type>', 'with another content type', 'then.postlink.contentType'],
  ['--postlink-amount <amount>', 'with another amount than was paid', 'then.postlink.amount', number],
  ['--postlink-currency <code>', 'with another currency', 'then.postlink.currency'],
  ['--postlink-extra <json>', 'with more fields', 'then.postlink.extra', json],
  ['--postlink-missing <names>', 'without these fields, separated by commas', 'then.postlink.missing', list],
  ['--times <n>', 'clear itself after this many matches', 'times', number],
]

const put = (rule: Record<string, unknown>, path: string, value: unknown) => {
  const names = path.split('.')
  const last = names.pop() as string
  let place = rule
  for (const name of names) {
    place[name] ??= {}
    place = place[name] as Record<string, unknown>
  }
  place[last] = value
}

export const addRuleFlags = (command: Command): Command => {
  for (const [flag, about] of flags) command.option(flag, about)
  return command
}

/** The rule as typed: the JSON, with the flags on top of it. Not yet checked. */
export const readRule = (text: string | undefined, options: Record<string, unknown>): unknown => {
  const rule = text === undefined ? {} : json(text, 'the rule')
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) return rule
  for (const [flag, about, path, read = (value: string) => value] of flags) {
    const option = new Option(flag, about)
    const got = options[option.attributeName()]
    if (got !== undefined)
      put(rule as Record<string, unknown>, path, read(got as string, option.long ?? flag))
  }
  return rule
}
