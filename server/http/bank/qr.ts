import { type QrAnswer, type QrRequest, QrStatusQuery, toQrStatus } from '../../../contracts/qr.ts'
import { readerOf } from '../../../contracts/reader.ts'
import { isRefusal } from '../../core/decision.ts'
import { settingsOf } from '../../core/state.ts'
import { apiRefusal, violationAnswer } from '../answer/refusal.ts'
import { scanUrl } from '../request/address.ts'
import { wishOfQr } from '../request/order.ts'
import type { Handler } from './asked.ts'

export const makeQr: Handler<QrRequest> = async ({ workspace, fields, unknownFields, accessToken, base }) => {
  const { reply, override } = await workspace.emulator.perform({
    kind: 'make qr',
    accessToken,
    wish: wishOfQr(fields),
    unknownFields,
  })
  if (isRefusal(reply)) return { ...apiRefusal(reply), override }
  const { billNumber } = reply
  const url = scanUrl(base(), billNumber)
  const body: QrAnswer = { billNumber, qrcode: url, homebankLink: url, onlinebankLink: url }
  return { status: 200, body, override, pays: reply }
}

const readQuery = readerOf(QrStatusQuery)

export const askQr: Handler = async ({ workspace, query, accessToken, base }) => {
  const { value, violations } = readQuery(query)
  if (violations.length > 0) return violationAnswer(apiRefusal, violations)
  const { billNumber } = value
  const { reply, override } = await workspace.emulator.perform({ kind: 'ask qr', accessToken, billNumber })
  if (isRefusal(reply)) return { ...apiRefusal(reply), override }
  const { qr, status, transaction } = reply
  const { quirks } = settingsOf(workspace.emulator.state())
  const qrcode = scanUrl(base(), qr.billNumber)
  return { status: 200, body: toQrStatus(qr, status, { qrcode, quirks, transaction }), override }
}
