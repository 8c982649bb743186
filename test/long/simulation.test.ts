import { whole } from '../together.ts'

await whole(['test/simulation.test.ts', 'test/core/snapshot.test.ts'])
