import { distance } from 'fastest-levenshtein'

/** As a name is written in any habit: `invoice_id`, `Invoice-Id` and `invoiceID` are one. */
const plain = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()

/** Half a word in another's place: refundAmount for amount, terminalId for terminal. */
const contains = (got: string, name: string) =>
  name.length >= 4 &&
  (got.startsWith(name) || got.endsWith(name) || (got.length >= 4 && name.startsWith(got)))

const isSlip = (got: string, name: string) =>
  distance(got, name) <= (name.length >= 8 ? 2 : name.length >= 5 ? 1 : 0)

/** The known name that was meant by another one, or nothing when none is near. */
export const nearName = (got: string, names: readonly string[]): string | undefined => {
  const wanted = plain(got)
  const by = (isNear: (got: string, name: string) => boolean) =>
    names.find((name) => isNear(wanted, plain(name)))
  return by((one, name) => one === name) ?? by(isSlip) ?? by(contains)
}
