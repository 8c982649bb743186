import { whole } from '../together.ts'

await whole([
  'test/browser/look.test.ts',
  'test/browser/dashboard-look.test.ts',
  'test/browser/dashboard-phone.test.ts',
  'test/browser/dashboard-operate.test.ts',
  'test/browser/dashboard-reports.test.ts',
  'test/browser/dashboard-scenarios.test.ts',
])
