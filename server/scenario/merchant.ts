import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** Where the sandbox sends the outcome and the buyer. */
export interface Links {
  postLink: string
  failurePostLink: string
  backLink: string
}

/** One postlink as it came. */
export interface Arrival {
  /** Undefined when it could not be read. */
  body?: Record<string, unknown>
  contentType: string
}

/** Who is told: the user's own shop, of which only the sandbox's record is known, or one made for the story. */
export interface Merchant {
  links: Links
  /** Undefined: ask the sandbox what it sent. */
  arrivals?: () => Arrival[]
  answerNext?: (answers: (number | 'cut')[]) => void
  close(): Promise<void>
}

/** An order as the user's own shop made it. */
export interface ShopOrder {
  invoiceId: string
  amount: number
  currency: string
  terminal: string
  /** Where the buyer goes. */
  pageUrl: string
}

/** The user's own shop, at the sandbox the story is played in: the orders are its own. */
export interface Shop {
  createOrder(amount: number): Promise<ShopOrder>
  /** What it holds an order for; undefined when nobody can look. */
  stateOf(invoiceId: string, wanted: 'paid' | 'unpaid'): Promise<string | undefined>
}

export const theirMerchant = (links: Links): Merchant => ({ links, close: async () => {} })

export const readBody = (raw: string, contentType: string): Arrival['body'] => {
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(raw))
  }
  try {
    return Object(JSON.parse(raw)) as Record<string, unknown>
  } catch {
    return undefined
  }
}

/** A merchant on a free port of loopback that writes down what it gets and answers 200 unless it is told otherwise. */
export const openMerchant = async (): Promise<Merchant> => {
  const arrivals: Arrival[] = []
  let answers: (number | 'cut')[] = []
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const contentType = request.headers['content-type'] ?? 'none'
    arrivals.push({ body: readBody(await text(request), contentType), contentType })
    const answer = answers.shift() ?? 200
    if (answer === 'cut') response.destroy()
    else response.writeHead(answer).end()
  }
  const server = createServer((request, response) => void receive(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    links: { postLink: `${url}/postlink`, failurePostLink: `${url}/postlink`, backLink: `${url}/back` },
    arrivals: () => arrivals,
    answerNext: (next) => {
      answers = [...next]
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
