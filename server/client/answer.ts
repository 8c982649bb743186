import { readJson } from '../../contracts/json.ts'
import { CheckFailed, Unreachable, UsageError } from '../errors.ts'
import type { HttpAnswer } from './transport.ts'

/** What the bank answered. Throws CheckFailed with the bank's own words when it is a refusal. */
export const jsonOf = <T>({ status, text, error }: HttpAnswer, asked: string): T => {
  const body = readJson(text)
  if (status !== undefined && status < 400 && error === undefined) return body as T
  const { message, detail } = Object(body) as { message?: string; detail?: string }
  throw new CheckFailed(`${asked}: ${detail ?? message ?? error ?? `HTTP ${status}`}`)
}

/**
 * What the control API answered. Throws Unreachable when no sandbox did, or what the problem document says:
 * UsageError when what was asked is wrong in itself, CheckFailed when the sandbox cannot do it.
 */
export const controlJsonOf = <T>({ url, status, headers, text, error }: HttpAnswer, asked: string): T => {
  const [place] = url.split('/_sandbox/')
  if (status === undefined)
    throw new Unreachable(`no sandbox answers at ${place} (${error}); start one, or give --url`)
  if (!headers.has('epay-sandbox'))
    throw new Unreachable(`${place} answers, but is no epay-sandbox; give its address with --url`)
  const body = Object(readJson(text)) as T & { title?: string; detail?: string }
  if (status < 300) return body
  const reason = `${body.title ?? `HTTP ${status}`}: ${body.detail ?? asked}`
  throw status === 400 ? new UsageError(reason) : new CheckFailed(reason)
}
