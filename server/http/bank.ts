import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type CardsAuthRequest, toCardsAuthAnswer } from '../../contracts/authorization.ts'
import { toTiyn } from '../../contracts/money.ts'
import { type Operation, type OperationId, operations } from '../../contracts/operations.ts'
import { readerOf } from '../../contracts/reader.ts'
import { reasonOf } from '../../contracts/reason-code.ts'
import type { TokenAnswer, TokenRequest } from '../../contracts/token.ts'
import { resultCodes, type StatusAnswer, toStatus } from '../../contracts/transaction.ts'
import { isRefusal } from '../core/decision.ts'
import { settingsOf } from '../core/state.ts'
import type { Workspace } from '../workspaces.ts'
import { sendBent } from './bend.ts'
import { orderOfCharge } from './order.ts'
import { type Answer, apiRefusal, type Refuse, tokenRefusal, violationAnswer } from './refusal.ts'

/** One request to the bank, read by its row of the table. */
interface Asked<Fields> {
  workspace: Workspace
  fields: Fields
  unknownFields: string[]
  accessToken: string
  params: Record<string, string>
  ip: string
}

type Handler<Fields = unknown> = (asked: Asked<Fields>) => Promise<Answer>

const issueToken: Handler<TokenRequest> = async ({ workspace, fields, unknownFields }) => {
  const { emulator } = workspace
  const { reply, bend } = await emulator.perform({
    kind: 'issue token',
    grantType: fields.grant_type,
    scope: fields.scope ?? '',
    clientId: fields.client_id,
    clientSecret: fields.client_secret,
    terminal: fields.terminal,
    invoiceId: fields.invoiceID,
    amount: fields.amount === undefined ? undefined : toTiyn(fields.amount),
    currency: fields.currency,
    postLink: fields.postLink ?? '',
    failurePostLink: fields.failurePostLink ?? '',
    secretHash: fields.secret_hash ?? '',
    unknownFields,
  })
  if (isRefusal(reply)) return { ...tokenRefusal(reply), bend }
  const { quirks } = settingsOf(emulator.state())
  const body: TokenAnswer = {
    access_token: reply.accessToken,
    expires_in: quirks.expiresIn === 'string' ? quirks.tokenLifetime : Number(quirks.tokenLifetime),
    refresh_token: '',
    scope: reply.token.scope,
    token_type: 'Bearer',
  }
  return { status: 200, body, bend }
}

const chargeSavedCard: Handler<CardsAuthRequest> = async ({ workspace, fields, accessToken, ip }) => {
  const { emulator } = workspace
  const { reply, bend } = await emulator.perform({
    kind: 'charge saved card',
    accessToken,
    order: orderOfCharge(fields, ip),
    cardId: fields.cardId.id.toLowerCase(),
    holder: fields.name ?? '',
  })
  if (isRefusal(reply)) return { ...apiRefusal(reply), bend }
  if (reply.reasonCode !== 0) {
    return { status: 400, body: { code: reply.reasonCode, message: reasonOf(reply.reasonCode).reason }, bend }
  }
  return { status: 200, body: toCardsAuthAnswer(reply, settingsOf(emulator.state()).quirks), bend }
}

const askStatus: Handler = async ({ workspace, accessToken, params }) => {
  const invoiceId = params.invoiceId ?? ''
  const { reply, bend } = await workspace.emulator.perform({ kind: 'ask status', accessToken, invoiceId })
  if (isRefusal(reply)) return { ...apiRefusal(reply), bend }
  const answer = (resultCode: string, resultMessage: string, transaction: StatusAnswer['transaction']) => ({
    status: 200,
    body: { invoiceID: invoiceId, resultCode, resultMessage, transaction } satisfies StatusAnswer,
    bend,
  })
  if (reply.found) return answer(resultCodes.ok, 'SUCCESS', toStatus(reply.transaction, reply.terminal))
  if (reply.why === 'invoice not found') return answer(resultCodes.invoiceNotFound, 'Invoice not found', null)
  return answer(
    resultCodes.tokenWithoutTerminal,
    'Token has no terminal: request it with the field terminal',
    null,
  )
}

const handlers: Record<OperationId, Handler<never>> = {
  token: issueToken,
  chargeSavedCard,
  status: askStatus,
}

const bearer = /^\s*bearer\s+(\S+)\s*$/i

/** `Authorization`, or seed 004's own spelling `Authorize`; the scheme in any letter case. */
const accessTokenOf = ({ headers }: FastifyRequest): string => {
  const header = headers.authorization ?? headers.authorize
  return bearer.exec(typeof header === 'string' ? header : '')?.[1] ?? ''
}

const refuseAs = (id: OperationId): Refuse => (id === 'token' ? tokenRefusal : apiRefusal)

const serve = (id: OperationId, row: Operation) => {
  const read = row.body && readerOf(row.body)
  const handler = handlers[id] as Handler
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const reading = read?.(request.body)
    const answer = reading?.violations.length
      ? violationAnswer(refuseAs(id), reading.violations)
      : await handler({
          workspace: await request.workspace(),
          fields: reading?.value,
          unknownFields: reading?.unknown ?? [],
          accessToken: accessTokenOf(request),
          params: request.params as Record<string, string>,
          ip: request.ip,
        })
    const send = () => reply.code(answer.status).send(answer.body)
    return answer.bend ? sendBent(request, reply, { answer, bend: answer.bend, send }) : send()
  }
}

/** Every row of the table at every one of its paths. */
export const bankRoutes = async (app: FastifyInstance): Promise<void> => {
  for (const id of Object.keys(operations) as OperationId[]) {
    const row: Operation = operations[id]
    const handler = serve(id, row)
    for (const url of row.paths) app.route({ method: row.method, url, handler })
  }
}
