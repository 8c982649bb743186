/**
 * The steps of a payment: what was asked of the bank, and what came of it in the journal.
 *
 * @typedef {{ key: string, at: number, entry?: any, exchange?: any }} Step
 */

/** What the journal calls what was asked, and what it writes down when it was done. @type {Record<string, string[]>} */
const makes = {
  token: ['issue token', 'token issued'],
  openPage: ['open page', 'page opened'],
  pay: ['pay on page', 'challenge asked', 'payment decided'],
  chargeSavedCard: ['charge saved card', 'challenge asked', 'payment decided'],
  cryptopay: ['pay by cryptogram', 'challenge asked', 'payment decided'],
  answerChallenge: ['answer challenge', 'challenge answered'],
  confirmPayment: ['confirm payment', 'payment decided'],
  charge: ['operate', 'payment operated'],
  cancel: ['operate', 'payment operated'],
  refund: ['operate', 'payment operated'],
  status: ['ask status'],
  legacyStatus: ['ask status'],
  makeInvoiceLink: ['make invoice link', 'invoice link made'],
  openInvoiceLink: ['open invoice link', 'page opened'],
  makeQr: ['make qr', 'qr made'],
  qrStatus: ['ask qr'],
  scanQr: ['scan qr', 'page opened'],
}

// An answer goes out after what it tells is written, and the clock of the workspace may have been read in between.
const leewayMs = 1000

/** A refusal makes nothing; a decline, which is one too, makes an attempt. @param {any} exchange */
const madeSomething = ({ operation, status }) =>
  status < 400 || /^(pay|chargeSavedCard|cryptopay)$/.test(operation)

/** @param {any} entry @param {any} exchange */
const isMadeBy = (entry, exchange) => {
  const { operation, seq, at, durationMs } = exchange
  const [asked, ...kinds] = makes[operation] ?? []
  return (
    entry.seq <= seq &&
    entry.at >= Date.parse(at) - durationMs - leewayMs &&
    (entry.asked === asked || (madeSomething(exchange) && kinds.includes(entry.kind)))
  )
}

// What one command writes has one moment, and stands together.
const together = 12

/** The entries that a request made, of those no other has claimed. @param {any[]} entries @param {any} exchange */
const madeBy = (entries, exchange) => {
  const fitting = entries.filter((entry) => isMadeBy(entry, exchange))
  const last = fitting.at(-1)
  return fitting.filter(({ at, seq }) => at === last.at && last.seq - seq < together)
}

/**
 * A request stands before what it made; one that made nothing after what was there when it was answered.
 * @param {any[]} entries of one payment, in their order @param {any[]} exchanges of the same
 * @returns {Step[]}
 */
export const stepsOf = (entries, exchanges) => {
  /** @type {Map<any, any[]>} */
  const before = new Map()
  /** @type {Set<any>} */
  const claimed = new Set()
  for (const exchange of exchanges) {
    const made = madeBy(
      entries.filter((entry) => !claimed.has(entry)),
      exchange,
    )
    for (const entry of made) claimed.add(entry)
    const place = made[0] ?? entries.find(({ seq }) => seq > exchange.seq)
    before.set(place, [...(before.get(place) ?? []), exchange])
  }
  const asSteps = (/** @type {any} */ place) =>
    (before.get(place) ?? []).map((exchange) => ({
      key: `x${exchange.id}`,
      at: Date.parse(exchange.at),
      exchange,
    }))
  return [
    ...entries.flatMap((entry) => [...asSteps(entry), { key: String(entry.seq), at: entry.at, entry }]),
    ...asSteps(undefined),
  ]
}
