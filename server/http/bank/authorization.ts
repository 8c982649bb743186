import { type CardsAuthRequest, type Secure3D, toCardsAuthAnswer } from '../../../contracts/authorization.ts'
import type { CryptopayRequest } from '../../../contracts/cryptogram.ts'
import { wireReason } from '../../../contracts/reason-words.ts'
import { type WalletUse, walletIn } from '../../../contracts/wallet-token.ts'
import type { Attempt } from '../../core/command.ts'
import { isRefusal } from '../../core/decision.ts'
import { type State, settingsOf } from '../../core/state.ts'
import { digest } from '../../workspace/chance.ts'
import { type Answer, apiRefusal } from '../answer/refusal.ts'
import { orderOfCharge, orderOfCryptogram } from '../request/order.ts'
import type { Asked, Handler } from './asked.ts'

export const secure3DOf = (
  { challenge }: Attempt,
  { base, accessToken }: Asked<unknown>,
): Secure3D | null => {
  if (!challenge) return null
  const { id } = challenge
  return {
    paReq: Buffer.from(JSON.stringify({ md: id })).toString('base64'),
    md: id,
    MD: id,
    action: `${base()}/acs/`,
    termURL: `${base()}/api/payments/cards/confirmPayment?Access=${accessToken}`,
  }
}

/** Approved or waiting for the buyer: 200; declined: 400 with the reason code. */
const answerAttempt = (attempt: Attempt, asked: Asked<unknown>): Answer => {
  const { transaction } = attempt
  const pays = transaction
  const { quirks } = settingsOf(asked.workspace.emulator.state())
  if (transaction.reasonCode === 0) {
    return { status: 200, body: toCardsAuthAnswer(transaction, quirks, secure3DOf(attempt, asked)), pays }
  }
  const { reasonCode: code, order } = transaction
  return { status: 400, body: { code, message: wireReason(code, order.language, quirks) }, pays }
}

export const chargeSavedCard: Handler<CardsAuthRequest> = async (asked) => {
  const { workspace, fields, accessToken, ip } = asked
  const { reply, override } = await workspace.emulator.perform({
    kind: 'charge saved card',
    accessToken,
    order: orderOfCharge(fields, ip),
    cardId: fields.cardId.id.toLowerCase(),
    holder: fields.name ?? '',
  })
  return { ...(isRefusal(reply) ? apiRefusal(reply) : answerAttempt(reply, asked)), override }
}

/** What an unreadable cryptogram is taken for, when the workspace says so. */
const substituteCard = (state: State) => {
  const { unreadableCryptogram: wanted, cards: edition } = settingsOf(state)
  const status = { unlocked: 'unlock', locked: 'lock', refuse: undefined }[wanted]
  const found = state.world.cards.find((card) => card.edition === edition && card.status === status)
  return found && { pan: found.pan, expiry: found.expiry, cvc: found.cvc }
}

export const tokenOf = ({ workspace, accessToken }: Asked<unknown>) => {
  const state = workspace.emulator.state()
  return state.tokens.get(digest(settingsOf(state).seed, accessToken))
}

const tokenTerminal = (asked: Asked<unknown>): string => tokenOf(asked)?.terminal ?? ''

const payByWallet = async (asked: Asked<CryptopayRequest>, { wallet, card }: WalletUse): Promise<Answer> => {
  const { workspace, fields, accessToken, ip, signedIn } = asked
  const substitute = 'unreadable' in card ? substituteCard(workspace.emulator.state()) : undefined
  const { reply, override } = await workspace.emulator.perform({
    ...{ kind: 'pay by wallet', accessToken, wallet, signedIn, holder: fields.name ?? '' },
    order: { ...orderOfCryptogram(fields, tokenTerminal(asked), ip), cardSave: false },
    card: substitute ? { ...substitute, holder: '', asks: false } : card,
  })
  return { ...(isRefusal(reply) ? apiRefusal(reply) : answerAttempt(reply, asked)), override }
}

/** The shop took the card itself, or the buyer's wallet did: then the cryptogram is a place holder. */
export const payByCryptogram: Handler<CryptopayRequest> = async (asked) => {
  const { workspace, fields, accessToken, ip, key } = asked
  const { emulator } = workspace
  const used = walletIn(fields)
  if (used) return payByWallet(asked, used)
  const { cryptogram = '' } = fields
  const opened = await key.open(cryptogram)
  const substitute = cryptogram === '' ? undefined : substituteCard(emulator.state())
  const card = 'card' in opened ? opened.card : substitute
  const why = 'why' in opened ? opened.why : ''
  const holder = fields.name ?? ''
  const { reply, override } = await emulator.perform({
    kind: 'pay by cryptogram',
    accessToken,
    order: orderOfCryptogram(fields, tokenTerminal(asked), ip),
    card: card
      ? { ...card, holder }
      : { unreadable: cryptogram === '' ? `nothing, and no wallet: ${why}` : why },
  })
  return { ...(isRefusal(reply) ? apiRefusal(reply) : answerAttempt(reply, asked)), override }
}
