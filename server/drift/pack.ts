import type { EvidencePack } from '../../contracts/evidence.ts'
import type { Recording } from '../record/recording.ts'
import { openRedactor, type Redactor } from '../redaction/redact.ts'
import type { Evidence } from './evidence.ts'

// Who the buyer is at the shop, what was bought and where from: a recording of one's own keeps them, a pack does not.
const ofBuyer =
  /^(acc?ountid|account_id|description|data|ipcity|ipdistrict|ipregion|iplatitude|iplongitude|payer\w+|\w*contact\w*)$/i

const hidden = (value: unknown, redactor: Redactor, name = ''): unknown => {
  if (Array.isArray(value)) return value.map((one) => hidden(one, redactor, name))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([field, one]) => [field, hidden(one, redactor, field)]),
    )
  if (!ofBuyer.test(name)) return value
  return typeof value === 'string' ? redactor.hide('name', value) : typeof value === 'number' ? 0 : value
}

/** The path repeats what its parameters said. */
const withoutParams = ({ path, params }: Recording['request'], safe: unknown): string =>
  Object.entries(params).reduce(
    (shown, [name, value]) =>
      shown.replace(encodeURIComponent(value), encodeURIComponent(String(Object(safe)[name]))),
    path,
  )

/** To be given to others: taken out once more is whatever must not be written down, and what is personal besides. */
export const packOf = (
  { sightings, recordings }: Pick<Evidence, 'sightings' | 'recordings'>,
  recorded: string,
): EvidencePack => {
  const redactor = openRedactor()
  const safe = (value: unknown) => redactor.value('', hidden(value, redactor))
  const used = new Set(sightings.map(({ exchange }) => exchange))
  return {
    evidence: 1,
    recorded,
    sightings,
    exchanges: recordings
      .filter(({ number }) => used.has(number))
      .map(({ request, answer, ...one }) => {
        // An address of the shop's own may name anything; what it took does not.
        const isBanks = one.operation !== null
        const [params, query, body] = [request.params, isBanks ? request.query : {}, request.body].map(safe)
        const path = isBanks ? redactor.text(withoutParams(request, params)) : '/'
        return {
          ...one,
          request: { ...request, path, params, query, body },
          answer: { ...answer, body: safe(answer.body) },
        }
      }),
  }
}
