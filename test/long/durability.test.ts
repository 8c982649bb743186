import { whole } from '../together.ts'

await whole([
  'test/durability/kill.test.ts',
  'test/durability/replicas.test.ts',
  'test/durability/lives.test.ts',
])
