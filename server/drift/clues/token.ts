import { type Clue, fieldAt, isGiven, isGood, of, type Sighting, textAt } from './clue.ts'

const knownScopes = new Set(
  'webapi usermanagement email_send verification statement statistics payment operation api p2p'.split(' '),
)

const lifetime: Clue = (story) =>
  story
    .filter((one) => of('token')(one) && isGood(one))
    .flatMap(({ number: exchange, answer }): Sighting[] => {
      const got = fieldAt(answer.body, 'expires_in')
      if (typeof got !== 'number' && typeof got !== 'string') return []
      const saw = `expires_in is ${JSON.stringify(got)}`
      const value = String(got)
      return [
        { exchange, saw, quirk: 'expiresIn', value: typeof got },
        ...(['7200', '1200'].includes(value)
          ? [{ exchange, saw, quirk: 'tokenLifetime' as const, value }]
          : []),
      ]
    })

const longNumber: Clue = (story) =>
  story.filter(of('token')).flatMap((one): Sighting[] => {
    const invoice = textAt(one.request.body, 'invoiceID')
    if (!/^\d{16,20}$/.test(invoice)) return []
    const value = isGood(one) ? 'accepted' : 'refused'
    return [
      { exchange: one.number, quirk: 'longInvoiceId', value, saw: `${invoice.length} digits were ${value}` },
    ]
  })

const strangeScope: Clue = (story) =>
  story.filter(of('token')).flatMap((one): Sighting[] => {
    const words = textAt(one.request.body, 'scope').split(/\s+/).filter(Boolean)
    const strange = words.find((word) => !knownScopes.has(word))
    // Words the bank prints are taken by everybody: only another one shows whether it looks.
    if (strange === undefined || (!isGood(one) && !/scope/i.test(JSON.stringify(one.answer.body)))) return []
    const holds = isGood(one)
    const saw = `a scope the bank does not print was ${holds ? 'taken' : 'refused'}`
    return [{ exchange: one.number, rule: 'scope of a token is not asked for', holds, saw }]
  })

/** A payment with a token of another order. */
const bound: Clue = (story) => {
  const orders = new Map(
    story
      .filter((one) => of('token')(one) && isGood(one))
      .map(({ request, answer }) => [textAt(answer.body, 'access_token'), textAt(request.body, 'invoiceID')]),
  )
  return story.filter(of('chargeSavedCard', 'cryptopay')).flatMap((one): Sighting[] => {
    const issuedFor = orders.get(one.request.token ?? '')
    const pays = textAt(one.request.body, 'invoiceId')
    if (!isGiven(issuedFor) || !isGiven(pays) || issuedFor === pays) return []
    const isFree = isGood(one)
    const saw = `a token of another order ${isFree ? 'paid' : 'was refused'}`
    return [
      { exchange: one.number, quirk: 'tokenInvoice', value: isFree ? 'free' : 'bound', saw },
      { exchange: one.number, rule: 'token pays only the order it was issued for', holds: !isFree, saw },
    ]
  })
}

export const tokenClues: Clue[] = [lifetime, longNumber, strangeScope, bound]
