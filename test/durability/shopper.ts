import { tokenForm } from '../world.ts'

export interface Acknowledged {
  workspace: string
  invoiceId: string
  id: string
}

export interface ShopperParts {
  workspace: string
  postLink: string
  /** The server the next request goes to. */
  url(): string
  /** Called after something failed: resolves when it is worth another try. */
  recovered(): Promise<void>
}

const card = '00000000-0000-4000-8000-000000000000'
const terminalId = '67e34d63-102f-4bd1-898e-370781d0074d'

const json = async (answer: Response) => (await answer.json()) as Record<string, unknown>

/** Pays one invoice after the other in one workspace, each request at whatever server comes next, until it is sure. */
export const shopper = ({ workspace, postLink, url, recovered }: ShopperParts) => {
  const address = (path: string) => `${url()}/w/${workspace}${path}`
  const token = async (invoiceID: string) => {
    const body = new URLSearchParams(tokenForm({ invoiceID, postLink }))
    const answer = await fetch(address('/oauth2/token'), { method: 'POST', body })
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    return String((await json(answer)).access_token)
  }
  const charge = async (invoiceId: string, accessToken: string) => {
    const savedCard = { description: 'Tea', backLink: postLink, paymentType: 'cardId', cardId: { id: card } }
    const order = { invoiceId, amount: 100, currency: 'KZT', terminalId, postLink, ...savedCard }
    const answer = await fetch(address('/payments/cards/auth'), {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(order),
    })
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    return String((await json(answer)).id)
  }
  /** Who was told nothing asks before he pays again. */
  const found = async (invoiceId: string) => {
    const { payments } = await json(await fetch(address(`/_sandbox/payments?invoiceId=${invoiceId}`)))
    const paid = (payments as { id: string; status: string }[]).find(({ status }) => status === 'CHARGE')
    return paid?.id
  }
  const failures: string[] = []
  const tried = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch (error) {
      failures.push(String((error as Error).cause ?? error))
      await recovered()
      return undefined
    }
  }
  return {
    failures,
    async pay(invoiceId: string): Promise<Acknowledged> {
      for (;;) {
        const id = await tried(async () => charge(invoiceId, await token(invoiceId)))
        if (id) return { workspace, invoiceId, id }
        const known = await tried(() => found(invoiceId))
        if (known) return { workspace, invoiceId, id: known }
      }
    },
  }
}
