import type { EntryBody } from '../../contracts/entry.ts'
import type { MutableState, Subscription } from './state.ts'

/** What entries about subscriptions make of a state. */

type Of<K extends EntryBody['kind']> = Extract<EntryBody, { kind: K }>

export const keepSubscription = (state: MutableState, { subscription }: Of<'subscription made'>): void => {
  state.subscriptions.set(subscription.id, { ...subscription, charges: 0 })
  state.alarms.set({ what: 'subscription due', id: subscription.id, at: subscription.nextAt })
}

export const endSubscription = (state: MutableState, id: string, how: Subscription['ended']): void => {
  const subscription = state.subscriptions.get(id)
  state.alarms.clear('subscription due', id)
  if (subscription) subscription.ended = how
}

export const chargeSubscription = (state: MutableState, entry: Of<'subscription charged'>): void => {
  const { subscription: id, next } = entry
  const subscription = state.subscriptions.get(id)
  if (!subscription) return
  subscription.charges += 1
  if (next === undefined) endSubscription(state, id, 'over')
  else {
    subscription.nextAt = next
    state.alarms.set({ what: 'subscription due', id, at: next })
  }
}
