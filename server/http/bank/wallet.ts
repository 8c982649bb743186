import { readerOf } from '../../../contracts/reader.ts'
import {
  type BonusRequest,
  HomebankQuery,
  IbanQuery,
  type MasterpassRequest,
} from '../../../contracts/wallet.ts'
import { isRefusal } from '../../core/decision.ts'
import type { AskBonus } from '../../core/wallet-command.ts'
import { apiRefusal, violationAnswer } from '../answer/refusal.ts'
import type { Asked, Handler } from './asked.ts'

/** What an app asks before a wallet or HalykID pays. */

const readCardsQuery = readerOf(HomebankQuery)

export const listHomebankCards: Handler = async ({ workspace, query, accessToken, signedIn }) => {
  const { violations } = readCardsQuery(query)
  if (violations.length > 0) return violationAnswer(apiRefusal, violations)
  const asked = { kind: 'list homebank cards', accessToken, signedIn } as const
  const { reply, override } = await workspace.emulator.perform(asked)
  return { ...(isRefusal(reply) ? apiRefusal(reply) : { status: 200, body: reply }), override }
}

type About = Pick<AskBonus, 'card' | 'iban'>

const answerBonus = async ({ workspace, accessToken, signedIn }: Asked<unknown>, about: About) => {
  const asked = { kind: 'ask bonus', accessToken, signedIn, ...about } as const
  const { reply, override } = await workspace.emulator.perform(asked)
  return { ...(isRefusal(reply) ? apiRefusal(reply) : { status: 200, body: { goBonus: reply } }), override }
}

export const askCardBonus: Handler<BonusRequest> = async (asked) => {
  const opened = await asked.key.open(asked.fields.cryptogram)
  return answerBonus(asked, {
    card: 'card' in opened ? { ...opened.card, holder: '' } : { unreadable: opened.why },
  })
}

const readIban = readerOf(IbanQuery)

export const askAccountBonus: Handler = async (asked) => {
  const { value, violations } = readIban(asked.query)
  if (violations.length > 0) return violationAnswer(apiRefusal, violations)
  return answerBonus(asked, { iban: value.iban ?? '' })
}

export const askMasterpassCard: Handler<MasterpassRequest> = async ({ workspace, fields, accessToken }) => {
  const asked = { kind: 'ask masterpass card', accessToken, walletToken: fields.Token } as const
  const { reply, override } = await workspace.emulator.perform(asked)
  return { ...(isRefusal(reply) ? apiRefusal(reply) : { status: 200, body: reply }), override }
}
