import type { Stages } from './bank.ts'
import type { Description } from './load.ts'

interface Repeated {
  name: string
  seed?: string
  stages?: Stages
}

const quoted = (text: string) => (/^[\w./:{}@=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** The command that puts one promise to the same test again, and leaves shop and sandbox running to look at. */
export const againOf = (description: Description, { name, seed, stages }: Repeated): string => {
  const { file, start, createOrder, postlink, probe } = description
  const flags: [string, string | undefined][] = file
    ? [['--config', file]]
    : [
        ['--start', start],
        ['--create-order', createOrder.url],
        ['--postlink', postlink?.url],
        ['--probe', probe?.url],
        ['--probe-state', probe?.state],
      ]
  const all = [...flags, ['--only', name], ['--seed', seed], ['--stages', stages]] as [
    string,
    string | undefined,
  ][]
  const written = all.flatMap(([flag, value]) => (value === undefined ? [] : [`${flag} ${quoted(value)}`]))
  return `epay-sandbox certify ${written.join(' ')} --keep`
}
