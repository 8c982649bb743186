import { bankTime } from '../../contracts/time.ts'

/** Day and time of the bank's clock, as the log tells it: `02-12 09:42:51`. */
export const when = (iso: string): string => bankTime(Date.parse(iso)).slice(5, 19).replace('T', ' ')

/** The same with its year, for a clock that may stand anywhere. */
export const fullTime = (iso: string): string => bankTime(Date.parse(iso)).slice(0, 19).replace('T', ' ')
