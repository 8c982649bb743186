import { apply, createModel, forget } from './model.js'

/**
 * The journal as far as it has come, and as far as the views are shown it: to its end, or to a moment before.
 *
 * @typedef {import('./model.js').Model} Model
 */

/** A copy of another workspace's moment holds what that one still owed; no entry tells it. @param {Model} model */
const holdOwed = (model) => {
  for (const postlink of model.postlinks.values()) {
    if (postlink.state !== 'due') continue
    Object.assign(postlink, { state: 'held', sending: false, version: postlink.version + 1 })
    const owner = model.owners.get(postlink.id)
    if (owner) owner.version += 1
  }
}

/**
 * @param {Model} model what the views are shown
 * @param {WeakMap<any, import('./model.js').Payment>} owners which payment an entry was about
 */
export const createHistory = (model, owners) => {
  /** @type {any[]} */
  let entries = []
  /** @type {any[]} */
  let exchanges = []
  let heldAt = 0
  /** The last entry that is shown; undefined: all there are, and will be. @type {number | undefined} */
  let moment

  const last = () => entries.at(-1)?.seq ?? 0
  /** @param {Model} to @param {any} entry */
  const happen = (to, entry) => {
    const owner = apply(to, entry)
    if (owner && to === model) owners.set(entry, owner)
    if (entry.seq === heldAt) holdOwed(to)
  }
  const showExchanges = () => {
    model.exchanges = moment === undefined ? exchanges : exchanges.filter(({ seq }) => seq <= (moment ?? 0))
  }
  const fromTheStart = () => {
    const { length, remembered } = model
    forget(model)
    Object.assign(model, { length, remembered })
  }

  return {
    last,
    moment: () => moment,
    entries: () => entries,
    first: () => entries[0],
    /** The last entry up to a number. @param {number} seq */
    entryAt: (seq) => entries.findLast((entry) => entry.seq <= seq),
    /** @param {number} seq */
    holdsAt(seq) {
      heldAt = seq
    },
    /** @param {any[]} fresh */
    take(fresh) {
      entries.push(...fresh)
      for (const entry of fresh) if (moment === undefined || entry.seq <= moment) happen(model, entry)
    },
    /** Shows the moment after an entry, also of one that is still being read; the end is now. @param {number} [seq] */
    show(seq) {
      const end = Math.max(last(), model.length)
      moment = seq === undefined || seq >= end ? undefined : Math.max(seq, entries[0]?.seq ?? 1)
      const to = moment ?? last()
      if (to < (model.entries.at(-1)?.seq ?? 0)) fromTheStart()
      const from = model.entries.at(-1)?.seq ?? 0
      for (const entry of entries) if (entry.seq > from && entry.seq <= to) happen(model, entry)
      showExchanges()
    },
    /** What it had come to after an entry, beside what is shown. @param {number} seq */
    modelAt(seq) {
      const past = createModel()
      for (const entry of entries) if (entry.seq <= seq) happen(past, entry)
      return past
    },
    forget() {
      entries = []
      moment = undefined
      heldAt = 0
      forget(model)
    },
    exchanges: {
      last: () => exchanges.at(-1)?.id ?? 0,
      /** @param {any[]} fresh */
      add(fresh) {
        exchanges.push(...fresh)
        showExchanges()
      },
      clear() {
        exchanges = []
        showExchanges()
      },
    },
  }
}
/** @typedef {ReturnType<typeof createHistory>} History */
