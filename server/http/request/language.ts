import type { FastifyRequest } from 'fastify'
import { type Language, languageOf } from '../../../contracts/language.ts'

/** Kept by the switch of the dashboard, for it and for the sample shop. */
export const languageCookie = 'epay_sandbox_lang'

const ofCookie = (header = '') =>
  languageOf(new RegExp(`(?:^|;\\s*)${languageCookie}=(\\w+)`).exec(header)?.[1])

/** The first that is spoken here, the most wanted first. */
const ofHeader = (header = ''): Language | undefined =>
  header
    .split(',')
    .map((part) => {
      const [tag = '', quality = 'q=1'] = part.split(';').map((word) => word.trim())
      return { language: languageOf(tag.split('-')[0]), quality: Number(quality.replace(/^q=/, '')) }
    })
    .filter(({ language, quality }) => language && quality > 0)
    .sort((a, b) => b.quality - a.quality)[0]?.language

/** What was asked for in the address, chosen before, or set in the browser; English when nobody says. */
export const languageFor = ({ query, headers }: FastifyRequest): Language => {
  const { lang } = Object(query) as { lang?: unknown }
  const asked = typeof lang === 'string' ? languageOf(lang) : undefined
  return asked ?? ofCookie(headers.cookie) ?? ofHeader(headers['accept-language']) ?? 'eng'
}
