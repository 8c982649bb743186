import type { Transaction } from '../../contracts/record.ts'
import type { Rule } from '../../contracts/rule.ts'
import { isRefusal } from '../core/decision.ts'
import type { Postlink } from '../core/state.ts'
import type { Emulator } from '../workspace/emulator.ts'
import { Trouble } from './trouble.ts'

/** What the sandbox knows of payments and postlinks, and what may be changed there. */
export const openLedger = (emulator: Emulator) => {
  const run = async (command: Parameters<typeof emulator.execute>[0]) => {
    const reply = await emulator.execute(command)
    if (isRefusal(reply)) throw new Trouble(`the sandbox refused: ${reply.refused}`)
    return reply
  }
  /** Resolves with what `found` answers, now or after an entry. */
  const until = <T>(found: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const look = () => {
        const value = found()
        if (value === undefined) return
        stop()
        resolve(value)
      }
      const stop = emulator.onEntries(look)
      look()
    })
  const postlinkOf = ({ id }: Transaction): Postlink | undefined =>
    [...emulator.state().postlinks.values()].findLast((owed) => owed.transaction === id)
  const answersOf = (postlink: Postlink | undefined) =>
    (postlink?.attempts ?? []).filter(({ answer }) => answer !== undefined).length
  return {
    /** Changes what the bank does until `undo`; `matched` resolves when it has changed something. */
    async applyRule(rule: Rule) {
      const { id } = (await run({ kind: 'add rule', rule })) as { id: string }
      const find = () => emulator.state().rules.find((one) => one.id === id)
      // A rule that has done what it was for is gone.
      const isUsed = () => (find()?.matched === 0 ? undefined : true)
      return {
        matched: () => until(isUsed).then(() => {}),
        undo: async () => void (find() && (await run({ kind: 'clear rules', id }))),
      }
    },
    /** Resolves when the merchant has answered the postlink of this transaction, if the bank owes one. */
    async heard(transaction: Transaction): Promise<void> {
      const owed = postlinkOf(transaction)
      if (owed && owed.state !== 'held') await until(() => answersOf(postlinkOf(transaction)) || undefined)
    },
    /** Sends it once more, and waits for the answer. */
    async resend(transaction: Transaction, postlink: Postlink): Promise<void> {
      const before = answersOf(postlink)
      await run({ kind: 'resend postlink', postlink: postlink.id })
      await until(() => answersOf(postlinkOf(transaction)) > before || undefined)
    },
    transactions: (): Transaction[] => [...emulator.state().transactions.values()],
    /** What has been paid for an order, if anything was. */
    paidFor: (invoiceId: string): Transaction | undefined =>
      [...emulator.state().transactions.values()].findLast(
        ({ order, reasonCode }) => order.invoiceId === invoiceId && reasonCode === 0,
      ),
    secretOf: (invoiceId: string): string | undefined =>
      [...emulator.state().tokens.values()].find((token) => token.invoiceId === invoiceId)?.secretHash,
    postlinkOf,
  }
}
