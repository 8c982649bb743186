import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { CardForm } from '../../contracts/card.ts'
import type { Entry, EntryBody, Order, Settings } from '../../contracts/entry.ts'
import { chooseQuirks, type Quirks } from '../../contracts/quirk.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import cards from '../../fixtures/cards.json' with { type: 'json' }
import clients from '../../fixtures/clients.json' with { type: 'json' }
import savedCards from '../../fixtures/saved-cards.json' with { type: 'json' }
import terminals from '../../fixtures/terminals.json' with { type: 'json' }
import users from '../../fixtures/users.json' with { type: 'json' }
import type { CommandKind, CommandOf, IssueToken, OpenPage, ReplyTo } from '../../server/core/command.ts'
import { isRefusal } from '../../server/core/decision.ts'
import { decide } from '../../server/core/gateway.ts'
import type { Moment } from '../../server/core/moment.ts'
import { replay } from '../../server/core/replay.ts'
import { createState, type State, type World } from '../../server/core/state.ts'

export const world: World = {
  clients,
  terminals: terminals as World['terminals'],
  cards: cards as World['cards'],
  savedCards: savedCards as World['savedCards'],
  users,
}

/** The moment of seed 000's success sample. */
export const noon = Date.parse('2025-02-12T09:42:51+05:00')

export const shop = { client: 'test', terminal: '67e34d63-102f-4bd1-898e-370781d0074d' }
export const otherShop = { client: 'halykfinanceUSD', terminal: 'd9d7978c-d6ee-4ec0-8cda-165251a4bf16' }
/** Holds money first. */
export const twoStages = '2d1f6a0e-5b7c-4c39-8e42-7a90c3d5e6f2'
export const otherTerminal = '40a348cb-68a3-45d5-9002-a4836d79c3b5'
export const success = 'http://shop.test/paid'
export const failure = 'http://shop.test/failed'

export const goodCard: CardForm = {
  pan: '4405639704015096',
  expiry: '01/27',
  cvc: '321',
  holder: 'TEST TEST',
}
export const lockedCard: CardForm = { ...goodCard, pan: '4003032704547597', expiry: '09/20', cvc: '170' }

const place = {
  ip: '',
  ipCountry: '',
  ipCity: '',
  ipRegion: '',
  ipDistrict: '',
  ipLatitude: 0,
  ipLongitude: 0,
}

export const orderOf = (given: Partial<Order> = {}): Order => ({
  invoiceId: '000000001',
  invoiceIdAlt: '',
  terminal: shop.terminal,
  amount: 10_000,
  currency: 'KZT',
  description: 'Tea',
  accountId: 'testuser1',
  language: 'rus',
  data: '',
  name: '',
  email: '',
  phone: '',
  backLink: 'http://shop.test/',
  failureBackLink: '',
  postLink: success,
  failurePostLink: '',
  cardSave: false,
  verification: false,
  autoRedirect: false,
  place,
  ...given,
})

export const tokenRequest = (given: Partial<IssueToken> = {}): IssueToken => ({
  kind: 'issue token',
  grantType: 'client_credentials',
  scope: 'payment',
  clientId: shop.client,
  clientSecret: world.clients.find(({ id }) => id === (given.clientId ?? shop.client))?.secret ?? '',
  terminal: shop.terminal,
  invoiceId: '000000001',
  amount: 10_000,
  currency: 'KZT',
  postLink: '',
  failurePostLink: '',
  secretHash: '',
  unknownFields: [],
  ...given,
})

export const settingsWith = (quirks: Partial<Quirks> = {}): Settings => ({
  seed: 'test',
  cards: '2025',
  quirks: chooseQuirks('documented', quirks),
  unreadableCryptogram: 'refuse',
  retain: 1000,
  clients: [],
  terminals: [],
})

// Parts of a state that are functions over data kept elsewhere in it.
const live = {
  world: undefined,
  alarms: undefined,
  paymentLine: undefined,
  tokenLine: undefined,
  linkLine: undefined,
}

/** Everything a state holds as plain data; the alarms in the order in which they ring. */
const plain = (state: State): unknown => {
  const alarms = state.alarms.all().sort((a, b) => a.at - b.at)
  return structuredClone({ ...state, ...live, alarms })
}

const rebuild = (of: World, entries: Entry[]): State => {
  const state = createState(of)
  // Through JSON, as a journal on disk would give it back.
  for (const entry of JSON.parse(JSON.stringify(entries)) as Entry[]) replay(state, entry)
  return state
}

const frozen = <T>(value: T): T => {
  if (value && typeof value === 'object') for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}

const fail = (what: string): never => {
  throw new Error(what)
}

/**
 * A gateway that is given commands one after another. At every command it checks what must always hold: decide()
 * changes neither state nor command, and a refusal leaves one entry and no change.
 */
