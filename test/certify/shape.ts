import type { Description } from '../../server/certify/load.ts'
import { folder } from '../folder.ts'
import { describeShop } from './open.ts'

/** The ways in which an honest shop may work; see fixtures/shops/flawed/shapes.js. */
export const shapes = ['plain', 'status', 'queue', 'hook', 'polling', 'single', 'charging'] as const
export type Shape = (typeof shapes)[number]

interface Shaped {
  flaw?: string
  shapeMs?: number
}

/** The flawed shop in one of its shapes, with the flaw or without any. */
export const describeShape = (
  t: Parameters<typeof folder>[0],
  shape: Shape,
  { flaw = '', shapeMs = 150 }: Shaped = {},
): Promise<Description> => {
  const start = `SHAPE=${shape} SHAPE_MS=${shapeMs} FLAW=${flaw} ORDERS='${folder(t)}' node shop.js`
  return describeShop('flawed', { start })
}
