/** Money inside the sandbox is an integer of tiyn (1/100 of a tenge, a cent); the bank writes main units. */
export type Tiyn = number

/** The bank's number → tiyn; undefined when it has more than two decimals. */
export const toTiyn = (amount: number): Tiyn | undefined => {
  const tiyn = Math.round(amount * 100)
  return Math.abs(amount * 100 - tiyn) < 1e-4 ? tiyn : undefined
}

export const fromTiyn = (tiyn: Tiyn): number => tiyn / 100

const symbols: Record<string, string> = { KZT: '₸', USD: '$', EUR: '€', RUB: '₽' }

/** For people: `1 000 ₸`, `12,50 $`; groups and decimals as all three languages of the page write them. */
export const moneyText = (tiyn: Tiyn, currency: string): string => {
  const [whole = '', part] = fromTiyn(tiyn).toFixed(2).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u00a0')
  return `${grouped}${part === '00' ? '' : `,${part}`}\u00a0${symbols[currency] ?? currency}`
}
