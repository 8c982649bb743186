import { whole } from '../together.ts'

await whole(['test/mcp/skill.test.ts', 'test/certify/readme.test.ts'])
