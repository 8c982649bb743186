import { type AnswerKey, answerKeys, type Expectation } from '../../contracts/scenario-expectation.ts'
import type { Answer } from './answer.ts'
import type { Seen } from './view.ts'

export interface Difference {
  where: string
  expected: unknown
  came: unknown
}

/** Where what came is not what was expected. An object may have more fields than are expected, a list not. */
export const differences = (expectation: Expectation, came: Answer & Seen): Difference[] =>
  Object.entries(expectation).flatMap(([key, expected]) => {
    if (key === 'message') return contains(expected as string, came.message)
    if (key === 'atLeastMs') return lasts(expected as number, came.tookMs)
    return between(expected, came[key as keyof Seen], key)
  })

const contains = (expected: string, came: unknown): Difference[] =>
  String(came ?? '').includes(expected) ? [] : [{ where: 'message', expected, came }]

const lasts = (expected: number, came = 0): Difference[] =>
  came >= expected ? [] : [{ where: 'atLeastMs', expected, came: Math.round(came) }]

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const between = (expected: unknown, came: unknown, where: string): Difference[] => {
  if (Array.isArray(expected) && Array.isArray(came)) return betweenLists(expected, came, where)
  if (!isObject(expected) || !isObject(came)) {
    return Object.is(expected, came) ? [] : [{ where, expected, came }]
  }
  return Object.entries(expected).flatMap(([key, value]) =>
    key === 'missing'
      ? notThere(value as string[], came.body, where)
      : between(value, came[key], `${where}.${key}`),
  )
}

const betweenLists = (expected: unknown[], came: unknown[], where: string): Difference[] => {
  if (expected.length !== came.length) {
    return [{ where, expected: `${expected.length} of them`, came: `${came.length} of them` }]
  }
  return expected.flatMap((value, i) => between(value, came[i], `${where}.${i}`))
}

const notThere = (names: string[], body: unknown, where: string): Difference[] =>
  names
    .filter((name) => name in Object(body))
    .map((name) => ({ where: `${where}.body.${name}`, expected: 'nothing', came: Object(body)[name] }))

const expectsAnswer = (expectation: Expectation) =>
  [...answerKeys, 'status', 'reasonCode'].some((key) => expectation[key as AnswerKey] !== undefined)

/** A step of which nothing is expected is expected to be answered. */
export const unforeseen = (expectation: Expectation, answer: Answer | undefined): Difference[] => {
  if (!answer || expectsAnswer(expectation)) return []
  const expected = 'an answer'
  if (answer.connection === 'cut') return [{ where: 'connection', expected, came: 'cut' }]
  if ((answer.httpStatus ?? 200) < 400) return []
  return [
    {
      where: 'httpStatus',
      expected,
      came: `${answer.httpStatus} ${answer.message ?? answer.page ?? ''}`.trim(),
    },
  ]
}
