import { whole } from '../together.ts'

await whole([
  'test/browser/look.test.ts',
  'test/browser/dashboard-look.test.ts',
  'test/browser/dashboard-phone.test.ts',
])
