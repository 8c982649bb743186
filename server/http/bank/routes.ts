import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Operation, type OperationId, operations } from '../../../contracts/operations.ts'
import { type Reading, readerOf } from '../../../contracts/reader.ts'
import type { CardKey } from '../../ports.ts'
import type { Workspace } from '../../workspace/workspaces.ts'
import { sendOverridden } from '../answer/answer-fault.ts'
import { apiRefusal, type Refuse, tokenRefusal, violationAnswer } from '../answer/refusal.ts'
import { baseOf } from '../request/address.ts'
import { accessTokenOf, basicCredentials, isSignedIn } from '../request/bearer.ts'
import { judgeRequest, noteUse } from '../request/judgement.ts'
import type { Handler } from './asked.ts'
import { chargeSavedCard, payByCryptogram } from './authorization.ts'
import { askInstalment, listConditions, makeInstalment } from './instalment.ts'
import { listInvoiceLinks, makeInvoiceLink } from './invoice-link.ts'
import { operate } from './operation.ts'
import { askQr, makeQr } from './qr.ts'
import { subscribe } from './recurrent.ts'
import { listRegister } from './register.ts'
import { deactivateCard, listCards } from './saved-card.ts'
import { askLegacyStatus, askStatus } from './status.ts'
import { showKey, showProfile, showTerminal } from './terminal.ts'
import { issueToken } from './token.ts'
import { askTransfer, listTransfers, makeTransfer } from './transfer.ts'
import { askAccountBonus, askCardBonus, askMasterpassCard, listHomebankCards } from './wallet.ts'

/** Where a browser comes, pages answer: acs.ts, homebank.ts. */
type Browsed = 'confirmPayment' | 'openInvoiceLink'
type Asked = Exclude<OperationId, Browsed>

const handlers: Record<Asked, Handler<never>> = {
  token: issueToken,
  chargeSavedCard,
  cryptopay: payByCryptogram,
  makeInvoiceLink,
  listInvoiceLinks,
  makeQr,
  qrStatus: askQr,
  subscribe,
  transfer: makeTransfer('p2p'),
  debitCard: makeTransfer('aft'),
  payToCard: makeTransfer('oct'),
  transferStatus: askTransfer,
  transfers: listTransfers,
  homebankCards: listHomebankCards,
  cardBonus: askCardBonus,
  accountBonus: askAccountBonus,
  masterpassCard: askMasterpassCard,
  creditConditions: listConditions,
  makeInstalment,
  instalmentStatus: askInstalment,
  register: listRegister,
  publicKey: showKey,
  charge: operate('charge'),
  cancel: operate('cancel'),
  refund: operate('refund'),
  legacyStatus: askLegacyStatus,
  savedCards: listCards,
  deactivateCard,
  terminal: showTerminal,
  publicProfile: showProfile,
  status: askStatus,
  statusById: askStatus,
}

/** What stands in the body wins over HTTP Basic. */
const withBasic = (request: FastifyRequest): unknown => {
  const known = basicCredentials(request)
  const body = isNothing(request.body) ? undefined : request.body
  if (known.client_id === undefined) return body
  if (body === undefined || body === null) return known
  return typeof body === 'object' && !Array.isArray(body) ? { ...known, ...body } : body
}

/** Some clients write an empty list, or an empty text, for a message without fields. */
const isNothing = (body: unknown) => body === '' || (Array.isArray(body) && body.length === 0)

const refuseAs = (id: Asked): Refuse => (id === 'token' ? tokenRefusal : apiRefusal)

const serve = (id: Asked, row: Operation, key: CardKey) => {
  const read = row.body && readerOf(row.body, row.doubts)
  const handler = handlers[id] as Handler
  const askedOf = (request: FastifyRequest, workspace: Workspace, reading: Reading<unknown> | undefined) => ({
    workspace,
    fields: reading?.value,
    query: request.query as Record<string, unknown>,
    unknownFields: reading?.unknown ?? [],
    accessToken: accessTokenOf(request),
    params: request.params as Record<string, string>,
    ip: request.ip,
    signedIn: isSignedIn(request),
    // Few answers name it.
    base: () => baseOf(request),
    key,
  })
  const serveOne = async (request: FastifyRequest, reply: FastifyReply) => {
    const raw = id === 'token' ? withBasic(request) : isNothing(request.body) ? undefined : request.body
    const reading = read?.(raw)
    const workspace = await request.workspace()
    const { violations, code } = judgeRequest(request, workspace, id, { raw, reading })
    const answer =
      violations.length > 0
        ? violationAnswer(refuseAs(id), violations, code)
        : await handler(askedOf(request, workspace, reading))
    if (answer.pays) noteUse(request, workspace, answer.pays)
    const send = () => void reply.code(answer.status).send(answer.body)
    if (answer.override) await sendOverridden(request, reply, { answer, override: answer.override, send })
    else send()
  }
  // No promise for Fastify: a reply that comes out of one is watched to its last byte, a fifth of all the work.
  return (request: FastifyRequest, reply: FastifyReply) => {
    serveOne(request, reply).catch((error: Error) => reply.send(error))
  }
}

/** Every row of the table that has a handler here, at every one of its paths. */
export const bankRoutes = async (app: FastifyInstance, { key }: { key: CardKey }): Promise<void> => {
  for (const id of Object.keys(handlers) as Asked[]) {
    const row: Operation = operations[id]
    const handler = serve(id, row, key)
    const config = { operation: id, kept: true }
    for (const url of row.paths) app.route({ method: row.method, url, config, handler })
  }
}
