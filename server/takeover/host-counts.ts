/** How many requests came to each host, and how many connections were refused. */
export interface HostCount {
  host: string
  answered: number
  refused: number
}

export interface HostCounts {
  answered(host: string): void
  refused(host: string): void
  /** In the order in which they were first asked for. */
  rows(): HostCount[]
}

// Names come from outside: a browser may ask for any number of them.
const mostHosts = 1_000

export const openHostCounts = (): HostCounts => {
  const hosts = new Map<string, HostCount>()
  const count = (host: string, what: 'answered' | 'refused') => {
    const row = hosts.get(host) ?? { host, answered: 0, refused: 0 }
    row[what]++
    if (hosts.size < mostHosts || hosts.has(host)) hosts.set(host, row)
  }
  return {
    answered: (host) => count(host, 'answered'),
    refused: (host) => count(host, 'refused'),
    rows: () => [...hosts.values()],
  }
}
