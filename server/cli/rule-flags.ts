import { type Command, Option } from 'commander'
import { type RuleField, ruleFields } from '../../contracts/rule-fields.ts'
import { UsageError } from '../errors.ts'

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

/** How the text of a flag is read, by the kind of its field; what does not fit is left for the schema to refuse. */
const readers: Record<RuleField['kind'], { value: string; read?: (text: string, flag: string) => unknown }> =
  {
    switch: { value: '' },
    number: { value: '<n>', read: number },
    text: { value: '<text>' },
    choice: { value: '<name>' },
    list: { value: '<names>', read: list },
    json: { value: '<json>', read: (text, flag) => (/^[[{]/.test(text) ? json(text, flag) : text) },
  }

interface Flag {
  name: string
  value: string
  about: string
  read?: (text: string, flag: string) => unknown
}

/** What is said shorter than its place in the rule, or read otherwise than its kind. */
const special: Record<string, Partial<Flag>> = {
  'when.invoiceId': { name: 'when-invoice' },
  'when.accountId': { name: 'when-account' },
  'when.amount': { value: '<amount>', about: 'an amount, or a range such as 100..200', read: amount },
  'then.reasonCode': { name: 'code' },
  'then.answer': {
    value: '<fault>',
    about: 'lost, refused, half, an HTTP status, headersAfterMs=<ms>, bodyOverMs=<ms>, or JSON',
    read: answer,
  },
  'then.postlink.reorder': { value: '[whose]', read: reorder },
}

const kebab = (path: string) =>
  path
    .replace(/^then\./, '')
    .replaceAll('.', '-')
    .replace(/[A-Z]+/g, (letters) => `-${letters.toLowerCase()}`)

/** One flag for each field of a rule, such as `--postlink-copies <n>`. */
const flags = ruleFields.map(({ path, kind, about }) => {
  const flag: Flag = { name: kebab(path), about, ...readers[kind], ...special[path] }
  return { path, ...flag, text: `--${flag.name} ${flag.value}`.trim() }
})

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
  for (const { text, about } of flags) command.option(text, about)
  return command
}

/** The rule as typed: the JSON, with the flags on top of it. Not yet checked. */
export const readRule = (text: string | undefined, options: Record<string, unknown>): unknown => {
  const rule = text === undefined ? {} : json(text, 'the rule')
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) return rule
  for (const { text: flag, about, path, name, read = (value: string) => value } of flags) {
    const got = options[new Option(flag, about).attributeName()]
    if (got !== undefined) put(rule as Record<string, unknown>, path, read(got as string, `--${name}`))
  }
  return rule
}
