import type { Model } from './model.js'

export interface Difference {
  what: 'payment' | 'postlink' | 'rule' | 'clock'
  key: string
  isNew: boolean
  isGone: boolean
  changes: { field: string; before: unknown; after: unknown }[]
}
export function differences(before: Model, after: Model): Difference[]
