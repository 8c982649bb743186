/**
 * How much of a long test is run, and from which seed. `npm test` runs a tenth of each storm, `npm run test:long` the
 * whole; a failure names its seed, and `EPAY_TEST_SEED=<seed> npx tap test/<its file>` runs the same again.
 */
export const share = Number(process.env.EPAY_TEST_SHARE ?? 0.1)
export const seed = Number(process.env.EPAY_TEST_SEED ?? 1)

if (!(share > 0 && share <= 1))
  throw new Error(`EPAY_TEST_SHARE is ${share}; expected more than 0, at most 1`)
if (!Number.isSafeInteger(seed) || seed < 1)
  throw new Error(`EPAY_TEST_SEED is ${seed}; expected 1 or another whole number above it`)

/** So many of all those; at least as many as what is asserted about them needs. */
export const shareOf = (whole: number, least = 1): number => Math.max(least, Math.round(whole * share))

/** Of what is looked at in several ways, one way a run: another for its neighbour, and for another seed. */
export const turnOf = <Way>(ways: Way[], index: number): Way[] =>
  share === 1 ? ways : ways.slice((index + seed) % ways.length).slice(0, 1)
