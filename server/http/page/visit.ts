import type { FastifyRequest } from 'fastify'
import { maskSecrets } from '../../../contracts/mask.ts'
import type { Violation } from '../../../contracts/reader.ts'
import { baseOf, prefixOf } from '../request/address.ts'

/** How the buyer came: carried from step to step in addresses and forms, so that no script is needed for it. */
export interface Visit {
  /** The page is inside the shop's widget. */
  widget: boolean
  /** What the address says of the sandbox strip; when it says nothing, the settings do. */
  strip?: '0' | '1'
}

/** Of a query or a form, its names in lower case. */
export const visitOf = ({ isshortform = '', strip }: Record<string, string>): Visit => ({
  widget: isshortform.toLowerCase() === 'true',
  ...(strip === '0' || strip === '1' ? { strip } : {}),
})

export const stripViolations = ({ strip = '' }: Record<string, string>): Violation[] =>
  ['', '0', '1'].includes(strip)
    ? []
    : [
        {
          where: 'strip',
          got: maskSecrets(strip.slice(0, 160)).slice(0, 80),
          expected: '0, which hides the sandbox strip, or 1, which shows it',
          fix: 'correct it, or leave it out: then the setting --strip decides',
        },
      ]

/** A visit as the fields that carry it. */
export const fieldsOfVisit = ({ widget, strip }: Visit): [string, string][] => [
  ...(widget ? ([['isShortForm', 'true']] as [string, string][]) : []),
  ...(strip ? ([['strip', strip]] as [string, string][]) : []),
]

const onward = (address: string, fields: Record<string, string>, visit: Visit) => {
  const query = new URLSearchParams([...Object.entries(fields), ...fieldsOfVisit(visit)]).toString()
  return query ? `${address}?${query}` : address
}

/** Addresses of the steps, as seen from the page's own folder. */
export const pageStep = (page: string, visit: Visit) => onward('./', { page }, visit)
export const resultStep = (page: string, visit: Visit) => onward('result', { page }, visit)

export const issuerLink = (page: string, visit: Visit) => onward('issuer', { page }, visit)

/** To the issuer, and from there back to confirmPayment of this workspace. */
export const issuerStep = (request: FastifyRequest, challenge: string, visit: Visit) => {
  const termUrl = onward(`${baseOf(request)}/payments/cards/confirmPayment`, {}, visit)
  return `${prefixOf(request)}/acs/?${new URLSearchParams({ MD: challenge, TermUrl: termUrl })}`
}

/** From the issuer back to the bank's page, in the shop's widget if it was opened there. */
export const backStep = (request: FastifyRequest, page: string, visit: Visit) =>
  onward(`${prefixOf(request)}/payform/`, { page }, visit)
