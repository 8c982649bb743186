import { wholeOrOne } from '../together.ts'

await wholeOrOne([
  'test/hostile/page.test.ts',
  'test/hostile/control.test.ts',
  'test/hostile/bank.test.ts',
  'test/hostile/wire.test.ts',
  'test/story/generated.test.ts',
  'test/hostile/script.test.ts',
])
