import { together } from '../together.ts'

await together(process.argv.slice(2))
