import { luhn } from './card.ts'
import { reasonCodes } from './reason-code.ts'
import type { ThreeDSKind } from './rule.ts'

/**
 * Ways to force an outcome that need no rule: numbers, names and ids that mean one. None is a real card: the
 * range 400000 is kept for tests by the scheme. Any expiry and any CVC are good.
 */

const withCheckDigit = (head: string): string => {
  for (let digit = 0; digit <= 9; digit++) if (luhn(`${head}${digit}`)) return `${head}${digit}`
  throw new Error(`no check digit for ${head}`)
}

// A code below zero, which is -1 alone, has a one where the others have a zero.
const sign = (code: number) => (code < 0 ? '1' : '0')
const figures = (code: number, length: number) => String(Math.abs(code)).padStart(length, '0')

/** 16 digits: `40000000`, the reason code in four digits, `000`, check digit. Code 0 is approved. */
export const panOfCode = (code: number): string =>
  withCheckDigit(`4000000${sign(code)}${figures(code, 4)}000`)

/** `00000000-0000-4000-8000-000000000484` declines with 484; all zeros is approved. */
export const cardIdOfCode = (code: number): string =>
  `00000000-0000-4000-800${sign(code)}-${figures(code, 12)}`

/** What a buyer, a merchant or a test can force by the card alone. */
export interface Forced {
  reasonCode: number
  threeDS?: ThreeDSKind
  /** The card has bonuses and spends them. */
  bonus?: boolean
}

interface ThreeDSCard extends Forced {
  pan: string
  about: string
}

/** `40000030`, the code in four digits, which kind of 3-D Secure, check digit. */
const threeDSPan = (code: number, kind: '1' | '2') =>
  withCheckDigit(`40000030${String(code).padStart(4, '0')}00${kind}`)

export const threeDSCards: ThreeDSCard[] = [
  { pan: threeDSPan(0, '1'), threeDS: 'challenge', reasonCode: 0, about: 'asks for a code, then pays' },
  {
    pan: threeDSPan(0, '2'),
    threeDS: 'frictionless',
    reasonCode: 0,
    about: 'recognised without a code, then pays',
  },
  {
    pan: threeDSPan(473, '1'),
    threeDS: 'challenge',
    reasonCode: 473,
    about: 'asks for a code, then fails with 473',
  },
  {
    pan: threeDSPan(455, '1'),
    threeDS: 'challenge',
    reasonCode: 455,
    about: 'asks for a code, then fails with 455',
  },
  {
    pan: threeDSPan(1654, '1'),
    threeDS: 'challenge',
    reasonCode: 1654,
    about: 'asks for a code, then fails with 1654',
  },
]

/** Bonuses pay their part of whatever this card pays. */
export const bonusCard = {
  pan: withCheckDigit('400000500000001'),
  reasonCode: 0,
  bonus: true,
  about: 'pays seven tenths of the price with bonuses',
}

/** The codes a payment can end with: all of the table. */
export const forcibleCodes = reasonCodes.map(({ code }) => code)

const byPan = new Map<string, Forced>([
  ...forcibleCodes.map((code): [string, Forced] => [panOfCode(code), { reasonCode: code }]),
  ...threeDSCards.map(({ pan, reasonCode, threeDS }): [string, Forced] => [pan, { reasonCode, threeDS }]),
  [bonusCard.pan, { reasonCode: 0, bonus: true }],
])
const byCardId = new Map(
  forcibleCodes.map((code): [string, Forced] => [cardIdOfCode(code), { reasonCode: code }]),
)
const codes = new Set(forcibleCodes)

export const forcedByPan = (pan: string): Forced | undefined => byPan.get(pan)

export const forcedByCardId = (id: string): Forced | undefined => byCardId.get(id)

/** The holder name `CODE 484`. */
export const forcedByHolder = (holder: string): Forced | undefined => {
  const code = Number(/^code\s+(-?\d{1,4})$/i.exec(holder.trim())?.[1] ?? Number.NaN)
  return codes.has(code) ? { reasonCode: code } : undefined
}
