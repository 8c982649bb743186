import { isIP } from 'node:net'
import { bankHosts } from '../../../contracts/bank-host.ts'
import type { Finding, FindingId } from '../../../contracts/finding.ts'
import { schemeOf } from '../../../contracts/link.ts'
import { maskSecrets } from '../../../contracts/mask.ts'
import type { OperationId } from '../../../contracts/operations.ts'
import { isNear } from '../../redaction/near-address.ts'
import { nearName } from './near-name.ts'

/** A request as far as it can be judged without knowing what happened before. */
export interface Judged {
  /** By the names of the contract. */
  fields: Record<string, unknown>
  /** As it came: names and values. */
  raw: unknown
  query: Record<string, unknown>
  contentType: string
  /** Without its port. */
  host: string
  /** The sandbox has a loopback of its own, in a container. */
  apart?: boolean
}

const finding = (id: FindingId, where: string, got = '', expected = ''): Finding => ({
  ...{ id, where, expected },
  got: maskSecrets(got),
})

const quoted = (value: unknown): string => {
  const whole = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? 'nothing')
  const text = maskSecrets(whole.slice(0, 160))
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

/** Names nobody reads: with the one that was meant, where one is near. */
export const nameFindings = (subject: string, unknown: string[], known: readonly string[]): Finding[] =>
  unknown.map((name) => {
    const meant = nearName(name, known)
    return meant
      ? finding('misspelt-field', subject, `"${name}"`, meant)
      : finding('unknown-field', subject, `"${name}"`)
  })

const servedBy = new Map(bankHosts.map(({ name, serves }) => [name, serves]))

/** A name of the bank that serves something else; any other name is the sandbox's own. */
export const hostFindings = (subject: string, wanted: 'token' | 'API' | 'page', host: string): Finding[] => {
  const serves = servedBy.get(host)
  if (serves === undefined || serves === wanted) return []
  const right = bankHosts.filter((row) => row.serves === wanted && row.stage === 'test')
  return [finding('wrong-host', subject, host, right.map(({ name }) => name).join(' or '))]
}

const postLinks = ['postLink', 'failurePostLink', 'post_link', 'failure_post_link']
const backLinks = ['backLink', 'failureBackLink', 'back_link', 'failure_back_link']

const links = [...backLinks, ...postLinks]

const linkFindings = ({ fields, apart }: Judged): Finding[] => {
  const found: Finding[] = []
  for (const where of links) {
    const link = fields[where]
    if (typeof link !== 'string' || link === '') continue
    if (apart && postLinks.includes(where) && isLoopback(link))
      found.push(finding('loopback-postlink', where, quoted(link)))
    const scheme = schemeOf(link)
    if (scheme === 'https') continue
    if (scheme === undefined)
      found.push(finding('link-without-scheme', where, quoted(link), `https://${link.replace(/^\/+/, '')}`))
    else if (scheme !== 'http') found.push(finding('app-link', where, quoted(link), 'an https address'))
    else if (postLinks.includes(where) && isBareFarAddress(link))
      found.push(finding('postlink-over-http', where, quoted(link), 'https and a host name'))
  }
  return found
}

const isLoopback = (link: string): boolean =>
  URL.canParse(link) && /^(127\.[\d.]+|\[::1\]|([\w-]+\.)*localhost)$/.test(new URL(link).hostname)

// A host that begins with a letter is a name, with 127. one or this machine; whatever stands before an @ is no host.
const isNamed = /^http:\/\/([a-z]|127\.)[^@]*$/i

const isBareFarAddress = (link: string): boolean => {
  if (isNamed.test(link)) return false
  const host = URL.canParse(link) ? new URL(link).hostname.replace(/^\[|\]$/g, '') : ''
  return isIP(host) !== 0 && !isNear(host)
}

const latin = /^[\p{Script=Latin}\p{N}\p{P}\p{Z}\p{M}]*$/u

const nameFinding = ({ fields: { name } }: Judged): Finding[] =>
  typeof name === 'string' && !latin.test(name)
    ? [finding('name-not-latin', 'name', '', 'Latin letters')]
    : []

const isVerification = ({ paymentType }: Judged['fields']) =>
  String(paymentType ?? '').toLowerCase() === 'cardverification'

const verificationFindings = ({ fields }: Judged): Finding[] =>
  isVerification(fields) && fields.cardSave !== true
    ? [finding('verification-without-card-save', 'cardSave', quoted(fields.cardSave), 'true')]
    : []

const jsonToken = finding('json-token', 'body', 'application/json', 'a form')
const tokenWithoutPostlink = finding('token-without-postlink', 'postLink')

const tokenFindings = ({ fields, contentType }: Judged): Finding[] => {
  const found: Finding[] = []
  if (/^application\/json\b/i.test(contentType)) found.push(jsonToken)
  if (fields.invoiceID !== undefined && !fields.postLink) found.push(tokenWithoutPostlink)
  return found
}

const keysOf = (raw: unknown): string[] => Object.keys(Object(raw))

