export interface Payment {
  key: string
  invoiceId: string
  terminal: string
  entries: { seq: number }[]
}
export interface Model {
  list: Payment[]
}
export function createModel(): Model
export function apply(model: Model, entry: object): Payment | undefined
