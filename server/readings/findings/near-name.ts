import { distance } from 'fastest-levenshtein'

/** As a name is written in any habit: `invoice_id`, `Invoice-Id` and `invoiceID` are one. */
const plain = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()

/** Half a word in another's place: refundAmount for amount, terminalId for terminal. */
const contains = (came: string, name: string) =>
  name.length >= 4 &&
  (came.startsWith(name) || came.endsWith(name) || (came.length >= 4 && name.startsWith(came)))

const isSlip = (came: string, name: string) =>
  distance(came, name) <= (name.length >= 8 ? 2 : name.length >= 5 ? 1 : 0)

/** The known name that was meant by another one, or nothing when none is near. */
export const nearName = (came: string, names: readonly string[]): string | undefined => {
  const wanted = plain(came)
  const by = (isNear: (came: string, name: string) => boolean) =>
    names.find((name) => isNear(wanted, plain(name)))
  return by((one, name) => one === name) ?? by(isSlip) ?? by(contains)
}