/** Whatever the amount was called, nobody reads it: the operation would take the whole payment. */
const unreadAmount =
  (subject: string, known: readonly string[]) =>
  ({ raw, query, fields }: Judged): Finding[] => {
    const isKnown = new Set(known.map((name) => name.toLowerCase()))
    const names = [...keysOf(raw), ...Object.keys(query)]
    if (fields.amount !== undefined || names.some((name) => name.toLowerCase() === 'amount')) return []
    const unread = names.filter((name) => !isKnown.has(name.toLowerCase()))
    return unread.map((name) => finding('unread-amount', subject, `"${name}"`, 'amount'))
  }

const moneyNames = ['amount', 'externalID']

const savedCardFindings = ({ raw }: Judged): Finding[] => {
  if (Object.hasOwn(Object(raw), 'terminalId')) return []
  const names = keysOf(raw).map((name) => name.toLowerCase())
  return names.includes('terminal') && !names.includes('terminalid')
    ? [finding('terminal-name', 'terminalId', 'terminal', 'terminalId')]
    : []
}

/** `token`, as the page of saved cards calls it, is the bare token. */
const pageFindings = ({ fields: { auth }, raw }: Judged): Finding[] =>
  typeof auth === 'string' && keysOf(raw).some((name) => name.toLowerCase() === 'auth')
    ? [finding('bare-auth', 'auth', 'a bare token', 'the whole token answer, an object')]
    : []

const isCardId = (type: unknown) => String(type ?? '').toLowerCase() === 'cardid'

/** What the page of saved cards calls obligatory, and the payment page by itself does not. */
const savedCardOnPage = ({ fields }: Judged): Finding[] => {
  const { paymentType, cardId, description, postLink } = fields
  const [named, pays] = [cardId !== undefined, isCardId(paymentType)]
  if (!named && !pays) return []
  const lacks = (where: string, got: unknown, expected: string) =>
    finding('saved-card-field', where, got === undefined ? 'nothing' : quoted(got), expected)
  return [
    ...(named ? [] : [finding('field-missing', 'cardId', 'nothing', 'the cardId of an earlier postlink')]),
    ...(pays ? [] : [lacks('paymentType', paymentType, 'cardId')]),
    ...(description === '' ? [lacks('description', description, 'text of at most 125 bytes of UTF-8')] : []),
    ...(postLink ? [] : [lacks('postLink', postLink, 'an absolute http or https URL')]),
  ]
}

type Judge = (judged: Judged) => Finding[]

const paying: Judge[] = [linkFindings, nameFinding]

const judges: Partial<Record<OperationId | 'openPage', Judge[]>> = {
  token: [tokenFindings, linkFindings],
  openPage: [...paying, verificationFindings, pageFindings, savedCardOnPage],
  chargeSavedCard: [linkFindings, nameFinding, savedCardFindings],
  cryptopay: paying,
  makeInvoiceLink: [linkFindings],
  makeQr: [linkFindings],
  charge: [unreadAmount('charge', moneyNames)],
  refund: [unreadAmount('refund', moneyNames)],
}

/** What the form of a request says, whatever has happened before. */
export const judge = (operation: OperationId | 'openPage', judged: Judged): Finding[] => {
  const found: Finding[] = []
  for (const one of judges[operation] ?? []) found.push(...one(judged))
  return found
}

// Words of the bank's pages and clients; `transfer`, `operation` and `api` among them pay nothing.
export const scopeWords = [
  'webapi',
  'usermanagement',
  'email_send',
  'verification',
  'statement',
  'statistics',
  'payment',
  'transfer',
  'operation',
  'api',
]

/** A token that pays: what its scope should have said. A shop says the same with every payment. */
export const scopeFindings = (scope: string): Finding[] => {
  if (scope !== lastScope.scope) lastScope = { scope, found: judgeScope(scope) }
  return lastScope.found
}

let lastScope: { scope: string | undefined; found: Finding[] } = { scope: undefined, found: [] }

const judgeScope = (scope: string): Finding[] => {
  const words = scope.split(/\s+/).filter(Boolean)
  const unknown = words.filter((word) => !scopeWords.includes(word))
  return [
    ...unknown.map((word) => finding('unknown-scope', 'scope', `"${word}"`, scopeWords.join(', '))),
    ...(words.includes('payment')
      ? []
      : [finding('scope-without-payment', 'scope', quoted(scope), 'payment')]),
  ]
}

/** Whatever the command asked, it asked others. */
export const takeoverUnused: Finding = finding('takeover-unused', 'the takeover')

/** Neither the payment nor its token says where the outcome goes. */
export const noPostlink: Finding = finding('no-postlink', 'postLink')

/** `got` is masked like any other. */
export const liveCard = (where: string, got: string): Finding => finding('live-card', where, got)

/** The journal has a mask where the shop sent a card number or a secret, and nobody here knows it any more. */
export const maskedPostlink = (field: string): Finding => finding('masked-postlink', field)

export const twoTerminals = (client: string, terminal: string, before: string): Finding =>
  finding('two-terminals', client, terminal, before)

export const fastPolling = (invoiceId: string): Finding => ({
  ...{ id: 'fast-polling', where: invoiceId, got: 'more than once a second' },
  expected: 'at most once a second',
})
