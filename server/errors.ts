import { distance } from 'fastest-levenshtein'

/** What several layers may throw, and the command line turns into an exit code and one sentence. */

/** A configuration, a file or an argument that cannot be used: exit code 2. */
export class ConfigError extends Error {}

/** What was typed cannot be meant: exit code 2. */
export class UsageError extends Error {}

/** A check that ran and failed: exit code 1. */
export class CheckFailed extends Error {}

/** The server could not come up, or not stay up: exit code 3. */
export class StartError extends Error {}

/** The server a command speaks to cannot be reached: exit code 4. */
export class Unreachable extends Error {}

/** Nothing was found that could be judged: exit code 5. */
export class NoVerdict extends Error {}

/** The three names that look most like one nobody knows: for the words of an error. */
export const nearest = (name: string, names: string[]): string[] => {
  const far = (other: string) => distance(name.toLowerCase(), other.toLowerCase())
  return names.toSorted((a, b) => far(a) - far(b)).slice(0, 3)
}
