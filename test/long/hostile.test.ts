import { whole } from '../together.ts'

await whole([
  'test/hostile/bank.test.ts',
  'test/hostile/page.test.ts',
  'test/hostile/control.test.ts',
  'test/hostile/wire.test.ts',
  'test/story/generated.test.ts',
])
