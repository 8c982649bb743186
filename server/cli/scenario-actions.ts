import type { Target } from '../client/transport.ts'
import { ConfigError, UsageError } from '../errors.ts'
import { commandHere } from '../here.ts'
import { listScenarios, loadScenario } from '../scenario/load.ts'
import type { Links } from '../scenario/merchant.ts'
import { runScenario, type ScenarioResult } from '../scenario/run.ts'
import { saveScenario } from '../scenario/save.ts'
import { progress } from './progress.ts'
import type { Common, Format } from './remote.ts'
import { type RunFlags, tellResults } from './scenario-results.ts'
import { print, say } from './table.ts'

export const list = async ({ format }: { format: Format }) => {
  const scenarios = await listScenarios()
  print(
    format,
    { scenarios },
    [
      ['name', ({ name }) => name],
      ['about', ({ about }) => about],
    ],
    scenarios,
  )
}

export const check = async (files: string[], { format }: { format: Format }) => {
  const loaded = await Promise.allSettled(files.map(loadScenario))
  const wrong = loaded.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []))
  const unforeseen = wrong.find((error) => !(error instanceof ConfigError))
  if (unforeseen) throw unforeseen
  const titled = loaded.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const scenarios = titled.map(({ title, scenario }) => ({ name: title, steps: scenario.story.length }))
  if (format === 'json') print(format, { scenarios, errors: wrong.map(({ message }) => message) })
  else for (const { name, steps } of scenarios) say(`${name}: ${steps} steps, nothing wrong`)
  if (wrong.length > 0) throw new ConfigError(wrong.map(({ message }) => message).join('\n'))
}

const linksOf = ({ postLink, failurePostLink, backLink }: RunFlags): Links | undefined => {
  if (postLink === undefined) {
    if (failurePostLink === undefined && backLink === undefined) return undefined
    throw new UsageError('--failure-post-link and --back-link need --post-link beside them')
  }
  for (const link of [postLink, failurePostLink, backLink]) {
    if (link !== undefined && !URL.canParse(link)) throw new UsageError(`"${link}" is not a whole URL`)
  }
  return {
    postLink,
    failurePostLink: failurePostLink ?? postLink,
    backLink: backLink ?? new URL('/', postLink).href,
  }
}

/** The sandbox that was asked for, or one that lives as long as the run. */
const connect = async ({ url, token }: RunFlags, links: Links | undefined) => {
  if (url !== undefined) return { url, token, close: async () => {} }
  const [{ start }, { toConfig }] = await Promise.all([import('../main.ts'), import('../config.ts')])
  const hosts = links ? [links.postLink, links.failurePostLink].map((link) => new URL(link).hostname) : []
  return start(toConfig({ port: 0, allowPostlinksTo: hosts }))
}

export const run = async (names: string[], flags: RunFlags) => {
  if (flags.config !== undefined || names.includes('reason-codes'))
    return (await import('./own-shop.ts')).runWithShop(names, flags)
  const links = linksOf(flags)
  const titled = await Promise.all(names.map(loadScenario))
  const { close, ...sandbox } = await connect(flags, links)
  const results: ScenarioResult[] = []
  try {
    const { url, token = flags.token } = sandbox as Target
    const target = { url, token, workspace: flags.workspace }
    for (const [i, one] of titled.entries()) {
      progress.now.at(`scenario ${one.title}, ${i + 1} of ${titled.length}`)
      results.push(await runScenario(one, { ...target, links }))
    }
  } finally {
    await close()
  }
  tellResults(flags, results)
}

export const save = async (name: string, options: Common & { force?: boolean }) => {
  const saved = await saveScenario(name, { ...options, workspace: options.workspace ?? 'default' })
  if (options.format === 'json') print('json', saved)
  else say(`${saved.path}: ${saved.steps} steps; play it with ${commandHere()} scenario run ${name}`)
  if (options.format === 'text') for (const line of saved.leftOut) say(`left out: ${line}`)
}
