import { startProcess } from '../cli/run.ts'

interface Teardown {
  teardown(run: () => unknown): void
}

/** Several servers over one journal; each has a slot, as behind a load balancer. */
export const openCluster = async (t: Teardown, journal: string, size: number) => {
  const args = ['--port', '0', '--format', 'json', '--quiet', '--journal', journal]
  const start = () => startProcess(t, args)
  const slots = await Promise.all(Array.from({ length: size }, start))
  return {
    /** Of the server that stands in this slot now. */
    url: (slot: number) => slots[slot % size]?.url ?? '',
    /** kill -9, and another takes its place. */
    async replace(slot: number) {
      await slots[slot]?.stop('SIGKILL')
      slots[slot] = await start()
    },
    pids: () => slots.map(({ pid }) => pid),
    stderr: () => slots.map(({ stderr }) => stderr()).join(''),
  }
}

export type Cluster = Awaited<ReturnType<typeof openCluster>>
