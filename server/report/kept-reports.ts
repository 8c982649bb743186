import type { Published } from './published.ts'

/** How many reports are kept: the newest. They live as long as the process. */
export const kept = 20

export interface KeptReports {
  add(report: Published): void
  find(id: string): Published | undefined
  /** Newest first. */
  all(): Published[]
}

export const openKeptReports = (): KeptReports => {
  const reports = new Map<string, Published>()
  return {
    add(report) {
      reports.delete(report.id)
      reports.set(report.id, report)
      const [oldest] = reports.keys()
      if (reports.size > kept && oldest !== undefined) reports.delete(oldest)
    },
    find: (id) => reports.get(id),
    all: () => [...reports.values()].reverse(),
  }
}
