import { toTiyn } from '../../../contracts/money.ts'
import { secondMs } from '../../../contracts/time.ts'
import type { TokenAnswer, TokenRequest } from '../../../contracts/token.ts'
import { isRefusal } from '../../core/decision.ts'
import { settingsOf } from '../../core/state.ts'
import { tokenRefusal } from '../answer/refusal.ts'
import type { Handler } from './asked.ts'

export const issueToken: Handler<TokenRequest> = async ({ workspace, fields, unknownFields }) => {
  const { emulator } = workspace
  const { reply, override } = await emulator.perform({
    kind: 'issue token',
    grantType: fields.grant_type,
    scope: fields.scope ?? '',
    clientId: fields.client_id,
    clientSecret: fields.client_secret,
    username: fields.username,
    password: fields.password,
    refreshToken: fields.refresh_token,
    terminal: fields.terminal,
    invoiceId: fields.invoiceID,
    amount: fields.amount === undefined ? undefined : toTiyn(fields.amount),
    currency: fields.currency,
    postLink: fields.postLink ?? '',
    failurePostLink: fields.failurePostLink ?? '',
    secretHash: fields.secret_hash ?? '',
    unknownFields,
  })
  if (isRefusal(reply)) return { ...tokenRefusal(reply), override }
  const { quirks } = settingsOf(emulator.state())
  const seconds = (reply.token.expiresAt - reply.token.issuedAt) / secondMs
  const body: TokenAnswer = {
    access_token: reply.accessToken,
    expires_in: quirks.expiresIn === 'string' ? String(seconds) : seconds,
    refresh_token: reply.refreshToken ?? '',
    scope: reply.token.scope,
    token_type: 'Bearer',
  }
  return { status: 200, body, override }
}
