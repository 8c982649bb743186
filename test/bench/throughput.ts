import { contest, type Round, type Sizes, startOurs } from './contest.ts'
import type { Measured } from './figures.ts'

const rows: [key: keyof Round, what: string, unit: string][] = [
  ['token', 'POST /oauth2/token', 'req/s'],
  ['charge', 'POST /payments/cards/auth', 'req/s'],
  ['tokenUs', 'POST /oauth2/token, computing', 'µs/req'],
  ['chargeUs', 'POST /payments/cards/auth, computing', 'µs/req'],
]

/** Both requests on the sandbox and on the bare servers. */
export const throughput = async (sizes: Sizes): Promise<Measured[]> => {
  const contenders = await startOurs()
  await contest(contenders, sizes)
  return rows.map(([key, what, unit]) => {
    const [[, sandbox = []] = [], ...others] = contenders.map(({ name, rounds }): [string, number[]] => [
      name,
      rounds.map((round) => round[key]),
    ])
    return { what, unit, sandbox, others: Object.fromEntries(others) }
  })
}
