import { wholeOrOne } from '../together.ts'

await wholeOrOne([
  'test/durability/kill.test.ts',
  'test/durability/replicas.test.ts',
  'test/durability/lives.test.ts',
  'test/story/restart.test.ts',
])
