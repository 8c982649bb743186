import { compressParams, decodeParams } from '../../contracts/params.ts'
import type { Chance } from '../simulation/chance.ts'
import type { Sent } from './target.ts'
import * as values from './values.ts'

/** One thing wrong with a request at a time; a few of them together are a case. */

export type Pool = ReturnType<typeof values.generated>
type Mutation = (sent: Sent, chance: Chance, pool: Pool, others: Sent[]) => Sent

const linked = values.markup.map((text) => `https://shop.example/?a=${text}`)

/** What reads a value that looks like this one looks closely: it gets something that looks so too. */
const alike: [RegExp, string[]][] = [
  [/^(P[T\d]|\d{4}-\d\d-)/, values.times],
  [/^-?\d+(\.\d+)?$/, values.numbers],
  [/^https?:/, [...values.links, ...linked, ...linked]],
]

const text = (chance: Chance, pool: Pool, instead = ''): string => {
  const like = alike.find(([pattern]) => pattern.test(instead))?.[1]
  if (like && chance.happens(0.5)) return chance.of(like)
  const kind = chance.below(5)
  if (kind === 0) return chance.of(pool.texts)
  return chance.of(kind === 1 ? values.markup : values.texts)
}

const jsonText = (chance: Chance, pool: Pool, instead = ''): string => {
  const kind = chance.below(4)
  if (kind === 0) return chance.of(pool.jsons)
  if (kind === 1) return chance.of(values.jsonTexts)
  return JSON.stringify(text(chance, pool, instead.replaceAll('"', '')))
}

/** Bytes as letters, so that a cut never asks what an encoding is. */
const bytesOf = (text: string) => Buffer.from(text, 'latin1')

export const mangle = (from: string, chance: Chance, other: string): string => {
  const at = chance.below(from.length + 1)
  const length = chance.below(Math.min(from.length - at, 16) + 1)
  const byte = String.fromCharCode(chance.below(256))
  switch (chance.below(8)) {
    case 0:
      return from.slice(0, at) + byte + from.slice(at + 1)
    case 1:
      return from.slice(0, at) + byte + from.slice(at)
    case 2:
      return from.slice(0, at) + from.slice(at + length)
    case 3:
      return from.slice(0, at)
    case 4:
      return (
        from.slice(0, at) + from.slice(at, at + length).repeat(2 + chance.below(30)) + from.slice(at + length)
      )
    case 5:
      return from.slice(0, at) + other.slice(chance.below(other.length + 1))
    case 6:
      return (
        from.slice(0, at) +
        chance.of(['\u0000', '\r\n', '%', '&', '"', '{', '}', '[', '\\', '\u00ff', '=']) +
        from.slice(at)
      )
    default:
      return from.replace(/\d+/, chance.of(['-1', '0', '1e400', '99999999999999999999', '']))
  }
}

const bodyBytes: Mutation = (sent, chance, _, others) => ({
  ...sent,
  body: bytesOf(mangle(sent.body.toString('latin1'), chance, chance.of(others).body.toString('latin1'))),
})

