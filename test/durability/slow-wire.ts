import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

interface Teardown {
  teardown(run: () => unknown): void
}

/** Passes bytes on in their order, each piece after a delay of its own. */
const passOn = (from: Socket, to: Socket, delayMs: () => number) => {
  let before: Promise<unknown> = Promise.resolve()
  const later = (work: () => void) => {
    const due = new Promise((resolve) => setTimeout(resolve, delayMs()))
    before = Promise.all([before, due]).then(work)
  }
  from.on('data', (piece) => later(() => to.write(piece)))
  from.on('close', () => later(() => to.destroy()))
  from.on('error', () => to.destroy())
}

/** A proxy before PostgreSQL: the same database, further away. Answers its URL. */
export const slowWire = async (t: Teardown, url: string, delayMs: () => number): Promise<string> => {
  const place = new URL(url)
  const { hostname, port } = place
  const sockets = new Set<Socket>()
  const proxy = createServer((near) => {
    const far = connect(Number(port), hostname)
    passOn(near, far, delayMs)
    passOn(far, near, delayMs)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    }
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    proxy.close()
  })
  place.port = String((proxy.address() as AddressInfo).port)
  return String(place)
}
