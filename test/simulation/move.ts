import { orderOf } from '../core/given.ts'
import type { Known, Town } from './town.ts'

/** What all moves share: the shops, and the tokens they have. */

export type Move = (town: Town) => Promise<unknown>

export const shops = [
  { clientId: 'test', terminal: '67e34d63-102f-4bd1-898e-370781d0074d' },
  { clientId: 'test', terminal: '2d1f6a0e-5b7c-4c39-8e42-7a90c3d5e6f2' },
  { clientId: 'test', terminal: '33333333-3333-4333-8333-333333333333' },
  { clientId: 'halykfinanceUSD', terminal: 'd9d7978c-d6ee-4ec0-8cda-165251a4bf16' },
]
export const amounts = [1, 999, 1000, 1001, 10_000, 12_345, 1_000_000]

export const tokenOf = ({ chance, memory }: Town): Known =>
  chance.recent(memory.tokens, 6) ?? { accessToken: 'NONE', order: orderOf() }

export const anyToken = ({ chance, memory }: Town): string => {
  if (chance.happens(0.03)) return 'NONE'
  const paid = chance.recent(memory.tokens)?.accessToken ?? ''
  return chance.happens(0.3) ? paid : (chance.recent(memory.services, 8) ?? paid)
}
