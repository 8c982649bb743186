import { together } from '../together.ts'
import { processes } from './table.ts'

await together(processes.installed)
