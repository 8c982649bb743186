import type { PostlinkRecord } from '../../../contracts/entry.ts'
import { dayMs, type Instant } from '../../../contracts/time.ts'

type Told = Pick<PostlinkRecord, 'body' | 'contentType'>
type Trait = (text: string, told: Told, at: Instant) => boolean

const fieldsOf = ({ body }: Told) => body as unknown as Record<string, unknown>
const isEmpty = (value: unknown) => value === undefined || value === null || value === ''

/** What a shop's reader may stumble over in a postlink that is as the bank sends them. */
const traits = {
  'an amount with tiyn': (_, told) => !Number.isInteger(fieldsOf(told).amount),
  'an apostrophe': (text) => text.includes("'"),
  'letters beyond ASCII': (text) => /[^\p{ASCII}]/u.test(text),
  'letters of four bytes': (text) => /[\u{10000}-\u{10ffff}]/u.test(text),
  'a content type that is not application/json': (_, { contentType }) =>
    !contentType.startsWith('application/json'),
  'the form of 2020': (_, told) => !('approvalCode' in fieldsOf(told)),
  'accountId without acountId': (_, told) => 'accountId' in fieldsOf(told) && !('acountId' in fieldsOf(told)),
  'acountId without accountId': (_, told) => 'acountId' in fieldsOf(told) && !('accountId' in fieldsOf(told)),
  'a part in bonuses': (_, told) => 'amount_bonus' in fieldsOf(told),
  'no name': (_, told) => isEmpty(fieldsOf(told).name),
  'no e-mail': (_, told) => isEmpty(fieldsOf(told).email),
  'a day that is not today': (_, told, at) =>
    Math.abs(at - Date.parse(String(fieldsOf(told).dateTime))) > dayMs,
} satisfies Record<string, Trait>

export type TraitName = keyof typeof traits
export const traitNames = Object.keys(traits) as TraitName[]

const traitsOf = (told: Told, at: Instant): TraitName[] => {
  const text = JSON.stringify(told.body)
  return traitNames.filter((name) => traits[name](text, told, at))
}

/** For each postlink that was not taken: what it has and none of the taken ones has. */
export const setApart = <Sent extends Told & { taken: boolean }>(sent: Sent[], at: Instant) => {
  const untaken = sent.filter(({ taken }) => !taken)
  if (untaken.length === 0) return () => []
  const usual = new Set(sent.filter(({ taken }) => taken).flatMap((one) => traitsOf(one, at)))
  return (one: Sent): TraitName[] => (one.taken ? [] : traitsOf(one, at).filter((name) => !usual.has(name)))
}
