import { wireReason } from '../../../contracts/reason-words.ts'
import { resultCodes } from '../../../contracts/transaction.ts'
import {
  type TransferKind,
  type TransferListRequest,
  type TransferStatus,
  toTransferAnswer,
  toTransferRow,
} from '../../../contracts/transfer.ts'
import type { TransferRequest } from '../../../contracts/transfer-request.ts'
import { isRefusal } from '../../core/decision.ts'
import { settingsOf } from '../../core/state.ts'
import type { TransferCard } from '../../core/transfer-command.ts'
import type { CardKey } from '../../ports.ts'
import { apiRefusal } from '../answer/refusal.ts'
import { orderOfTransfer } from '../request/order.ts'
import type { Handler } from './asked.ts'
import { secure3DOf } from './authorization.ts'

type Sender = NonNullable<TransferRequest['card']['sender']>
type Receiver = NonNullable<TransferRequest['card']['receiver']>

const two = (digits: string) => digits.slice(-2).padStart(2, '0')

/** A saved card by its id, a number in the open, or a cryptogram: which of them cardCred is, the papers do not tell. */
const cardOf = async (
  side: Sender | Receiver | undefined,
  key: CardKey,
): Promise<TransferCard | undefined> => {
  if (!side) return undefined
  const { id, cardCred = '', name = '' } = side
  if (cardCred === '') return id ? { cardId: id.toLowerCase() } : undefined
  const { expire, cvc = '' } = side as Sender
  const expiry = expire?.month && expire.year ? `${two(expire.month)}/${two(expire.year)}` : ''
  const digits = cardCred.replace(/[ -]/g, '')
  if (/^\d{12,19}$/.test(digits)) return { pan: digits, expiry, cvc, holder: name }
  const opened = await key.open(cardCred)
  return 'card' in opened ? { ...opened.card, holder: name } : { unreadable: opened.why }
}

export const makeTransfer =
  (transfer: TransferKind): Handler<TransferRequest> =>
  async (asked) => {
    const { workspace, fields, accessToken, ip, key } = asked
    const { sender, receiver } = fields.card
    const { reply, override } = await workspace.emulator.perform({
      kind: 'make transfer',
      ...{ transfer, accessToken, holder: sender?.name ?? receiver?.name ?? '' },
      order: orderOfTransfer(fields.order, ip),
      sender: await cardOf(sender, key),
      receiver: await cardOf(receiver, key),
      senderType: sender ? sender.transferType || 'TYPEPAN' : '',
      receiverType: receiver ? receiver.transferType || 'TYPEPAN' : '',
    })
    if (isRefusal(reply)) return { ...apiRefusal(reply), override }
    const { transaction } = reply
    const { reasonCode: code, order } = transaction
    const { quirks } = settingsOf(workspace.emulator.state())
    if (code !== 0)
      return { status: 400, body: { code, message: wireReason(code, order.language, quirks) }, override }
    const secure3D = secure3DOf(reply, asked)
    return {
      status: 200,
      body: { ...toTransferAnswer(transaction), ...(secure3D ? { secure3D } : {}) },
      override,
    }
  }

export const askTransfer: Handler = async ({ workspace, accessToken, params }) => {
  const invoiceId = params.order ?? ''
  const { reply, override } = await workspace.emulator.perform({
    kind: 'ask transfer',
    accessToken,
    invoiceId,
  })
  if (isRefusal(reply)) return { ...apiRefusal(reply), override }
  const { quirks } = settingsOf(workspace.emulator.state())
  const body: TransferStatus = reply
    ? {
        result: { code: resultCodes.ok, message: 'SUCCESS' },
        transaction: { p2p: toTransferRow(reply, quirks) },
      }
    : { result: { code: resultCodes.invoiceNotFound, message: 'Transfer not found' }, transaction: null }
  return { status: 200, body, override }
}

export const listTransfers: Handler<TransferListRequest> = async ({
  workspace,
  fields: wish,
  accessToken,
}) => {
  const { reply, override } = await workspace.emulator.perform({ kind: 'list transfers', accessToken, wish })
  return { ...(isRefusal(reply) ? apiRefusal(reply) : { status: 200, body: reply }), override }
}
