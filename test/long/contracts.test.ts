import { whole } from '../together.ts'

await whole(['test/contracts/validators.test.ts'])
