import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { root } from '../source.ts'
import { type Mutant, mutated } from './mutants.ts'

/** Loaded before everything else: one source is another one, in this process and in those it starts. */
const mutant = JSON.parse(process.env.EPAY_MUTANT ?? 'null') as Mutant | null
const target = mutant && pathToFileURL(`${root}${mutant.file}`).href

registerHooks({
  load(url, context, next) {
    // What t.mockImport loads has a query behind its name.
    if (!mutant || url.split('?')[0] !== target) return next(url, context)
    const source = mutated(readFileSync(fileURLToPath(target), 'utf8'), mutant)
    return { format: 'module-typescript', source, shortCircuit: true }
  },
})
