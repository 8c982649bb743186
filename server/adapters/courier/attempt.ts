import type { Agent, Dispatcher } from 'undici'

export interface Letter {
  origin: string
  path: string
  headers: Record<string, string>
  body: string
}

export interface Reply {
  status: number
  responseBody: string
  /** Where a redirect leads. */
  location?: string
}

// What is kept of a merchant's answer: enough to read an error page's first lines.
const maxKeptBytes = 4096
// All of it is read, so that the connection can be used again, unless it is endless.
const maxReadBytes = maxKeptBytes * 256

const tooLate = (what: string, timeoutMs: number) => new Error(`timeout: no ${what} within ${timeoutMs} ms`)

/**
 * Posts once, and waits for the whole answer no longer than this, from the look-up to the last byte. As undici hands
 * it over: a stream, a promise and an AbortSignal of its own for each postlink cost as much as sending it.
 */
export const postOnce = (agent: Agent, letter: Letter, timeoutMs: number): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const kept: Buffer[] = []
    let status = 0
    let location: string | undefined
    let size = 0
    let controller: Dispatcher.DispatchController | undefined
    let why: Error | undefined
    const giveUp = () => {
      why = tooLate(controller ? 'whole answer' : `connection to ${letter.origin}`, timeoutMs)
      reject(why)
      controller?.abort(why)
    }
    const timer = setTimeout(giveUp, timeoutMs)
    const done = () => {
      clearTimeout(timer)
      const responseBody = Buffer.concat(kept).toString('utf8')
      resolve({ status, responseBody, ...(location === undefined ? {} : { location }) })
    }
    agent.dispatch(
      { ...letter, method: 'POST' },
      {
        onRequestStart(started) {
          controller = started
          // The time was over before there was a connection.
          if (why) started.abort(why)
        },
        onResponseStart(_, statusCode, headers) {
          status = statusCode
          if (status >= 300 && status < 400) location = String(headers.location ?? 'nowhere')
        },
        onResponseData(answering, chunk) {
          if (size < maxKeptBytes) kept.push(chunk.subarray(0, maxKeptBytes - size))
          size += chunk.length
          if (size <= maxReadBytes) return
          done()
          answering.abort(new Error('the answer is too long'))
        },
        onResponseEnd: done,
        onResponseError(_, error) {
          clearTimeout(timer)
          reject(error)
        },
      },
    )
  })
