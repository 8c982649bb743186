import type { Report } from '../verdict.ts'

export const jsonReport = (report: Report): string => JSON.stringify(report, null, 2)
