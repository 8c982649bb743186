import type { Model } from './model.js'

export interface History {
  last(): number
  moment(): number | undefined
  take(entries: object[]): void
  show(seq?: number): void
  holdsAt(seq: number): void
  modelAt(seq: number): Model
}
export function createHistory(model: Model, owners: WeakMap<object, object>): History
