import type { Postlink } from '../core/state.ts'
import type { Emulator } from './emulator.ts'

const isAnswered = ({ attempts }: Postlink) => attempts.some(({ answer }) => answer !== undefined)

/** The invoice's first postlink that a merchant has answered, or that could not reach one; now or when it comes. */
export const answeredPostlink = (
  emulator: Emulator,
  invoiceId: string,
  timeoutMs: number,
): Promise<Postlink> =>
  new Promise((resolve, reject) => {
    const look = () => {
      const all = [...emulator.state().postlinks.values()]
      const found = all.find((postlink) => postlink.invoiceId === invoiceId && isAnswered(postlink))
      if (!found) return
      clearTimeout(timer)
      stop()
      resolve(found)
    }
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`no postlink of invoice ${invoiceId} was answered within ${timeoutMs} ms`))
    }, timeoutMs)
    const stop = emulator.onEntries(look)
    look()
  })
