import { registerHooks } from 'node:module'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import t, { type Test } from 'tap'
import { processorSeconds } from './processor.ts'
import { root } from './source.ts'

/**
 * Many test files in one process. Loading node, tap, Fastify and the compiled schemas costs about two seconds of a
 * processor, which is more than most files need for their tests. Each file is a test of its own, with the teardowns,
 * the time limit and the name of a file: what it imports as `tap` is that test, not the root of the process.
 */
export const together = async (files: string[]): Promise<void> => {
  // Each file has its own limit; tap's clock for the whole process would only end a slow machine's run.
  t.setTimeout(3_600_000)
  t.teardown(endSoon)
  t.teardown(() => tellEnd(files.length))
  for (const file of files) {
    const url = pathToFileURL(`${root}${file}`).href
    await t.test(file, { timeout: 1_200_000 }, async (test) => {
      tests.set(url, test)
      const before = processorSeconds()
      // The first teardown is the last that runs.
      test.teardown(() =>
        t.comment(`${file} took ${(processorSeconds() - before).toFixed(1)} s of a processor`),
      )
      const env = { ...process.env }
      test.teardown(() => {
        process.chdir(root)
        for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
        Object.assign(process.env, env)
      })
      await import(url)
    })
  }
}

/** Shows that the run goes on: its results are in .tap/, and what failed is shown at the end. */
const tellEnd = (files: number) => {
  const name = basename(process.argv[1] ?? '', '.test.ts')
  process.stderr.write(
    `${name}: ${files} files ended after ${processorSeconds().toFixed()} s of a processor\n`,
  )
}

/** What a test left open keeps the process alive and the whole run waiting: that is a failure of its own. */
const endSoon = () =>
  setTimeout(() => {
    process.stderr.write(`the tests are over, and this is still open: ${process.getActiveResourcesInfo()}\n`)
    process.exit(1)
  }, 20_000).unref()

/** The same, each at its full length unless EPAY_TEST_SHARE says otherwise: see share.ts. */
export const whole = (files: string[]): Promise<void> => {
  process.env.EPAY_TEST_SHARE ??= '1'
  return together(files)
}

/** All of them at their full length; at a smaller share one of them, another for each seed. */
export const wholeOrOne = async (files: string[]): Promise<void> => {
  process.env.EPAY_TEST_SHARE ??= '1'
  // Loaded now: it reads the share once.
  const { turnOf } = await import('./share.ts')
  return together(turnOf(files, 0))
}

const tests = new Map<string, Test>()

export const testOf = (url: string) => tests.get(url)

const scheme = 'tap-of:'

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'tap' && tests.has(context.parentURL ?? '')
      ? { url: `${scheme}${context.parentURL}`, format: 'module', shortCircuit: true }
      : next(specifier, context),
  load: (url, context, next) => {
    if (!url.startsWith(scheme)) return next(url, context)
    const [own, file] = [import.meta.url, url.slice(scheme.length)].map((each) => JSON.stringify(each))
    const source = `import { testOf } from ${own}\nexport default testOf(${file})`
    return { format: 'module', source, shortCircuit: true }
  },
})
