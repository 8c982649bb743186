export interface Linked {
  text: string
  link: string
}

/** What stands in a cell: text, or pieces of text and links. */
export type Cell = string | (string | Linked)[]

/** A request and what it got, as text for two columns. */
export interface ReferenceExchange {
  summary: string
  request: string
  answer: string
}

/** The reference page before it is Markdown or HTML. The first column of a table is code. */
export type Block =
  | { heading: string; level: 1 | 2 | 3; anchor?: string }
  | { text: string }
  | { columns: string[]; rows: Cell[][] }
  | { exchanges: ReferenceExchange[] }

/** Where a heading stands on the page; in another language it keeps the address it has in English. */
export const anchorOf = (heading: string): string => heading.toLowerCase().replace(/[^a-z0-9]+/g, '-')