const encoded = (byte: string) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`

const urlBytes: Mutation = (sent, chance, _, others) => ({
  ...sent,
  url: `/${mangle(sent.url.slice(1), chance, chance.of(others).url).replaceAll(/[\0-\x20\x7f-\xff]/g, encoded)}`,
})

/** Every value's place in a text of JSON: whatever follows a colon or stands in a list. */
const jsonValue = /(?<=[:[,]\s*)("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)/g

const jsonPart: Mutation = (sent, chance, pool) => {
  const before = sent.body.toString()
  const places = [...before.matchAll(jsonValue)]
  const place = chance.of(places)
  if (!place) return { ...sent, body: Buffer.from(jsonText(chance, pool)) }
  const { index } = place
  return {
    ...sent,
    body: Buffer.from(
      before.slice(0, index) + jsonText(chance, pool, place[0]) + before.slice(index + place[0].length),
    ),
  }
}

const jsonField: Mutation = (sent, chance, pool) => {
  const before = sent.body.toString()
  const name = JSON.stringify(
    chance.of([...before.matchAll(/"(\w+)":/g)].map(([, name = '']) => name)) ?? text(chance, pool),
  )
  const field = chance.happens(0.5) ? name : JSON.stringify(text(chance, pool))
  return { ...sent, body: Buffer.from(before.replace('{', () => `{${field}:${jsonText(chance, pool)},`)) }
}

const jsonWhole: Mutation = (sent, chance, pool) => ({
  ...sent,
  headers: { ...sent.headers, 'content-type': 'application/json' },
  body: Buffer.from(jsonText(chance, pool)),
})

const changed = (query: string, chance: Chance, pool: Pool): string => {
  const form = new URLSearchParams(query)
  const name = chance.of([...form.keys()]) ?? 'page'
  switch (chance.below(4)) {
    case 0:
      form.set(name, text(chance, pool, form.get(name) ?? ''))
      break
    case 1:
      form.append(name, text(chance, pool))
      break
    case 2:
      form.append(text(chance, pool), text(chance, pool))
      break
    default:
      form.delete(name)
  }
  return form.toString()
}

const formPart: Mutation = (sent, chance, pool) => ({
  ...sent,
  body: Buffer.from(changed(sent.body.toString(), chance, pool)),
})

const manyFields: Mutation = (sent, chance) => ({
  ...sent,
  headers: { ...sent.headers, 'content-type': 'application/x-www-form-urlencoded' },
  body: Buffer.from(`${sent.body}&${'a=&'.repeat(1 + chance.below(2000))}`),
})

const query: Mutation = (sent, chance, pool) => {
  const [path = '', asked = ''] = sent.url.split('?')
  return { ...sent, url: `${path}?${changed(asked, chance, pool).slice(0, 12_000)}` }
}

/** A payment object that says something else, packed as payment-api.js packs it. */
const params: Mutation = (sent, chance, pool) => {
  const [path = '', packed] = sent.url.split('?params=')
  if (packed === undefined)
    return { ...sent, url: `/payform/?params=${chance.of(values.bombs).slice(0, 15_000)}` }
  const payment = decodeParams(packed) ?? {}
  const name = chance.of(Object.keys(payment)) ?? 'invoiceId'
  const other = {
    ...payment,
    [chance.happens(0.8) ? name : text(chance, pool).toWellFormed()]: text(chance, pool)
      .slice(0, 3000)
      .toWellFormed(),
  }
  return { ...sent, url: `${path}?params=${compressParams(other)}` }
}

const paramsBytes: Mutation = (sent, chance, _, others) => {
  const [path = '', packed = ''] = sent.url.split('?params=')
  const other = chance.of(others).url.split('?params=')[1] ?? chance.of(values.bombs)
  return { ...sent, url: `${path}?params=${encodeURIComponent(mangle(packed, chance, other))}` }
}

const path: Mutation = (sent, chance, pool) => {
  const [path = '', asked] = sent.url.split('?')
  const parts = path.split('/')
  parts[1 + chance.below(Math.max(1, parts.length - 1))] = encodeURIComponent(
    text(chance, pool).toWellFormed(),
  ).slice(0, 2000)
  return { ...sent, url: parts.join('/') + (asked ? `?${asked}` : '') }
}

const prefix: Mutation = (sent, chance, pool) => {
  const odd = encodeURIComponent(text(chance, pool).toWellFormed()).slice(0, 80)
  return { ...sent, url: `/w/${chance.happens(0.7) ? 'other' : odd}${sent.url}` }
}

const header: Mutation = (sent, chance) => {
  const [name, value] = chance.of(values.headers)
  return { ...sent, headers: { ...sent.headers, [name]: value } }
}

const contentType: Mutation = (sent, chance) => ({
  ...sent,
  headers: { ...sent.headers, 'content-type': chance.of(values.contentTypes) },
})

const method: Mutation = (sent, chance) => ({ ...sent, method: chance.of(values.methods) })

/** The body or the address of one request under the head of another. */
const mixed: Mutation = (sent, chance, _, others) => {
  const other = chance.of(others)
  return chance.happens(0.5) ? { ...sent, body: other.body } : { ...other, headers: sent.headers }
}

/** What spoils the part of a request that is read closest. */
const fitting = ({ url, headers, body }: Sent): Mutation[] => {
  if (url.includes('?params=')) return [params, params, params, paramsBytes]
  if (body.length === 0) return [query, query, path, urlBytes]
  if (headers['content-type'] === 'application/json')
    return [jsonPart, jsonPart, jsonField, jsonWhole, bodyBytes]
  return [formPart, formPart, formPart, manyFields, bodyBytes]
}

const anywhere = [
  bodyBytes,
  urlBytes,
  jsonWhole,
  query,
  params,
  path,
  prefix,
  header,
  contentType,
  method,
  mixed,
]

export const mutate = (sent: Sent, chance: Chance, pool: Pool, others: Sent[]): Sent => {
  let mutant = chance.of(fitting(sent))(sent, chance, pool, others)
  while (chance.happens(0.4))
    mutant = chance.of([...fitting(mutant), ...anywhere])(mutant, chance, pool, others)
  return mutant
}
