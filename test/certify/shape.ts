import type { Description } from '../../server/certify/load.ts'
import { folder } from '../folder.ts'
import { describeShop } from './open.ts'

/** The ways in which an honest shop may work; see fixtures/shops/flawed/shapes.js. */
export const shapes = ['plain', 'status', 'queue', 'hook', 'polling', 'single', 'charging'] as const
export type Shape = (typeof shapes)[number]

interface Shaped {
  flaw?: string
  shapeMs?: number
  /** From the third postlink on. */
  slowMs?: number
}

/** The flawed shop in one of its shapes, with the flaw or without any. */
export const describeShape = (
  t: Parameters<typeof folder>[0],
  shape: Shape,
  { flaw = '', shapeMs = 150, slowMs = shapeMs }: Shaped = {},
): Promise<Description> => {
  const times = `SHAPE_MS=${shapeMs} SLOW_MS=${slowMs}`
  const start = `SHAPE=${shape} ${times} FLAW=${flaw} ORDERS='${folder(t)}' node shop.js`
  return describeShop('flawed', { start })
}