export const gateway = (options: { settings?: Settings; world?: World; opened?: boolean } = {}) => {
  const { settings = settingsWith(), world: of = world, opened = true } = options
  const state = createState(of)
  const entries: Entry[] = []
  let now = noon
  const moment = (): Moment => ({
    now,
    draw: (kind, part) => hash('sha256', `${kind}/${state.counts[kind]}/${part}`),
    digest: (text) => hash('sha256', `digest/${text}`).slice(0, 32),
  })
  const happens = (...bodies: EntryBody[]) => {
    for (const body of bodies) {
      const entry = { seq: entries.length + 1, at: now, ...body } as Entry
      entries.push(entry)
      // A copy: replay() keeps what it is given, and the journal must not change with the state.
      replay(state, structuredClone(entry))
    }
  }
  const when = <K extends CommandKind>(command: CommandOf<K> & { kind: K }) => {
    const before = structuredClone({ ...state, ...live })
    const alarms = state.alarms.all()
    const decision = decide<K>(state, frozen(command), moment())
    const after = structuredClone({ ...state, ...live })
    if (!isDeepStrictEqual(before, after)) fail(`deciding "${command.kind}" changed the state`)
    if (!isDeepStrictEqual(state.alarms.all(), alarms)) fail(`deciding "${command.kind}" changed the alarms`)
    const then = { entries: structuredClone(decision.entries), reply: structuredClone(decision.reply) }
    happens(...then.entries)
    return then
  }
  const accepted = <K extends CommandKind>(command: CommandOf<K> & { kind: K }): ReplyTo<K> => {
    const { reply } = when<K>(command)
    return isRefusal(reply) ? fail(`"${command.kind}" was refused: ${JSON.stringify(reply)}`) : reply
  }
  const refused = <K extends CommandKind>(command: CommandOf<K> & { kind: K }): Refusal => {
    const { reply, entries: noted } = when<K>(command)
    if (!isRefusal(reply)) return fail(`"${command.kind}" was accepted`)
    const kinds = noted.map(({ kind }) => kind).join(', ')
    if (kinds !== 'request refused') fail(`a refusal left the entries ${kinds}`)
    return reply
  }
  if (opened) happens({ kind: 'workspace opened', settings })

  return {
    state,
    /** The whole journal so far. */
    entries,
    kinds: () => entries.map(({ kind }) => kind),
    now: () => now,
    wait: (ms: number) => {
      now += ms
    },
    happens,
    when,
    accepted,
    refused,
    /** The state that the journal alone tells, as plain data. */
    rebuilt: () => plain(rebuild(of, entries)),
    /** The journal replayed into a state of its own. */
    copy: () => rebuild(of, entries),
  }
}
export type Gateway = ReturnType<typeof gateway>
export { plain }

export const tokenFor = (given: Gateway, request: Partial<IssueToken> = {}): string =>
  given.accepted<'issue token'>(tokenRequest(request)).accessToken

export const opening = (accessToken: string, order: Order = orderOf()): OpenPage => ({
  kind: 'open page',
  accessToken,
  order,
  unknownFields: [],
})

/** A token and the page it opens, for one and the same order. */
export const pageFor = (given: Gateway, order: Partial<Order> = {}, request: Partial<IssueToken> = {}) => {
  const asked = orderOf(order)
  const { invoiceId, amount, currency, terminal } = asked
  const accessToken = tokenFor(given, { invoiceId, amount, currency, terminal, ...request })
  const view = given.accepted<'open page'>(opening(accessToken, asked))
  return { accessToken, order: asked, page: view.page.id, view }
}

export const payOn = (page: string, card: CardForm = goodCard, save = false) =>
  ({ kind: 'pay on page', page, card, save, buyerIp: '127.0.0.1' }) as const

/** Token, page, card. */
export const payment = (
  given: Gateway,
  order: Partial<Order> = {},
  card: CardForm = goodCard,
  request: Partial<IssueToken> = {},
) => {
  const opened = pageFor(given, order, request)
  const { entries, reply } = given.when<'pay on page'>(payOn(opened.page, card))
  if (isRefusal(reply) || !reply.transaction) return fail(`no payment: ${JSON.stringify(reply)}`)
  return { ...opened, entries, view: reply, transaction: reply.transaction }
}

/** Rings what is due by now, in order, and gives back what there is to deliver. */
export const ringDue = (given: Gateway) => {
  const parcels: { postlink: string; attempt: number; url: string }[] = []
  for (
    let alarm = given.state.alarms.next();
    alarm && alarm.at <= given.now();
    alarm = given.state.alarms.next()
  ) {
    const { deliver } = given.accepted<'ring'>({ kind: 'ring', alarm })
    if (given.state.alarms.next() === alarm) fail(`"${alarm.what}" rings for ever`)
    if (deliver)
      parcels.push({ postlink: deliver.postlink.id, attempt: deliver.attempt, url: deliver.postlink.url })
  }
  return parcels
}
