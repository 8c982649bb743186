import { type AnswerKey, answerKeys, type Expectation } from '../../contracts/scenario-expectation.ts'
import type { Answer } from './answer.ts'
import type { Seen } from './view.ts'

export interface Difference {
  where: string
  expected: unknown
  got: unknown
}

/** Where what came is not what was expected. An object may have more fields than are expected, a list not. */
export const differences = (expectation: Expectation, got: Answer & Seen): Difference[] =>
  Object.entries(expectation).flatMap(([key, expected]) => {
    if (key === 'message') return contains(expected as string, got.message)
    if (key === 'atLeastMs') return lasts(expected as number, got.tookMs)
    return between(expected, got[key as keyof Seen], key)
  })

const contains = (expected: string, got: unknown): Difference[] =>
  String(got ?? '').includes(expected) ? [] : [{ where: 'message', expected, got }]

const lasts = (expected: number, got = 0): Difference[] =>
  got >= expected ? [] : [{ where: 'atLeastMs', expected, got: Math.round(got) }]

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const between = (expected: unknown, got: unknown, where: string): Difference[] => {
  if (Array.isArray(expected) && Array.isArray(got)) return betweenLists(expected, got, where)
  if (!isObject(expected) || !isObject(got)) {
    return Object.is(expected, got) ? [] : [{ where, expected, got }]
  }
  return Object.entries(expected).flatMap(([key, value]) =>
    key === 'missing'
      ? notThere(value as string[], got.body, where)
      : between(value, got[key], `${where}.${key}`),
  )
}

const betweenLists = (expected: unknown[], got: unknown[], where: string): Difference[] => {
  if (expected.length !== got.length) {
    return [{ where, expected: `${expected.length} of them`, got: `${got.length} of them` }]
  }
  return expected.flatMap((value, i) => between(value, got[i], `${where}.${i}`))
}

const notThere = (names: string[], body: unknown, where: string): Difference[] =>
  names
    .filter((name) => name in Object(body))
    .map((name) => ({ where: `${where}.body.${name}`, expected: 'nothing', got: Object(body)[name] }))

const expectsAnswer = (expectation: Expectation) =>
  [...answerKeys, 'status', 'reasonCode'].some((key) => expectation[key as AnswerKey] !== undefined)

/** A step of which nothing is expected is expected to be answered. */
export const unforeseen = (expectation: Expectation, answer: Answer | undefined): Difference[] => {
  if (!answer || expectsAnswer(expectation)) return []
  const expected = 'an answer'
  if (answer.connection === 'cut') return [{ where: 'connection', expected, got: 'cut' }]
  if ((answer.httpStatus ?? 200) < 400) return []
  return [
    {
      where: 'httpStatus',
      expected,
      got: `${answer.httpStatus} ${answer.message ?? answer.page ?? ''}`.trim(),
    },
  ]
}
